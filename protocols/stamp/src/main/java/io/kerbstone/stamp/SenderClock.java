package io.kerbstone.stamp;

import io.kerbstone.linux.StampClock;
import io.kerbstone.time.ClockState;
import io.kerbstone.time.MonotonicClock;
import io.kerbstone.time.WallClock;
import java.util.function.Supplier;

/** What a sender's sessions know of the time, and for how long the machine kept the sender from its work. Owned by one thread. */
final class SenderClock {
    /** Shorter hold-ups are ordinary scheduling. */
    static final long HELD_UP_NS_MIN = 50_000_000;

    private static final long STATE_NS = 1_000_000_000L;

    private final MonotonicClock monotonic;
    private final WallClock wall;
    private final Supplier<ClockState> state;
    private final StampClock stamps;
    private ErrorEstimate estimate;
    private long estimatedNs;
    private long starvedNs;

    SenderClock(MonotonicClock monotonic, WallClock wall, Supplier<ClockState> state) {
        this.monotonic = monotonic;
        this.wall = wall;
        this.state = state;
        stamps = new StampClock(monotonic, wall);
        estimate = ErrorEstimate.of(state.get());
        estimatedNs = monotonic.nowNs();
    }

    long nowNs() {
        return monotonic.nowNs();
    }

    long nowUnixNs() {
        return wall.nowUnixNs();
    }

    StampClock stamps() {
        return stamps;
    }

    /** How well our own clock is kept, not older than a second. */
    ErrorEstimate errorEstimate() {
        long nowNs = monotonic.nowNs();
        if (nowNs - estimatedNs >= STATE_NS) {
            estimate = ErrorEstimate.of(state.get());
            estimatedNs = nowNs;
        }
        return estimate;
    }

    /** The thread was away, or woken too late, for so long. */
    void heldUp(long ns) {
        starvedNs += ns >= HELD_UP_NS_MIN ? ns : 0;
    }

    /** How long in all. */
    long starvedNs() {
        return starvedNs;
    }
}
