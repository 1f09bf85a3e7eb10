package io.kerbstone.measurement;

import java.util.OptionalLong;

/**
 * What a sample of probes says of a loss target: met when the upper end of the 95 % Wilson interval is at most the target,
 * missed when its lower end is above it. At a few losses that interval decides wrongly more often than its 95 % say (one lost of five
 * probes would miss 1 %), so a sample too small to expect {@link #EXPECTED_LOSSES_MIN} losses at the target decides only
 * when so many or so few would be lost at the target with a probability below {@link #SMALL_SAMPLE_TAIL}, by the exact
 * binomial ({@code docs/decisions/0180-verdicts-need-a-sample.md}). Immutable.
 *
 * @param sample the probes
 * @param target greatest loss ratio, 0 to 1
 */
public record LossVerdict(LossFigures sample, double target) {
    /** Losses that a sample must be expected to have at the target before the Wilson interval alone decides. */
    public static final int EXPECTED_LOSSES_MIN = 10;
    /** Probability at the target below which even a smaller sample decides. */
    public static final double SMALL_SAMPLE_TAIL = 0.001;

    /** Met, missed or undecided. */
    public Verdict verdict() {
        WilsonInterval interval = sample.interval95();
        if (interval == null) {
            return Verdict.UNDECIDED;
        }
        Verdict verdict = Verdict.atMost(interval.low(), interval.high(), target);
        return isLarge() || tail() < SMALL_SAMPLE_TAIL ? verdict : Verdict.UNDECIDED;
    }

    /**
     * Further probes that decide if their loss ratio is that of the sample (none lost, while there is no sample); 0 when
     * decided; empty when no number does, because the ratio is the target.
     */
    public OptionalLong furtherProbes() {
        if (verdict() != Verdict.UNDECIDED) {
            return OptionalLong.of(0);
        }
        Ratio ratio = sample.ratio();
        double present = ratio == null ? 0 : ratio.decimal();
        // The interval is that of the score test, so its end is at the target exactly when the test statistic is z.
        double away = present - target;
        double needed = WilsonInterval.Z * WilsonInterval.Z * target * (1 - target) / (away * away);
        return SampleSize.further(Math.max(needed, EXPECTED_LOSSES_MIN / target) - sample.sent());
    }

    private boolean isLarge() {
        return sample.sent() * target >= EXPECTED_LOSSES_MIN;
    }

    /** Probability at the target of at least so many losses when there are more than expected, else of at most so many. */
    private double tail() {
        long lost = sample.lost();
        boolean isAbove = lost > sample.sent() * target;
        long terms = isAbove ? lost : lost + 1;
        double term = Math.pow(1 - target, (double) sample.sent());
        double sum = 0;
        for (long i = 0; i < terms && 1 - sum >= SMALL_SAMPLE_TAIL; i++) {
            sum += term;
            term *= (double) (sample.sent() - i) / (i + 1) * target / (1 - target);
        }
        return isAbove ? 1 - sum : sum;
    }
}
