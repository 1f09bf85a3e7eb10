package io.kerbstone.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Programs that run beside a test. */
final class Run {
    private Run() {}

    /** Starts one that goes on; its output goes nowhere. */
    static Process start(String... command) throws IOException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** Runs one to its end and gives what it wrote, whatever it answered. */
    static String output(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), UTF_8);
        process.waitFor();
        return text;
    }

    /** The same; fails when it fails. */
    static void check(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(List.of(command) + " said " + text);
        }
    }

    /** Ends one. */
    static void stop(Process process) {
        process.destroy();
        await().atMost(20, TimeUnit.SECONDS).until(() -> !process.isAlive());
    }
}
