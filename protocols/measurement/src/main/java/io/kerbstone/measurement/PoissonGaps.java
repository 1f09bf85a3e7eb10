package io.kerbstone.measurement;

/**
 * Gaps of a Poisson stream: exponentially distributed, independent, with a given mean (RFC 2330, section 11.1.1). The
 * same seed gives the same gaps. Owned by one thread.
 */
public final class PoissonGaps {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    private static final double UNIT = 0x1.0p-53;

    private final long meanNs;
    private long state;

    /** With a mean of at least 1 ns. */
    public PoissonGaps(long seed, long meanNs) {
        if (meanNs < 1) {
            throw new IllegalArgumentException("a mean gap of at least 1 ns, not " + meanNs);
        }
        this.state = seed;
        this.meanNs = meanNs;
    }

    /** The next gap, ns, at least 1; above 37 means never, for so fine is the grid of random numbers. */
    public long nextNs() {
        return Math.max(1, Math.round(-Math.log(nextUnit()) * meanNs));
    }

    /** Above 0 and at most 1 (SplitMix64: short, and the same in every version of Java). */
    private double nextUnit() {
        state += GOLDEN;
        long z = state;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        z ^= z >>> 31;
        return ((z >>> 11) + 1) * UNIT;
    }
}
