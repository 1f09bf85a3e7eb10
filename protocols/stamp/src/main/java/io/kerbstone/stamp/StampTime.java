package io.kerbstone.stamp;

/**
 * The two 64-bit timestamp formats (RFC 8762, 4.2.1): NTP (RFC 5905, seconds since 1900 and 2^-32 of a second) and the
 * truncated PTPv2 format (RFC 8186, seconds since 1970 and nanoseconds). Both count 32 bits of seconds only, so that a
 * reader needs to know the time within 68 years. Pure functions.
 */
final class StampTime {
    private static final long SECONDS_1900_TO_1970 = 2_208_988_800L;
    private static final long NANOS = 1_000_000_000L;
    private static final long LOW = 0xFFFF_FFFFL;

    private StampTime() {}

    /** The NTP timestamp of a Unix time, ns; {@link #unixNs} gives the same nanosecond back. */
    static long ntp(long unixNs) {
        long seconds = Math.floorDiv(unixNs, NANOS) + SECONDS_1900_TO_1970;
        long nanos = Math.floorMod(unixNs, NANOS);
        return seconds << Integer.SIZE | ((nanos << Integer.SIZE) + NANOS / 2) / NANOS;
    }

    /** The truncated PTPv2 timestamp of a Unix time, ns. */
    static long ptp(long unixNs) {
        return Math.floorDiv(unixNs, NANOS) << Integer.SIZE | Math.floorMod(unixNs, NANOS);
    }

    /** The Unix time, ns, of a timestamp, in the era that lies nearest to a time known, ns. */
    static long unixNs(long timestamp, boolean isPtp, long nearUnixNs) {
        long low = timestamp & LOW;
        long nanos = isPtp ? Math.min(low, NANOS - 1) : (low * NANOS + (1L << (Integer.SIZE - 1))) >>> Integer.SIZE;
        long seconds = (timestamp >>> Integer.SIZE) - (isPtp ? 0 : SECONDS_1900_TO_1970);
        long nearSeconds = Math.floorDiv(nearUnixNs, NANOS);
        // The difference as a signed 32-bit number: the nearest era.
        return (nearSeconds + (int) (seconds - nearSeconds)) * NANOS + nanos;
    }

    /** From one timestamp to a later one of the same clock and format, ns; right for differences below 68 years. */
    static long betweenNs(long from, long to, boolean isPtp) {
        return unixNs(to, isPtp, 0) - unixNs(from, isPtp, unixNs(to, isPtp, 0));
    }
}
