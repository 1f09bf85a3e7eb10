package io.kerbstone.rigs.bench;

import io.kerbstone.icmp.Targets;
import io.kerbstone.settings.Durations;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code bench probe}: our prober and fping take turns at the same work on loopback, so that the machine's moods hit
 * both. Medians over the rounds; ratios below 1 mean that we need less (CPU, delay), above 1 that we do more (rate).
 */
@Command(
        name = "probe",
        mixinStandardHelpOptions = true,
        description = "Probes per second, CPU and told delay beside fping, on loopback.")
public final class ProbeBench implements Callable<Integer> {
    private static final String FIRST_NET = "127.1.";
    private static final int HOSTS_IN_NET = 254;
    private static final int MOST_NETS = 256;

    @Option(names = "--targets", description = "how many loopback targets a sweep has (default: ${DEFAULT-VALUE})")
    private int targetCount = 10_160;

    @Option(names = "--rounds", description = "how often each does the same work (default: ${DEFAULT-VALUE})")
    private int rounds = 7;

    @Option(names = "--delays", description = "probes of a delay run, one each ms (default: ${DEFAULT-VALUE})")
    private int delayCount = 2_000;

    @Option(names = "--hold", description = "also holds the rate for so long, for instance 10m; 0s leaves it out")
    private String hold = "10s";

    @Option(names = "--rate", description = "probes per second to hold (default: ${DEFAULT-VALUE})")
    private int rate = 100_000;

    @Option(names = "--only-sweep", hidden = true, description = "one sweep, then the number of replies")
    private boolean onlySweep;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    /** Runs it alone; {@code ./kerbstone bench probe} runs it as a subcommand. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new ProbeBench()).execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (onlySweep) {
            try (OwnProber prober = new OwnProber(true)) {
                List<InetAddress> targets =
                        Targets.parse(loopbackTargets(targetCount)).addresses();
                spec.commandLine().getErr().println(prober.sweep(targets).replied());
            }
            return 0;
        }
        PrintWriter out = spec.commandLine().getOut();
        Path folder = Files.createTempDirectory("probe-bench");
        try {
            run(out, folder);
            return 0;
        } catch (IOException e) {
            spec.commandLine().getErr().println("bench probe: " + e.getMessage());
            return 3;
        } finally {
            out.flush();
            delete(folder);
        }
    }

    private void run(PrintWriter out, Path folder) throws IOException, InterruptedException {
        String text = loopbackTargets(targetCount);
        Path file = Files.writeString(folder.resolve("targets"), text);
        List<InetAddress> targets = Targets.parse(text).addresses();
        Optional<Fping> fping = Fping.find(folder);
        if (fping.isEmpty()) {
            spec.commandLine()
                    .getErr()
                    .println("bench probe: NO PEER: fping (or bash) is not installed, so there are no ratios;"
                            + " on Debian: apt-get install fping");
        }
        String peer = fping.isPresent() ? fping.get().version() : "fping";
        out.println("probe bench on " + Machine.describe());
        List<Contender> all = new ArrayList<>();
        all.add(ours("kerbstone", true, targets));
        all.add(ours("kerbstone, receive stamps only", false, targets));
        if (fping.isPresent()) {
            all.add(new Contender("kerbstone, with the start of Java", () -> newProcess(folder), null));
        }
        fping.ifPresent(f -> all.add(new Contender(
                peer, () -> f.sweep(file, targetCount), () -> f.delays(one().getHostAddress(), delayCount))));
        printSweeps(out, all);
        printDelays(out, all);
        excess(out, folder, fping, peer);
        hold(out, targets);
    }

    /** Where root, a namespace and tcpdump are to be had. */
    private void excess(PrintWriter out, Path folder, Optional<Fping> fping, String peer)
            throws IOException, InterruptedException {
        if (TimedProcess.which("tcpdump").isEmpty() || TimedProcess.which("ip").isEmpty()) {
            spec.commandLine().getErr().println("bench probe: NO CAPTURE: tcpdump or ip is not installed");
            return;
        }
        Map<String, WireBench.Teller> tellers = new LinkedHashMap<>();
        tellers.put("kerbstone", (target, count) -> {
            try (OwnProber prober = new OwnProber(true)) {
                return prober.delays(target, count);
            }
        });
        fping.ifPresent(f -> tellers.put(peer, (target, count) -> f.delays(target.getHostAddress(), count)));
        try {
            new WireBench(folder, delayCount).run(out, tellers, Math.min(rounds, 3));
        } catch (IOException e) {
            spec.commandLine().getErr().println("bench probe: NO CAPTURE: " + e.getMessage());
        }
    }

    private void hold(PrintWriter out, List<InetAddress> targets) throws IOException {
        long durationMs = Durations.parseMs(hold).orElse(-1);
        if (durationMs < 0 || rate < 1) {
            throw new IOException("--hold is a duration such as 10m, --rate at least 1");
        }
        if (durationMs == 0) {
            return;
        }
        try (OwnProber prober = new OwnProber(true)) {
            prober.hold(targets, rate, 1_000_000_000L); // warms up
            HoldRun run = prober.hold(targets, rate, durationMs * 1_000_000L);
            out.printf(
                    Locale.ROOT,
                    "%nHold: %,d probes/s for %s: sent %,d (%,.0f/s, slowest second %,d), replied %,d, lost %,d, not measured %,d,"
                            + " CPU s per 100,000: %.2f%n",
                    rate,
                    hold,
                    run.sent(),
                    run.sent() / run.seconds(),
                    run.slowestPerSecond(),
                    run.replied(),
                    run.lost(),
                    run.notMeasured(),
                    run.cpuSeconds() * 100_000 / Math.max(1, run.sent()));
        }
    }

    /** Opened for each turn: every open raw socket gets a copy of every reply, also of the others'. */
    private Contender ours(String name, boolean sendStamps, List<InetAddress> targets) {
        return new Contender(
                name,
                () -> {
                    try (OwnProber prober = new OwnProber(sendStamps)) {
                        return prober.sweep(targets);
                    }
                },
                () -> {
                    try (OwnProber prober = new OwnProber(sendStamps)) {
                        return prober.delays(one(), delayCount);
                    }
                });
    }

    /** What a one-off command costs: Java started with an agent's options, one sweep, gone. */
    private SweepRun newProcess(Path folder) throws IOException, InterruptedException {
        TimedProcess.Timed run = TimedProcess.run(
                folder,
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ProbeBench.class.getName(),
                        "--only-sweep",
                        "--targets",
                        Integer.toString(targetCount)));
        int replied = Integer.parseInt(run.output().strip());
        return new SweepRun(targetCount, replied, run.wallSeconds(), run.cpuSeconds());
    }

    /** Somebody who does the work; one who is not asked for delays has no such run. */
    private record Contender(String name, Run<SweepRun> sweep, @Nullable Run<DelayRun> delays) {}

    /** One turn. */
    private interface Run<T> {
        T once() throws IOException, InterruptedException;
    }

    private void printSweeps(PrintWriter out, List<Contender> all) throws IOException, InterruptedException {
        out.printf(
                Locale.ROOT,
                "%nSweep: %,d loopback targets, one probe each, as fast as it goes; %d rounds in turns%n",
                targetCount,
                rounds);
        BenchTable table = new BenchTable("probes/s", "CPU s per 100,000", "replied %");
        Map<String, List<SweepRun>> runs = inTurns(all, Contender::sweep);
        runs.forEach((name, mine) -> table.row(
                name,
                BenchTable.median(mine, SweepRun::probesPerSecond),
                BenchTable.median(mine, SweepRun::cpuSecondsPer100k),
                BenchTable.median(mine, r -> 100.0 * r.replied() / r.probes())));
        table.print(out, all.size() > 2);
    }

    private void printDelays(PrintWriter out, List<Contender> all) throws IOException, InterruptedException {
        out.printf(
                Locale.ROOT,
                "%nDelay told: 127.0.0.1, one probe each ms, %,d probes; %d rounds in turns%n",
                delayCount,
                rounds);
        BenchTable table = new BenchTable("median us", "p99 us", "error bound us", "replied %");
        Map<String, List<DelayRun>> runs = inTurns(all, Contender::delays);
        runs.forEach((name, mine) -> table.row(
                name,
                BenchTable.median(mine, DelayRun::medianUs),
                BenchTable.median(mine, DelayRun::p99Us),
                BenchTable.median(mine, DelayRun::errorBoundUs),
                BenchTable.median(mine, r -> 100.0 * r.replied() / r.probes())));
        table.print(out, all.size() > 2);
    }

    /** What the contenders gave, by name and in order; the first round is for warming up and not kept. */
    private <T> Map<String, List<T>> inTurns(List<Contender> all, Function<Contender, @Nullable Run<T>> work)
            throws IOException, InterruptedException {
        Map<String, List<T>> runs = new LinkedHashMap<>();
        for (int round = 0; round <= rounds; round++) {
            for (Contender contender : all) {
                Run<T> run = work.apply(contender);
                if (run != null) {
                    T result = run.once();
                    List<T> mine = runs.computeIfAbsent(contender.name(), name -> new ArrayList<>());
                    if (round > 0) {
                        mine.add(result);
                    }
                }
            }
        }
        return runs;
    }

    static String loopbackTargets(int count) {
        if (count < 1 || count > HOSTS_IN_NET * MOST_NETS) {
            throw new IllegalArgumentException("--targets is 1 to " + HOSTS_IN_NET * MOST_NETS);
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(FIRST_NET)
                    .append(i / HOSTS_IN_NET)
                    .append('.')
                    .append(i % HOSTS_IN_NET + 1)
                    .append('\n');
        }
        return text.toString();
    }

    private static InetAddress one() {
        return InetAddress.getLoopbackAddress();
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> inside = Files.list(folder)) {
            for (Path file : inside.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
