package io.kerbstone.web;

import io.kerbstone.time.MonotonicClock;
import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/**
 * How late the event loop's thread was. While probes wait it means to run every {@link #TICK_NS}; what it runs later than
 * that is the lateness of a moment, and also that of every stamp taken around it. Remembers the greatest for each stretch
 * that ends now. Owned by the event loop's thread.
 */
final class LoopWatch {
    /** Gap between two looks, ns; a thread held up for less than this may go unnoticed. */
    static final long TICK_NS = 5_000_000;
    /** How long it remembers, ns: longer than any waiting time. */
    static final long MEMORY_NS = 120_000_000_000L;

    private final MonotonicClock clock;
    private final Deque<Late> falling = new ArrayDeque<>(); // lateness falls from first to last, so few are kept
    private long tickDueNs;
    private boolean isTicking;

    private record Late(long atNs, long lateNs) {}

    LoopWatch(MonotonicClock clock) {
        this.clock = clock;
    }

    /** Begins to look, and goes on as long as someone is waiting. */
    void start(EventExecutor loop, Waiting waiting) {
        if (!isTicking) {
            isTicking = true;
            tickDueNs = clock.nowNs() + TICK_NS;
            schedule(loop, waiting);
        }
    }

    /** Says whether any probe waits. */
    interface Waiting {
        boolean isAny();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // it schedules itself
    private void schedule(EventExecutor loop, Waiting waiting) {
        long waitNs = Math.max(0, tickDueNs - clock.nowNs());
        loop.schedule(() -> tick(loop, waiting), waitNs, TimeUnit.NANOSECONDS);
    }

    private void tick(EventExecutor loop, Waiting waiting) {
        long nowNs = clock.nowNs();
        note(nowNs, nowNs - tickDueNs);
        isTicking = waiting.isAny();
        if (isTicking) {
            tickDueNs = nowNs + TICK_NS;
            schedule(loop, waiting);
        }
    }

    /** Takes note that the thread was that late. */
    void note(long nowNs, long lateNs) {
        while (!falling.isEmpty() && falling.getLast().lateNs <= lateNs) {
            falling.removeLast();
        }
        falling.addLast(new Late(nowNs, Math.max(0, lateNs)));
        while (nowNs - falling.getFirst().atNs > MEMORY_NS) {
            falling.removeFirst();
        }
    }

    /** The greatest lateness since the given moment, that of a look overdue now included, ns. */
    long lateNsSince(long sinceNs, long nowNs) {
        long lateNs = isTicking ? Math.max(0, nowNs - tickDueNs) : 0;
        for (Late late : falling) {
            if (late.atNs - sinceNs >= 0) {
                return Math.max(lateNs, late.lateNs);
            }
        }
        return lateNs;
    }

    /** Moments remembered. */
    int size() {
        return falling.size();
    }
}
