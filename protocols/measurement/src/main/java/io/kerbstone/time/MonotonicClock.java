package io.kerbstone.time;

/** A clock that only yields differences: never a date. Implementations are safe for use by many threads. */
@FunctionalInterface
public interface MonotonicClock {
    /** The machine's own monotonic clock (CLOCK_MONOTONIC on Linux). */
    MonotonicClock SYSTEM = System::nanoTime;

    /** Nanoseconds since an origin that holds for one boot of the machine; may be negative. */
    long nowNs();
}
