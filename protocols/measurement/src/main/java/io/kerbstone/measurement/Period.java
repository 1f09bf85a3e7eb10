package io.kerbstone.measurement;

/**
 * A half-open stretch of time [startMs, endMs), ms since 1970 UTC.
 *
 * @param startMs first millisecond inside
 * @param endMs first millisecond after; greater than startMs
 */
public record Period(long startMs, long endMs) {
    /** Refuses an empty or reversed period with IllegalArgumentException. */
    public Period {
        if (endMs <= startMs) {
            throw new IllegalArgumentException("a period must end after it starts: " + startMs + " to " + endMs);
        }
    }

    /** Length, ms, at least 1. */
    public long lengthMs() {
        return endMs - startMs;
    }

    /** Whether the two have a millisecond in common. */
    public boolean touches(Period other) {
        return startMs < other.endMs && other.startMs < endMs;
    }

    /** Whether the other lies wholly inside this one. */
    public boolean contains(Period other) {
        return startMs <= other.startMs && other.endMs <= endMs;
    }
}
