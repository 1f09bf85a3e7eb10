package io.kerbstone.rigs.link;

import java.util.SplittableRandom;

/**
 * What becomes of the packets of one direction, one after the other: a function of the seed, the {@link Impairment} and
 * the packet's number only. Every kind of chance has a stream of its own and takes the same number of draws for each
 * packet, so that another loss does not change the delays, nor a cut the losses. Owned by one thread; makes no garbage.
 */
final class Fates {
    private static final double NORMAL_CUT = 3;
    private static final double EXPONENTIAL_CUT = 20;

    private final Impairment impairment;
    private final SplittableRandom losses;
    private final SplittableRandom delays;
    private final SplittableRandom copies;
    private final SplittableRandom copyDelays;
    private final SplittableRandom holds;
    private final double enterBurst;
    private final double leaveBurst;
    private boolean lost;
    private boolean duplicated;
    private long delayNs;
    private long copyDelayNs;

    Fates(Impairment impairment, long seed) {
        this.impairment = impairment;
        SplittableRandom seeds = new SplittableRandom(seed);
        losses = seeds.split();
        delays = seeds.split();
        copies = seeds.split();
        copyDelays = seeds.split();
        holds = seeds.split();
        // Gilbert's model: in a burst everything is lost; the mean length and the share of the time fix both chances.
        leaveBurst = 1 / impairment.meanBurst();
        enterBurst = impairment.loss() >= 1 ? 1 : leaveBurst * impairment.loss() / (1 - impairment.loss());
    }

    /** Goes on to the next packet. */
    void next() {
        lost = isLost(losses.nextDouble());
        delayNs = delay(delays);
        duplicated = copies.nextDouble() < impairment.duplicate();
        copyDelayNs = delay(copyDelays);
        if (holds.nextDouble() < impairment.reorder()) {
            delayNs += impairment.reorderByNs();
        }
    }

    /** Whether it gets lost, its copy with it. */
    boolean lost() {
        return lost;
    }

    /** Whether it arrives twice. */
    boolean duplicated() {
        return duplicated;
    }

    /** How long it waits, ns. */
    long delayNs() {
        return delayNs;
    }

    /** How long its copy waits, ns. */
    long copyDelayNs() {
        return copyDelayNs;
    }

    private boolean isLost(double draw) {
        if (impairment.meanBurst() == 1) {
            return draw < impairment.loss();
        }
        return lost ? draw >= leaveBurst : draw < enterBurst;
    }

    private long delay(SplittableRandom from) {
        double first = from.nextDouble();
        double second = from.nextDouble();
        double share =
                switch (impairment.jitter()) {
                    case UNIFORM -> 2 * first - 1;
                    case NORMAL -> normal(first, second);
                    case EXPONENTIAL -> Math.min(EXPONENTIAL_CUT, -Math.log(1 - first));
                };
        return Math.max(0, impairment.delayNs() + Math.round(share * impairment.jitterNs()));
    }

    /** Box and Muller's transform of two even draws. */
    private static double normal(double first, double second) {
        double value = Math.sqrt(-2 * Math.log(1 - first)) * Math.cos(2 * Math.PI * second);
        return Math.max(-NORMAL_CUT, Math.min(NORMAL_CUT, value));
    }
}
