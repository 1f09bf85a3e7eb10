package io.kerbstone.time;

/**
 * A date and how wrong it may be.
 *
 * @param unixNs ns since 1970 UTC
 * @param errorNs bound of its error, ns, at least 0
 */
public record WallEstimate(long unixNs, long errorNs) {
    /** By how much a clock that nobody corrects goes wrong at most, ppm: what cheap crystals do in heat and frost. */
    public static final long DRIFT_PPM = 100;

    private static final long MILLION = 1_000_000;

    /** The same estimate so much later (or earlier, when negative) by a free-running clock of the machine. */
    public WallEstimate after(long elapsedNs) {
        return new WallEstimate(unixNs + elapsedNs, errorNs + driftNs(elapsedNs));
    }

    /** By how much a free-running clock may have gone wrong in that time, ns. */
    public static long driftNs(long elapsedNs) {
        return Math.abs(elapsedNs) / MILLION * DRIFT_PPM;
    }

    /** Whether two estimates of one moment are further apart than their errors and the tolerance explain. */
    public boolean contradicts(WallEstimate other, long toleranceNs) {
        return Math.abs(unixNs - other.unixNs) - toleranceNs > errorNs + other.errorNs;
    }
}
