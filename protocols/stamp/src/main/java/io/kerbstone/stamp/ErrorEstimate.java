package io.kerbstone.stamp;

import io.kerbstone.time.ClockState;

/**
 * How well a timestamp is known (RFC 4656, 4.1.2; RFC 8186 for Z): the error is {@code multiplier * 2^(scale - 32)}
 * seconds.
 *
 * @param isSynchronised S: the clock is kept in step with UTC by an outside source
 * @param isPtp Z: the timestamp has the truncated PTPv2 format instead of NTP's
 * @param scale 0 to 63
 * @param multiplier 0 to 255; 0 is forbidden by the RFC, met in the field, and means here that nothing is known
 */
public record ErrorEstimate(boolean isSynchronised, boolean isPtp, int scale, int multiplier) {
    private static final int S = 0x8000;
    private static final int Z = 0x4000;
    private static final int SCALE_BITS = 8;
    private static final int SCALE_MAX = 63;
    private static final int MULTIPLIER_MAX = 255;
    private static final double NANOS = 1e9;

    /** Checks the ranges. */
    public ErrorEstimate {
        if (scale < 0 || scale > SCALE_MAX || multiplier < 0 || multiplier > MULTIPLIER_MAX) {
            throw new IllegalArgumentException("scale " + scale + ", multiplier " + multiplier);
        }
    }

    /** The least estimate that is not below the error, in NTP format; the error in ns, at least 0. */
    public static ErrorEstimate of(boolean isSynchronised, long errorNs) {
        double units = Math.max(1, errorNs / NANOS * (1L << Integer.SIZE));
        int scale = 0;
        while (units > MULTIPLIER_MAX) {
            units /= 2;
            scale++;
        }
        return new ErrorEstimate(isSynchronised, false, scale, (int) Math.ceil(units));
    }

    /** What a machine says of its own clock. */
    public static ErrorEstimate of(ClockState clock) {
        return of(clock.synchronised(), clock.errorNs());
    }

    /** The 16 bits on the wire. */
    public int encode() {
        return (isSynchronised ? S : 0) | (isPtp ? Z : 0) | scale << SCALE_BITS | multiplier;
    }

    /** From the 16 bits on the wire; every value means something. */
    public static ErrorEstimate decode(int bits) {
        return new ErrorEstimate(
                (bits & S) != 0, (bits & Z) != 0, bits >>> SCALE_BITS & SCALE_MAX, bits & MULTIPLIER_MAX);
    }

    /** Whether it says how large the error is. */
    public boolean isKnown() {
        return multiplier != 0;
    }

    /** The error, ns, rounded up; {@link Long#MAX_VALUE} when it is larger or not known. */
    public long errorNs() {
        if (!isKnown()) {
            return Long.MAX_VALUE;
        }
        return (long) Math.ceil(Math.scalb((double) multiplier, scale - Integer.SIZE) * NANOS);
    }
}
