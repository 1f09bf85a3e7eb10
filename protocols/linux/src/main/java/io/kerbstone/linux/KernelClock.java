package io.kerbstone.linux;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * What the kernel says of its wall clock ({@code adjtimex}, read only; RFC 5905 calls the two errors jitter-based
 * estimate and root distance).
 *
 * @param synchronised whether a program keeps it in step (no {@code STA_UNSYNC})
 * @param estimatedErrorNs error that program expects, ns; 0 when it does not say
 * @param maximumErrorNs bound of the error, ns; grows by 500 ppm while nobody sets it anew
 * @param offsetNs correction still being applied, ns
 */
public record KernelClock(boolean synchronised, long estimatedErrorNs, long maximumErrorNs, long offsetNs) {
    private static final int TIMEX_BYTES = 208;
    private static final int OFFSET_AT = 8;
    private static final int MAXIMUM_ERROR_AT = 24;
    private static final int ESTIMATED_ERROR_AT = 32;
    private static final int STATUS_AT = 40;
    private static final int UNSYNCHRONISED = 0x40;
    private static final int NANOSECONDS = 0x2000;
    private static final int TIME_ERROR = 5;
    private static final long NS_PER_US = 1_000;

    /** Reads it; empty where the machine has no {@code adjtimex}. */
    public static Optional<KernelClock> read() {
        if (Libc.unsupported().isPresent()) {
            return Optional.empty();
        }
        ByteBuffer timex = Libc.allocate(TIMEX_BYTES);
        int state = Libc.adjtimex(Libc.address(timex));
        return state < 0 ? Optional.empty() : Optional.of(parse(timex, state));
    }

    /** Takes the fields out of a {@code struct timex} (LP64). */
    static KernelClock parse(ByteBuffer timex, int state) {
        int status = timex.getInt(STATUS_AT);
        boolean synchronised = (status & UNSYNCHRONISED) == 0 && state != TIME_ERROR;
        long offsetNs = timex.getLong(OFFSET_AT) * ((status & NANOSECONDS) == 0 ? NS_PER_US : 1);
        return new KernelClock(
                synchronised,
                timex.getLong(ESTIMATED_ERROR_AT) * NS_PER_US,
                timex.getLong(MAXIMUM_ERROR_AT) * NS_PER_US,
                offsetNs);
    }

    /** The greater of the two errors, ns: the one to be honest with. */
    public long errorNs() {
        return Math.max(estimatedErrorNs, maximumErrorNs);
    }
}
