package io.kerbstone.collector.ingest;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kerbstone.collector.archive.Archive;
import io.kerbstone.collector.store.ChunkRows.Chunk;
import io.kerbstone.collector.store.ChunkRows.Kind;
import io.kerbstone.collector.store.Database;
import io.kerbstone.wire.Frame;
import io.kerbstone.wire.FrameCodec;
import io.kerbstone.wire.SequenceRanges;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a collector that was killed had acknowledged is there exactly once, and its figures are as if nothing had been. */
class CrashTest {
    private static final int KILLS = 2;

    @TempDir
    Path folder;

    @Test
    void shouldHaveEverythingAcknowledgedExactlyOnceWhenKilledAgainAndAgain() throws Exception {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        SequenceRanges acknowledged = SequenceRanges.EMPTY;
        for (int i = 0; i < KILLS; i++) {
            acknowledged = acknowledged.plus(runAndKill(1 + random.nextInt(15)));
        }
        assertFalse(acknowledged.isEmpty());
        try (Database database = Database.open(folder.resolve("store"))) {
            Bench bench = CrashChild.bench(database, folder);
            SequenceRanges stored = bench.ingest.stored("cab-1", CrashChild.EPOCH);
            assertEquals(SequenceRanges.EMPTY, missing(stored, acknowledged), "seed " + seed);
            assertEquals(stored, archivedOnce(bench));
            RecordingSender sender = new RecordingSender("cab-1", CrashChild.EPOCH, CrashChild.KEY.verifyingKey());
            CrashChild.frames().forEach(frame -> bench.ingest.submit(sender, frame));
            await().atMost(Duration.ofSeconds(60)).until(() -> sender.doneWith.get() == CrashChild.FRAMES);
            assertEquals(0, bench.ingest.counters().get(IngestCounters.Count.CHAIN_BROKEN));
            assertEquals(SequenceRanges.of(1, CrashChild.FRAMES), archivedOnce(bench));
            bench.close();
            assertEquals(List.of(), bench.fatal);
            assertEquals(undisturbed(), bench.chunks.all(Kind.PATH_HOUR));
        }
    }

    private static SequenceRanges missing(SequenceRanges stored, SequenceRanges acknowledged) {
        SequenceRanges missing = SequenceRanges.EMPTY;
        for (SequenceRanges.Range range : acknowledged.ranges()) {
            missing = missing.plus(stored.missing(range.from(), range.to()));
        }
        return missing;
    }

    private SequenceRanges runAndKill(int linesBefore) throws IOException {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CrashChild.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        SequenceRanges acknowledged = SequenceRanges.EMPTY;
        try (BufferedReader lines = child.inputReader()) {
            int heard = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                assertFalse(line.startsWith("refused"), line);
                if (line.startsWith("acknowledged ")) {
                    acknowledged = acknowledged.plus(SequenceRanges.parse(line.substring("acknowledged ".length()))
                            .orElseThrow());
                    heard++;
                }
                if (heard == linesBefore) {
                    child.toHandle().destroyForcibly(); // the process would also close what is still to be read
                }
            }
        } finally {
            child.destroyForcibly();
        }
        return acknowledged;
    }

    private static SequenceRanges archivedOnce(Bench bench) {
        SequenceRanges sequences = SequenceRanges.EMPTY;
        Set<Long> seen = new HashSet<>();
        try (Archive.Cursor cursor = bench.archive.from(0)) {
            for (var record = cursor.next(); record.isPresent(); record = cursor.next()) {
                long sequence =
                        ((Frame) FrameCodec.decode(record.get().bytes())).body().sequence();
                assertTrue(seen.add(sequence), "frame " + sequence + " is there twice");
                sequences = sequences.plus(sequence);
            }
        }
        return sequences;
    }

    private List<Chunk> undisturbed() {
        try (Database database = Database.inMemory("undisturbed")) {
            Bench bench = CrashChild.bench(database, folder.resolve("undisturbed"));
            RecordingSender sender = new RecordingSender("cab-1", CrashChild.EPOCH, CrashChild.KEY.verifyingKey());
            List<byte[]> frames = new ArrayList<>(CrashChild.frames());
            frames.forEach(frame -> bench.ingest.submit(sender, frame));
            await().atMost(Duration.ofSeconds(60)).until(() -> sender.doneWith.get() == CrashChild.FRAMES);
            bench.close();
            return bench.chunks.all(Kind.PATH_HOUR);
        }
    }
}
