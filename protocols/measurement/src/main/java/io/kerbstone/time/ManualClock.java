package io.kerbstone.time;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Both clocks under manual control, for tests and simulations. Advancing moves both; {@link #stepWall} moves only the
 * wall clock, as an administrator or a first NTP answer does. Safe for many threads.
 */
public final class ManualClock implements MonotonicClock, WallClock {
    private final AtomicLong monotonicNs = new AtomicLong();
    private final AtomicLong wallUnixNs;

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

    @Override
    public long nowNs() {
        return monotonicNs.get();
    }

    @Override
    public long nowUnixNs() {
        return wallUnixNs.get();
    }
}
