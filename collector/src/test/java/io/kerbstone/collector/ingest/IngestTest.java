package io.kerbstone.collector.ingest;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kerbstone.collector.TestJournal;
import io.kerbstone.collector.archive.Archive;
import io.kerbstone.collector.ingest.IngestCounters.Count;
import io.kerbstone.collector.registry.AuditEntry;
import io.kerbstone.collector.registry.Registry;
import io.kerbstone.collector.store.Database;
import io.kerbstone.identity.SigningKey;
import io.kerbstone.wire.Epoch;
import io.kerbstone.wire.Frame;
import io.kerbstone.wire.FrameCodec;
import io.kerbstone.wire.Message.Refused.Code;
import io.kerbstone.wire.SequenceRanges;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IngestTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private final SigningKey key = SigningKey.generate();
    private final TestJournal journal = new TestJournal("cab-1", key);
    private final Random random = new Random(7);
    private Database database;
    private Bench bench;
    private RecordingSender sender;

    @BeforeEach
    void open() {
        database = Database.inMemory("ingest-" + System.identityHashCode(this));
        bench = new Bench(database, folder);
        sender = sender(journal.epoch());
    }

    @AfterEach
    void close() {
        bench.close();
        database.close();
        assertEquals(List.of(), bench.fatal);
    }

    private RecordingSender sender(Epoch epoch) {
        return new RecordingSender("cab-1", epoch, key.verifyingKey());
    }

    private byte[] next() {
        return journal.tenProbes("p", TestJournal.START_MS + journal.nextSequence() * 10_000, random);
    }

    private List<byte[]> next(int count) {
        List<byte[]> frames = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            frames.add(next());
        }
        return frames;
    }

    private void awaitAcknowledged(SequenceRanges ranges) {
        await().atMost(PATIENCE).until(() -> sender.acknowledged.equals(ranges));
    }

    private void awaitRefusal(Code code) {
        await().atMost(PATIENCE).until(() -> !sender.refusals.isEmpty());
        assertEquals(code, sender.refusals.get(0).code(), sender.refusals.toString());
    }

    private List<Frame> archived() {
        List<Frame> frames = new ArrayList<>();
        try (Archive.Cursor cursor = bench.archive.from(0)) {
            for (var r = cursor.next(); r.isPresent(); r = cursor.next()) {
                frames.add((Frame) FrameCodec.decode(r.get().bytes()));
            }
        }
        return frames;
    }

    private long count(Count count) {
        return bench.ingest.counters().get(count);
    }

    private void reopen() {
        bench.close();
        bench = new Bench(database, folder);
    }

    @Test
    void shouldStoreOnceAndAcknowledgeEachTimeWhenFramesAreRepeatedAndShuffled() {
        List<byte[]> frames = next(150);
        List<byte[]> sent = new ArrayList<>(frames);
        sent.addAll(frames.subList(20, 90));
        Collections.shuffle(sent, random);
        sent.forEach(frame -> bench.ingest.submit(sender, frame));
        awaitAcknowledged(SequenceRanges.of(1, 150));
        await().atMost(PATIENCE).until(() -> sender.doneWith.get() == 220);
        assertEquals(150, archived().size());
        assertEquals(150, count(Count.STORED));
        assertEquals(70, count(Count.DUPLICATE));
        assertEquals(0, count(Count.CHAIN_BROKEN));
        assertEquals(SequenceRanges.of(1, 150), bench.ingest.stored("cab-1", journal.epoch()));
        assertEquals(List.of(), sender.refusals);
    }

    @Test
    void shouldRememberEverythingWhenReopened() {
        List<byte[]> frames = next(100);
        frames.subList(0, 60).forEach(frame -> bench.ingest.submit(sender, frame));
        awaitAcknowledged(SequenceRanges.of(1, 60));
        reopen();
        assertEquals(SequenceRanges.of(1, 60), bench.ingest.stored("cab-1", journal.epoch()));
        frames.subList(50, 100).forEach(frame -> bench.ingest.submit(sender, frame));
        awaitAcknowledged(SequenceRanges.of(1, 100));
        assertEquals(100, archived().size());
        assertEquals(10, count(Count.DUPLICATE));
        assertEquals(0, count(Count.CHAIN_BROKEN) + count(Count.CHAIN_UNCHECKED));
    }

    @Test
    void shouldTakeOverArchivedFramesWhenCrashedBeforeTheCommit() {
        List<byte[]> frames = next(3);
        frames.forEach(frame -> bench.ingest.submit(sender, frame));
        awaitAcknowledged(SequenceRanges.of(1, 3));
        bench.close();
        try (Archive archive = Archive.open(folder, 0)) {
            archive.append(1, 5, next());
        }
        bench = new Bench(database, folder);
        assertEquals(SequenceRanges.of(1, 4), bench.ingest.stored("cab-1", journal.epoch()));
        assertEquals(4, archived().size());
    }

    @Test
    void shouldRefuseForgedFrameWhenBytesWereChanged() {
        byte[] frame = next();
        frame[frame.length - 1] ^= 1;
        bench.ingest.submit(sender, frame);
        awaitRefusal(Code.FRAME_SIGNATURE);
        assertEquals(1, count(Count.FORGED));
        assertEquals(1, sender.refusals.get(0).sequence());
        assertEquals(0, archived().size());
    }

    @Test
    void shouldRefuseFrameWhenSignedByAnotherKey() {
        TestJournal thief = new TestJournal("cab-1", SigningKey.generate(), journal.epoch());
        bench.ingest.submit(sender, thief.tenProbes("p", TestJournal.START_MS, random));
        awaitRefusal(Code.FRAME_SIGNATURE);
    }

    @Test
    void shouldRefuseEveryTruncationWithoutHarmWhenFramesAreCutShort() {
        byte[] frame = next();
        for (int length = 0; length < frame.length; length++) {
            bench.ingest.submit(sender, Arrays.copyOf(frame, length));
        }
        await().atMost(PATIENCE).until(() -> sender.refusals.size() == frame.length);
        assertTrue(sender.refusals.stream().allMatch(r -> r.code() == Code.FRAME_MALFORMED));
        assertEquals(frame.length, count(Count.MALFORMED));
        bench.ingest.submit(sender, frame);
        awaitAcknowledged(SequenceRanges.of(1, 1));
    }

    @Test
    void shouldRefuseFrameWhenTooLarge() {
        bench.ingest.submit(sender, new byte[(1 << 20) + 1]);
        awaitRefusal(Code.FRAME_MALFORMED);
    }

    @Test
    void shouldRefuseFrameWhenOfAnotherAgentOrEpoch() {
        bench.ingest.submit(sender, new TestJournal("cab-2", key, journal.epoch()).poll("d", 1, 1));
        bench.ingest.submit(sender, new TestJournal("cab-1", key).poll("d", 1, 1));
        await().atMost(PATIENCE).until(() -> sender.refusals.size() == 2);
        assertTrue(sender.refusals.stream().allMatch(r -> r.code() == Code.FRAME_FOREIGN));
        assertEquals(2, count(Count.FOREIGN));
    }

    @Test
    void shouldRefuseForkWhenSameSequenceHasOtherBytesEvenAfterReopening() {
        byte[] frame = next();
        bench.ingest.submit(sender, frame);
        awaitAcknowledged(SequenceRanges.of(1, 1));
        TestJournal copy = new TestJournal("cab-1", key, journal.epoch());
        byte[] other = copy.poll("d", TestJournal.START_MS, 1);
        bench.ingest.submit(sender, other);
        awaitRefusal(Code.FRAME_FOREIGN);
        assertEquals(1, count(Count.FORK));
        reopen();
        sender.refusals.clear();
        bench.ingest.submit(sender, other);
        awaitRefusal(Code.FRAME_FOREIGN);
        assertEquals(1, archived().size());
    }

    @Test
    void shouldKeepAndCountFrameWhenItDoesNotContinueTheChain() {
        bench.ingest.submit(sender, next());
        TestJournal other = new TestJournal("cab-1", key, journal.epoch());
        other.poll("d", 1, 1);
        bench.ingest.submit(sender, other.poll("d", TestJournal.START_MS, 2));
        awaitAcknowledged(SequenceRanges.of(1, 2));
        assertEquals(1, count(Count.CHAIN_BROKEN));
    }

    @Test
    void shouldRefuseFramesWhenSenderIsNoLongerAllowed() {
        sender.isAllowed = false;
        bench.ingest.submit(sender, next());
        awaitRefusal(Code.REVOKED);
        assertEquals(0, archived().size());
    }

    @Test
    void shouldAskForOlderFramesWhenThereAreTooManyHoles() {
        List<byte[]> frames = next(2 * EpochState.MAX_RANGES + 1);
        for (int i = 0; i < frames.size(); i += 2) {
            bench.ingest.submit(sender, frames.get(i));
        }
        await().atMost(PATIENCE).until(() -> sender.doneWith.get() == EpochState.MAX_RANGES);
        awaitRefusal(Code.BUSY);
        assertEquals(1, count(Count.TOO_MANY_HOLES));
        bench.ingest.submit(sender, frames.get(1));
        bench.ingest.submit(sender, frames.get(frames.size() - 1));
        await().atMost(PATIENCE).until(() -> sender.acknowledged.contains(frames.size()));
    }

    @Test
    void shouldChainAuditRecordsWhenWrittenAcrossReopening() {
        bench.ingest.record(new AuditEntry(1, "ann", "path.put", "p", "{}"));
        reopen();
        bench.ingest.record(new AuditEntry(2, "ann", "path.delete", "p", ""));
        List<Frame> frames = archived();
        assertEquals(2, frames.size());
        assertEquals(Registry.COLLECTOR, frames.get(0).body().agentId());
        assertEquals(frames.get(0).hash(), frames.get(1).body().previous());
        assertEquals(2, frames.get(1).body().sequence());
        assertTrue(FrameCodec.verify(frames.get(1), Bench.COLLECTOR_KEY.verifyingKey()));
        assertEquals(
                "{\"audit\":{\"atMs\":2,\"by\":\"ann\",\"action\":\"path.delete\",\"subject\":\"p\",\"detail\":\"\"}}",
                frames.get(1).body().definitions().orElseThrow());
    }
}
