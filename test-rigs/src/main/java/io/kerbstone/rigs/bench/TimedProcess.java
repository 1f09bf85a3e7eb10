package io.kerbstone.rigs.bench;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Runs a program under bash's {@code time}, which counts its user and system seconds to the millisecond. */
final class TimedProcess {
    private static final Pattern TIMES = Pattern.compile("TIMES ([0-9.]+) ([0-9.]+) ([0-9.]+)");

    private TimedProcess() {}

    /**
     * What came of it.
     *
     * @param output what it wrote to standard error
     * @param wallSeconds from start to end
     * @param cpuSeconds user and system time together
     */
    record Timed(String output, double wallSeconds, double cpuSeconds) {}

    /** Runs it to its end, whatever its exit code; its files are left in the folder. */
    static Timed run(Path folder, List<String> program) throws IOException, InterruptedException {
        Path output = folder.resolve("process.out");
        Path times = folder.resolve("process.times");
        String script = "o=$1; shift; TIMEFORMAT='TIMES %R %U %S'; time \"$@\" >/dev/null 2>\"$o\"";
        List<String> command = new ArrayList<>(List.of("bash", "-c", script, "timed", output.toString()));
        command.addAll(program);
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(times.toFile());
        builder.environment().put("LC_ALL", "C");
        builder.start().waitFor();
        Matcher seconds = TIMES.matcher(Files.readString(times));
        if (!seconds.find()) {
            throw new IOException("bash did not time " + program.get(0) + ": "
                    + Files.readString(times).strip());
        }
        double cpu = Double.parseDouble(seconds.group(2)) + Double.parseDouble(seconds.group(3));
        return new Timed(Files.readString(output, StandardCharsets.UTF_8), Double.parseDouble(seconds.group(1)), cpu);
    }

    /** Where a program lies on the search path. */
    static Optional<String> which(String name) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .map(path -> new File(path, name))
                .filter(File::canExecute)
                .map(File::getPath)
                .findFirst();
    }
}
