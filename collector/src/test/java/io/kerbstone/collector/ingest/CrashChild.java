package io.kerbstone.collector.ingest;

import io.kerbstone.collector.TestJournal;
import io.kerbstone.collector.store.Database;
import io.kerbstone.identity.SigningKey;
import io.kerbstone.identity.VerifyingKey;
import io.kerbstone.time.ManualClock;
import io.kerbstone.wire.Epoch;
import io.kerbstone.wire.Message.Refused;
import io.kerbstone.wire.SequenceRanges;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Semaphore;

/** A process that stores frames and prints what it acknowledges until it is killed. */
final class CrashChild {
    static final int FRAMES = 1_200;
    static final int CREDIT = 64;
    static final SigningKey KEY =
            SigningKey.of("0123456789abcdef0123456789abcdef".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    static final Epoch EPOCH = new Epoch(1, 2);

    private CrashChild() {}

    static List<byte[]> frames() {
        TestJournal journal = new TestJournal("cab-1", KEY, EPOCH);
        List<byte[]> frames = new ArrayList<>();
        for (int i = 1; i <= FRAMES; i++) {
            frames.add(journal.tenProbes("p", TestJournal.START_MS + i * 10_000L, new Random(i)));
        }
        return frames;
    }

    static Bench bench(Database database, Path folder) {
        long nowMs = TestJournal.START_MS + FRAMES * 10_000L;
        return new Bench(database, folder.resolve("archive"), new ManualClock(nowMs * 1_000_000));
    }

    public static void main(String[] args) throws InterruptedException {
        Path folder = Path.of(args[0]);
        Bench bench = bench(Database.open(folder.resolve("store")), folder);
        SequenceRanges stored = bench.ingest.stored("cab-1", EPOCH);
        System.out.println("stored " + stored);
        Semaphore credit = new Semaphore(CREDIT);
        Sender sender = new Printing(credit);
        List<byte[]> frames = frames();
        for (int i = 0; i < frames.size(); i++) {
            // Some that are stored come again, as from an agent that missed an acknowledgement.
            if (!stored.contains(i + 1) || i % 7 == 0) {
                credit.acquire();
                bench.ingest.submit(sender, frames.get(i));
            }
            if (i % 50 == 0) {
                bench.loop.wake();
            }
        }
        credit.acquire(CREDIT); // everything is answered
    }

    private record Printing(Semaphore credit) implements Sender {
        @Override
        public String agentId() {
            return "cab-1";
        }

        @Override
        public Epoch epoch() {
            return EPOCH;
        }

        @Override
        public VerifyingKey key() {
            return KEY.verifyingKey();
        }

        @Override
        public boolean isAllowed() {
            return true;
        }

        @Override
        public void stored(SequenceRanges ranges, int count) {
            System.out.println("acknowledged " + ranges);
            credit.release(count);
        }

        @Override
        public void refused(Refused.Code code, String sentence, long sequence) {
            System.out.println("refused " + sentence);
        }
    }
}
