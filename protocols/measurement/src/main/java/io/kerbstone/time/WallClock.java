package io.kerbstone.time;

import java.time.Instant;

/** A clock that only yields dates: a difference of two of its readings is not a duration. Safe for many threads. */
@FunctionalInterface
public interface WallClock {
    /** The machine's own wall clock. */
    WallClock SYSTEM = () -> {
        Instant now = Instant.now();
        return Math.addExact(Math.multiplyExact(now.getEpochSecond(), 1_000_000_000L), now.getNano());
    };

    /** Nanoseconds since 1970-01-01T00:00:00Z, leap seconds not counted. */
    long nowUnixNs();

    /** Milliseconds since 1970-01-01T00:00:00Z, leap seconds not counted. */
    default long nowMs() {
        return Math.floorDiv(nowUnixNs(), 1_000_000L);
    }
}
