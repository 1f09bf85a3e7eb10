package io.kerbstone.agent.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kerbstone.wire.Epoch;
import java.io.BufferedReader;
import java.io.File;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalCrashTest {
    private static final int KILLS = 4;

    @Test
    void shouldHoldEverythingForcedWhenKilledAgainAndAgain(@TempDir Path folder) throws Exception {
        long durable = 0;
        String epoch = "";
        for (int kill = 0; kill < KILLS; kill++) {
            durable = Math.max(durable, writeAndKill(folder, 50 + 333 * kill));
            try (Journal journal = Journal.open(FolderStore.open(folder), "agent-1", 1 << 20, () -> Epoch.random()
                    .bytes())) {
                String found = Epoch.of(journal.epoch()).toString();
                assertTrue(epoch.isEmpty() || epoch.equals(found), "the epoch stays");
                epoch = found;
                assertEquals(Recovery.Kind.CONTINUED, journal.recovery().kind());
                assertTrue(journal.nextSequence() > durable, journal.nextSequence() + " after " + durable);
                assertTrue(journal.undeclaredDamage().isEmpty());
                assertTrue(journal.bytes() <= 1 << 20);
                for (long sequence = journal.firstSequence(); sequence <= durable; sequence++) {
                    assertTrue(journal.read(sequence).isPresent(), "frame " + sequence);
                }
            }
        }
    }

    /** The last sequence the process told to be durable before it was killed. */
    private static long writeAndKill(Path folder, int lines) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path").replace(File.pathSeparator + File.pathSeparator, ":"),
                        JournalWriterProcess.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        long last = 0;
        try (BufferedReader reader = process.inputReader()) {
            for (int i = 0; i < lines; i++) {
                String line = reader.readLine();
                assertTrue(line != null, "the writer ended by itself");
                last = Long.parseLong(line);
            }
            process.toHandle().destroyForcibly(); // Process.destroyForcibly would close the stream too
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                last = line.matches("\\d+") ? Math.max(last, Long.parseLong(line)) : last;
            }
        }
        assertTrue(process.waitFor(30, TimeUnit.SECONDS));
        return last;
    }
}
