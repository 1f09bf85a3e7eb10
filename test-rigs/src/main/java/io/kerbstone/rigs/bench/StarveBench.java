package io.kerbstone.rigs.bench;

import io.kerbstone.measurement.IntervalState;
import io.kerbstone.measurement.Rule;
import io.kerbstone.rigs.street.Ip;
import io.kerbstone.rigs.street.Namespace;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code bench starve}: targets that always answer (the kernel of a namespace does), probed from a control group that
 * gets almost no processor time while every core is busy. Whatever a prober calls lost is false. Ours and fping, one
 * after the other, in the same group beside the same busy processes. Needs root, iproute2 and a cpu controller.
 */
@Command(
        name = "starve",
        mixinStandardHelpOptions = true,
        description = "False loss and false DOWN of a starved prober, ours and fping; needs root.")
public final class StarveBench implements Callable<Integer> {
    private static final int NAMESPACE = 78;
    private static final String TARGETS = "198.18.79.";
    private static final String RATE = "64kbit";
    private static final Pattern FIGURE = Pattern.compile("([a-zA-Z]+)=([^ ]+)");
    private static final Pattern TOLD = Pattern.compile("(?m)^[^ ]+ +: ([-0-9. ]+)$");

    @Option(names = "--seconds", description = "how long each measures (default: ${DEFAULT-VALUE})")
    private int seconds = 60;

    @Option(names = "--targets", description = "how many, 1 to 250 (default: ${DEFAULT-VALUE})")
    private int targetCount = 20;

    @Option(names = "--quota", description = "ms of processor per period (default: ${DEFAULT-VALUE})")
    private int quotaMs = 20;

    @Option(names = "--period", description = "ms of a period (default: ${DEFAULT-VALUE})")
    private int periodMs = 1_000;

    @Option(names = "--timeout", description = "ms that each waits for an answer (default: ${DEFAULT-VALUE})")
    private int timeoutMs = 500;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        List<Process> busy = new ArrayList<>();
        try (Namespace namespace = Namespace.open(NAMESPACE);
                StarvedGroup group = StarvedGroup.make(quotaMs, periodMs)) {
            Ip.run("-n", "kerbstone" + NAMESPACE, "route", "add", "local", TARGETS + "0/24", "dev", "lo");
            Ip.run("route", "add", TARGETS + "0/24", "via", namespace.address());
            narrow();
            int cores = Runtime.getRuntime().availableProcessors();
            for (int i = 0; i < cores; i++) {
                busy.add(hog(List.of()));
            }
            busy.add(hog(group.enter()));
            out.printf(
                    Locale.ROOT,
                    "starve bench on %s%n%d targets that always answer, one probe a second each, %d s; a quota of %d ms in %d ms"
                            + " shared with a busy process, %d more on %d cores%n",
                    Machine.describe(),
                    targetCount,
                    seconds,
                    quotaMs,
                    periodMs,
                    cores,
                    cores);
            ours(out, group);
            fping(out, group);
            return 0;
        } catch (IOException e) {
            spec.commandLine().getErr().println("bench starve: " + e.getMessage());
            return 3;
        } finally {
            busy.forEach(Process::destroyForcibly);
            out.flush();
        }
    }

    /** The way back is as narrow as a radio link, so that an answer takes its time, as it does outside a laboratory. */
    private static void narrow() throws IOException, InterruptedException {
        Process tc = new ProcessBuilder(("tc -n kerbstone" + NAMESPACE + " qdisc add dev street root tbf rate " + RATE
                                + " burst 200 latency 5s")
                        .split(" ", -1))
                .inheritIO()
                .start();
        if (tc.waitFor() != 0) {
            throw new IOException("tc cannot make the link narrow");
        }
    }

    private static Process hog(List<String> prefix) throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of("bash", "-c", "while :; do :; done"));
        return new ProcessBuilder(command).start();
    }

    private List<String> targets() {
        List<String> targets = new ArrayList<>();
        for (int i = 1; i <= targetCount; i++) {
            targets.add(TARGETS + i);
        }
        return targets;
    }

    private void ours(PrintWriter out, StarvedGroup group) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                StarvedProber.class.getName(),
                group.processes().toString(),
                Integer.toString(seconds),
                Integer.toString(timeoutMs)));
        command.addAll(targets());
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String figures = "";
        try (BufferedReader said =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                figures = line;
            }
        } finally {
            group.free(); // it must not take an hour to end
            process.waitFor();
        }
        out.println("kerbstone: " + figures);
        out.println(
                "(plainLost, plainDown: the same packets judged as a program does that goes by its own clock when it reads them)");
    }

    private void fping(PrintWriter out, StarvedGroup group) throws IOException, InterruptedException {
        if (TimedProcess.which("fping").isEmpty()) {
            spec.commandLine().getErr().println("bench starve: NO PEER: fping is not installed");
            return;
        }
        group.starve();
        Path file = Files.createTempFile("starve", ".out");
        List<String> command = new ArrayList<>(group.enter());
        command.addAll(List.of("fping", "-q", "-C" + seconds, "-p1000", "-i1", "-t" + timeoutMs));
        command.addAll(targets());
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(file.toFile())
                .start();
        process.waitFor();
        out.println("fping -p1000 -t" + timeoutMs + ": " + figures(Files.readString(file)));
        Files.delete(file);
    }

    /** What fping's lines of {@code -q -C} come to under the standard rule, ten probes to an interval. */
    static String figures(String output) {
        int due = 0;
        int lost = 0;
        int down = 0;
        int up = 0;
        Matcher line = TOLD.matcher(output);
        while (line.find()) {
            String[] probes = line.group(1).strip().split(" +", -1);
            for (int from = 0; from < probes.length; from += Rule.STANDARD.probesDue()) {
                int to = Math.min(probes.length, from + Rule.STANDARD.probesDue());
                int lostHere = 0;
                for (int i = from; i < to; i++) {
                    lostHere += probes[i].equals("-") ? 1 : 0;
                }
                due += to - from;
                lost += lostHere;
                IntervalState state = Rule.STANDARD.stateOf(to - from, lostHere);
                down += state == IntervalState.DOWN ? 1 : 0;
                up += state == IntervalState.UP ? 1 : 0;
            }
        }
        return "due=" + due + " replied=" + (due - lost) + " lost=" + lost + " up=" + up + " down=" + down;
    }

    /** The figure of that name in a line of ours or theirs. */
    static int figure(String line, String name) {
        Matcher figure = FIGURE.matcher(line);
        while (figure.find()) {
            if (figure.group(1).equals(name)) {
                return Integer.parseInt(figure.group(2));
            }
        }
        throw new IllegalArgumentException("no " + name + " in: " + line);
    }
}
