package io.kerbstone.linux;

import io.kerbstone.time.MonotonicClock;
import io.kerbstone.time.WallClock;

/**
 * Maps kernel stamps, which are wall time, to the monotonic clock, batch by batch: a stamp of a batch during which the
 * wall clock was stepped cannot be mapped. Owned by one thread.
 */
public final class StampClock {
    /** A stamp mapped with more uncertainty than this says less than the program's own readings. */
    private static final long WORST_UNCERTAINTY_NS = 50_000;

    private final MonotonicClock monotonic;
    private final WallClock wall;
    private WallOffset offset;
    private boolean isStepped;
    private long steps;

    /** Begins with a reading of both clocks. */
    public StampClock(MonotonicClock monotonic, WallClock wall) {
        this.monotonic = monotonic;
        this.wall = wall;
        offset = WallOffset.measure(monotonic, wall);
    }

    /** A batch of packets was read just now. */
    public void onBatch() {
        WallOffset now = WallOffset.measure(monotonic, wall);
        isStepped = now.stepSinceNs(offset) != 0;
        steps += isStepped ? 1 : 0;
        offset = now;
    }

    /** Whether stamps of this batch can be mapped. */
    public boolean canMap() {
        return !isStepped && offset.uncertaintyNs() <= WORST_UNCERTAINTY_NS;
    }

    /** When the batch was read, monotonic, ns. */
    public long batchNs() {
        return offset.monotonicNs();
    }

    /** By how much a mapped stamp may be off, ns. */
    public long uncertaintyNs() {
        return offset.uncertaintyNs();
    }

    /** The monotonic time of a stamp, ns. */
    public long monotonicNsAt(long stampUnixNs) {
        return offset.monotonicNsAt(stampUnixNs);
    }

    /** Steps of the wall clock noticed. */
    public long steps() {
        return steps;
    }
}
