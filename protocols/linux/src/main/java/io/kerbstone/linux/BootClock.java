package io.kerbstone.linux;

import io.kerbstone.time.MonotonicClock;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;

/**
 * The clock that goes on while the machine is suspended (CLOCK_BOOTTIME, clock_gettime(2)). Where there is none the
 * monotonic clock takes its place, and no suspend is seen.
 */
final class BootClock {
    /** The machine's own. */
    static final MonotonicClock SYSTEM = Libc.unsupported().isPresent() ? MonotonicClock.SYSTEM : BootClock::nowNs;

    private static final int CLOCK_BOOTTIME = 7;
    private static final int TIMESPEC_BYTES = 16;
    private static final long NS_PER_S = 1_000_000_000L;

    private BootClock() {}

    private static long nowNs() {
        ByteBuffer timespec = Libc.allocate(TIMESPEC_BYTES);
        try {
            return Libc.clock_gettime(CLOCK_BOOTTIME, Libc.address(timespec)) == 0
                    ? timespec.getLong(0) * NS_PER_S + timespec.getLong(Long.BYTES)
                    : MonotonicClock.SYSTEM.nowNs();
        } finally {
            Reference.reachabilityFence(timespec);
        }
    }
}
