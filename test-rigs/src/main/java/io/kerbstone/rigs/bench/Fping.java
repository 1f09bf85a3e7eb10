package io.kerbstone.rigs.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** fping as a timed process, and the reading of what it prints. Owned by one thread; leaves its files in its folder. */
final class Fping {
    private static final Pattern ANSWERED = Pattern.compile("(?m)xmt/rcv/%loss = [0-9]+/([0-9]+)/");
    private static final Pattern DELAYS = Pattern.compile("(?m)^[^ ]+ +: ([-0-9. ]+)$");

    private final String program;
    private final Path folder;
    private final UnaryOperator<List<String>> place;

    private Fping(String program, Path folder, UnaryOperator<List<String>> place) {
        this.program = program;
        this.folder = folder;
        this.place = place;
    }

    /** Looks for fping and bash on the search path. */
    static Optional<Fping> find(Path folder) {
        return TimedProcess.which("bash")
                .flatMap(bash -> TimedProcess.which("fping"))
                .map(program -> new Fping(program, folder, command -> command));
    }

    /** The same where another command makes it run: in a network namespace. */
    Fping at(UnaryOperator<List<String>> other) {
        return new Fping(program, folder, other);
    }

    String version() throws IOException, InterruptedException {
        Path out = folder.resolve("fping.version");
        int code = new ProcessBuilder(program, "--version")
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start()
                .waitFor();
        String first = Files.readString(out).lines().findFirst().orElse("");
        return code == 0 ? first.replaceAll(".*Version ", "fping ") : "fping";
    }

    /** One probe to each target in the file, as fast as it goes. */
    SweepRun sweep(Path targets, int count) throws IOException, InterruptedException {
        TimedProcess.Timed run = run("-q", "-i0", "-r0", "-c1", "-t1000", "-f", targets.toString());
        return new SweepRun(count, answered(run.output()), run.wallSeconds(), run.cpuSeconds());
    }

    /** Probes to one target, one every millisecond. */
    DelayRun delays(String target, int count) throws IOException, InterruptedException {
        TimedProcess.Timed run = run("-q", "-C" + count, "-p1", "-i1", "-t1000", target);
        double[] us = delaysUs(run.output());
        return new DelayRun(count, us.length, percentile(us, 50), percentile(us, 99), Double.NaN);
    }

    /** How many targets answered, from the summary lines of {@code -q -c1}. */
    static int answered(String output) {
        Matcher line = ANSWERED.matcher(output);
        int sum = 0;
        while (line.find()) {
            sum += Integer.parseInt(line.group(1));
        }
        return sum;
    }

    /** The delays, us, ascending, from the line of {@code -q -C}; lost probes are dashes there. */
    static double[] delaysUs(String output) {
        Matcher line = DELAYS.matcher(output);
        if (!line.find()) {
            return new double[0];
        }
        return Arrays.stream(line.group(1).strip().split(" +", -1))
                .filter(one -> !one.equals("-"))
                .mapToDouble(one -> Double.parseDouble(one) * 1_000)
                .sorted()
                .toArray();
    }

    /** Nearest-rank percentile of ascending values; NaN of none. */
    static double percentile(double[] ascending, double percent) {
        int rank = (int) Math.max(1, Math.ceil(percent / 100 * ascending.length));
        return ascending.length == 0 ? Double.NaN : ascending[rank - 1];
    }

    private TimedProcess.Timed run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(List.of(arguments));
        return TimedProcess.run(folder, place.apply(command));
    }
}
