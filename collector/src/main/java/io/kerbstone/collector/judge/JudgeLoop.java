package io.kerbstone.collector.judge;

import io.kerbstone.collector.archive.Archive;
import io.kerbstone.collector.archive.ArchiveRecord;
import io.kerbstone.time.MonotonicClock;
import io.kerbstone.time.WallClock;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The judge's thread: follows the archive from where the store left off, ticks the live states once a second, makes rows of
 * ended days, and flushes the shelves now and then with the position they stand for. After a crash it follows again from the last flush.
 */
public final class JudgeLoop implements AutoCloseable {
    /** Longest time between two flushes, ms. */
    public static final long FLUSH_EVERY_MS = 120_000;
    /** A flush is due when the archive has grown by this. */
    public static final long FLUSH_EVERY_BYTES = 64L << 20;
    /** A flush is due when so many packed things were changed. */
    public static final int FLUSH_EVERY_CHANGES = 50_000;

    /** Most time of a second that goes into rows of days, months and years, ms; a step of {@link #SPANS_PER_STEP} is finished. */
    public static final long SPANS_MS_PER_TICK = 200;
    /** Spans that are made in one commit. */
    public static final int SPANS_PER_STEP = 16;
    /** Most spans that are made in a second. */
    public static final int SPANS_PER_TICK = 1_024;

    private static final Logger LOG = LoggerFactory.getLogger(JudgeLoop.class);
    private static final int RECORDS_PER_TURN = 2_000;
    private static final long IDLE_MS = 200;
    private static final long TICK_MS = 1_000;

    private final Archive archive;
    private final Shelves shelves;
    private final Judge judge;
    private final LiveStates live;
    private final SpanMaker spans;
    private final MonotonicClock clock;
    private final WallClock wall;
    private final Thread thread;
    private final Archive.Cursor cursor;
    private final Semaphore signal = new Semaphore(0);
    private volatile boolean isStopping;
    private long flushedAtNs;
    private long bytesSinceFlush;
    private long tickedAtNs;
    private volatile long judgedTo;

    /**
     * A loop that has not begun; {@link #catchUp} and {@link #start} come next.
     *
     * @param onFatal told what ended the thread before {@link #close}
     */
    public JudgeLoop(
            Archive archive,
            Shelves shelves,
            Judge judge,
            LiveStates live,
            SpanMaker spans,
            MonotonicClock clock,
            WallClock wall,
            ThreadFactory threads,
            Consumer<Throwable> onFatal) {
        this.archive = archive;
        this.shelves = shelves;
        this.judge = judge;
        this.live = live;
        this.spans = spans;
        this.clock = clock;
        this.wall = wall;
        this.cursor = archive.from(shelves.position());
        this.judgedTo = cursor.position();
        this.flushedAtNs = clock.nowNs();
        this.tickedAtNs = clock.nowNs() - TICK_MS * 1_000_000;
        this.thread = threads.newThread(() -> run(onFatal));
    }

    /** Judges on the calling thread what the archive holds beyond the last flush; returns the number of frames. */
    public long catchUp() {
        long frames = 0;
        for (int done = follow(); done > 0; done = follow()) {
            frames += done;
        }
        return frames;
    }

    /** Begins to follow on a thread of its own. */
    public void start() {
        thread.start();
    }

    /** Says that the archive has grown. Any thread. */
    public void wake() {
        signal.release();
    }

    /** Up to which archive position everything was judged. Any thread. */
    public long judgedTo() {
        return judgedTo;
    }

    private void run(Consumer<Throwable> onFatal) {
        try {
            while (!isStopping) {
                int done = follow();
                tick();
                if (done == 0) {
                    await();
                }
            }
            follow();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            onFatal.accept(e);
        }
    }

    private void await() throws InterruptedException {
        if (signal.tryAcquire(IDLE_MS, TimeUnit.MILLISECONDS)) {
            signal.drainPermits();
        }
    }

    private int follow() {
        int done = 0;
        while (done < RECORDS_PER_TURN) {
            Optional<ArchiveRecord> record = cursor.next();
            if (record.isEmpty()) {
                break;
            }
            judge.accept(record.get());
            bytesSinceFlush += record.get().bytes().length;
            done++;
        }
        judgedTo = cursor.position();
        if (isFlushDue()) {
            flush();
        }
        return done;
    }

    private boolean isFlushDue() {
        return bytesSinceFlush >= FLUSH_EVERY_BYTES
                || shelves.changed() >= FLUSH_EVERY_CHANGES
                || (bytesSinceFlush > 0 && clock.nowNs() - flushedAtNs >= FLUSH_EVERY_MS * 1_000_000);
    }

    /** Writes to the store what was judged so far. Only before {@link #start} or on the judge's thread. */
    public void flush() {
        int changed = shelves.changed();
        long beganNs = clock.nowNs();
        shelves.flush(cursor.position());
        bytesSinceFlush = 0;
        flushedAtNs = clock.nowNs();
        LOG.debug("Flushed {} packed rows in {} ms", changed, (flushedAtNs - beganNs) / 1_000_000);
    }

    private void tick() {
        long nowNs = clock.nowNs();
        if (nowNs - tickedAtNs >= TICK_MS * 1_000_000) {
            tickedAtNs = nowNs;
            live.tick(wall.nowMs());
            makeSpans();
        }
    }

    /** A turn of rows of days, months and years, which ends between two spans when its time is over. */
    private void makeSpans() {
        long beganNs = clock.nowNs();
        int made = 0;
        int more;
        do {
            more = spans.make(wall.nowMs(), SPANS_PER_STEP);
            made += more;
        } while (more > 0 && made < SPANS_PER_TICK && clock.nowNs() - beganNs < SPANS_MS_PER_TICK * 1_000_000);
    }

    /** Ends the thread and flushes. */
    @Override
    public void close() {
        isStopping = true;
        wake();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        flush();
        cursor.close();
        LOG.debug("Judged up to {}, end of the archive {}", judgedTo, archive.durableEnd());
    }
}
