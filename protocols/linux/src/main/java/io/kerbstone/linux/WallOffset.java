package io.kerbstone.linux;

import io.kerbstone.time.MonotonicClock;
import io.kerbstone.time.WallClock;

/**
 * Both clocks read at one moment. Kernel stamps are wall time; through this they become monotonic, so that no step of
 * the wall clock between two stamps can reach a delay.
 *
 * @param monotonicNs the monotonic reading, ns
 * @param wallUnixNs the wall clock at that moment, ns since 1970
 * @param uncertaintyNs by how much the two may be apart, ns, at least 1
 */
public record WallOffset(long monotonicNs, long wallUnixNs, long uncertaintyNs) {
    /** Readings closer together than this need no second try. */
    private static final long GOOD_ENOUGH_NS = 500;

    private static final int MOST_TRIES = 4;

    /** Reads both clocks; tries again a few times when the thread was interrupted in between. */
    public static WallOffset measure(MonotonicClock monotonic, WallClock wall) {
        WallOffset best = once(monotonic, wall);
        for (int i = 1; i < MOST_TRIES && best.uncertaintyNs > GOOD_ENOUGH_NS; i++) {
            WallOffset next = once(monotonic, wall);
            best = next.uncertaintyNs < best.uncertaintyNs ? next : best;
        }
        return best;
    }

    private static WallOffset once(MonotonicClock monotonic, WallClock wall) {
        long before = monotonic.nowNs();
        long wallUnixNs = wall.nowUnixNs();
        long half = (monotonic.nowNs() - before + 1) / 2;
        return new WallOffset(before + half, wallUnixNs, Math.max(1, half));
    }

    /** The monotonic time of a wall time taken under this offset. */
    public long monotonicNsAt(long otherWallUnixNs) {
        return monotonicNs + (otherWallUnixNs - wallUnixNs);
    }

    /** By how much the wall clock was stepped between an earlier measurement and this one, ns; 0 when not noticeably. */
    public long stepSinceNs(WallOffset earlier) {
        long step = (wallUnixNs - earlier.wallUnixNs) - (monotonicNs - earlier.monotonicNs);
        return Math.abs(step) <= uncertaintyNs + earlier.uncertaintyNs ? 0 : step;
    }
}
