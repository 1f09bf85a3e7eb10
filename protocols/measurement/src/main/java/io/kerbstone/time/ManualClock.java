package io.kerbstone.time;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Both clocks under manual control, for tests and simulations. Advancing moves both; {@link #stepWall} moves only the
 * wall clock, as an administrator or a first NTP answer does; {@link #suspend} lets time pass that the monotonic clock
 * does not count. Safe for many threads.
 */
public final class ManualClock implements MonotonicClock, WallClock {
    private final AtomicLong monotonicNs = new AtomicLong();
    private final AtomicLong wallUnixNs;
    private final AtomicLong suspendedNs = new AtomicLong();

    /** A clock whose wall time starts at the given Unix time in nanoseconds and whose monotonic time starts at 0. */
    public ManualClock(long wallUnixNs) {
        this.wallUnixNs = new AtomicLong(wallUnixNs);
    }

    /** Lets the given nanoseconds (not negative) pass on both clocks. */
    public void advanceNs(long ns) {
        if (ns < 0) {
            throw new IllegalArgumentException("time does not run backwards: " + ns);
        }
        monotonicNs.addAndGet(ns);
        wallUnixNs.addAndGet(ns);
    }

    /** Lets the given milliseconds (not negative) pass on both clocks. */
    public void advanceMs(long ms) {
        advanceNs(Math.multiplyExact(ms, 1_000_000L));
    }

    /** Steps the wall clock only, forwards or backwards. */
    public void stepWall(long ns) {
        wallUnixNs.addAndGet(ns);
    }

    /** The machine sleeps for so long: the wall clock goes on, the monotonic clock stands still. */
    public void suspend(long ns) {
        suspendedNs.addAndGet(ns);
        wallUnixNs.addAndGet(ns);
    }

    /** Nanoseconds since the start, suspends included, as CLOCK_BOOTTIME counts. */
    public long bootNs() {
        return monotonicNs.get() + suspendedNs.get();
    }

    @Override
    public long nowNs() {
        return monotonicNs.get();
    }

    @Override
    public long nowUnixNs() {
        return wallUnixNs.get();
    }
}
