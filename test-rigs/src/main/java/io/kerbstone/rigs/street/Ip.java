package io.kerbstone.rigs.street;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The {@code ip} command of iproute2. Stateless. */
public final class Ip {
    private static final long COMMAND_SECONDS = 20;

    private Ip() {}

    /** Runs {@code ip} with these arguments; what it printed. Throws with what it said when it fails. */
    public static String run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("ip"));
        command.addAll(Arrays.asList(arguments));
        return finish(
                command, new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    /** Runs many of its commands at once inside a network namespace; the empty name is the caller's own. */
    public static void batch(String namespace, List<String> lines) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("ip"));
        if (!namespace.isEmpty()) {
            command.addAll(List.of("-n", namespace));
        }
        command.addAll(List.of("-batch", "-"));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (var input = process.getOutputStream()) {
            input.write(String.join("\n", lines).getBytes(StandardCharsets.US_ASCII));
        }
        finish(lines, process);
    }

    private static String finish(List<String> command, Process process) throws IOException, InterruptedException {
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(COMMAND_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException(String.join(" ", command) + ": " + said.strip());
        }
        return said;
    }
}
