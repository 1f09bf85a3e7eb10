package io.kerbstone.rigs.link;

/**
 * What a link does to packets of one direction. Chances are from 0 to 1, times in ns.
 *
 * @param delayNs what every packet waits, from its reading to its writing
 * @param jitterNs size of what is added to it at random; see {@link Jitter} for what of
 * @param jitter how that is distributed
 * @param loss chance of a packet to be lost
 * @param meanBurst mean number of packets lost in a row; 1 for losses independent of each other
 * @param duplicate chance of a packet to arrive twice; the second has a delay of its own
 * @param reorder chance of a packet to be held back, so that later ones overtake it
 * @param reorderByNs how long it is held back, beside its delay
 */
public record Impairment(
        long delayNs,
        long jitterNs,
        Jitter jitter,
        double loss,
        double meanBurst,
        double duplicate,
        double reorder,
        long reorderByNs) {
    /** Bound of each of the times: 60 s. */
    public static final long MOST_NS = 60_000_000_000L;

    /** Bound of {@link #meanBurst}. */
    public static final double MOST_BURST = 10_000;

    /** Nothing but the way through the relay. */
    public static final Impairment NONE = new Impairment(0, 0, Jitter.UNIFORM, 0, 1, 0, 0, 10_000_000);

    /** How the random part of a delay is distributed; no delay gets below 0. */
    public enum Jitter {
        /** Evenly between minus and plus the jitter. */
        UNIFORM,
        /** Normal around 0, the jitter being its standard deviation, cut at three of them. */
        NORMAL,
        /** Exponential above 0, the jitter being its mean, cut at twenty of them. */
        EXPONENTIAL
    }

    /** Checks the ranges. */
    public Impairment {
        for (long timeNs : new long[] {delayNs, jitterNs, reorderByNs}) {
            if (timeNs < 0 || timeNs > MOST_NS) {
                throw new IllegalArgumentException("delay, jitter and what is held back are 0 to 60 s");
            }
        }
        for (double chance : new double[] {loss, duplicate, reorder}) {
            if (!(chance >= 0 && chance <= 1)) {
                throw new IllegalArgumentException("loss, duplicates and reordering are 0 % to 100 %");
            }
        }
        if (!(meanBurst >= 1 && meanBurst <= MOST_BURST) || (meanBurst > 1 && loss >= 1)) {
            throw new IllegalArgumentException("a burst is 1 to 10000 packets, at a loss below 100 %");
        }
    }

    /** The same with another delay. */
    public Impairment withDelayNs(long other) {
        return new Impairment(other, jitterNs, jitter, loss, meanBurst, duplicate, reorder, reorderByNs);
    }

    /** The same with other jitter. */
    public Impairment withJitter(long otherNs, Jitter kind) {
        return new Impairment(delayNs, otherNs, kind, loss, meanBurst, duplicate, reorder, reorderByNs);
    }

    /** The same with other loss, in bursts of so many on the mean. */
    public Impairment withLoss(double other, double burst) {
        return new Impairment(delayNs, jitterNs, jitter, other, burst, duplicate, reorder, reorderByNs);
    }

    /** The same with another share of duplicates. */
    public Impairment withDuplicate(double other) {
        return new Impairment(delayNs, jitterNs, jitter, loss, meanBurst, other, reorder, reorderByNs);
    }

    /** The same with another share of packets held back, and for how long. */
    public Impairment withReorder(double other, long byNs) {
        return new Impairment(delayNs, jitterNs, jitter, loss, meanBurst, duplicate, other, byNs);
    }
}
