package io.kerbstone.measurement;

import java.util.OptionalLong;

/**
 * What a mean delay says of a delay target: met when the mean with both its errors is at most the target, missed when the
 * mean less both is above it, and undecided before {@link #REPLIES_MIN} independent replies. Immutable.
 *
 * @param mean the mean and its errors
 * @param targetNs greatest mean delay, ns
 */
public record DelayVerdict(MeanDelay mean, long targetNs) {
    /** Least number of independent replies: below it the spread of the delays is itself not known well enough. */
    public static final int REPLIES_MIN = 100;

    /** Met, missed or undecided. */
    public Verdict verdict() {
        return mean.independent() < REPLIES_MIN
                ? Verdict.UNDECIDED
                : Verdict.atMost(mean.lowNs(), mean.highNs(), (double) targetNs);
    }

    /**
     * Further replies that decide if they are as those before; 0 when decided; empty when no number does, because the mean
     * is no further from the target than the error of the time stamps.
     */
    public OptionalLong furtherReplies() {
        if (verdict() != Verdict.UNDECIDED) {
            return OptionalLong.of(0);
        }
        if (mean.count() == 0) {
            return OptionalLong.of(REPLIES_MIN);
        }
        double awayNs = Math.abs(mean.meanNs() - targetNs) - mean.errorBoundNs();
        if (awayNs <= 0) {
            return OptionalLong.empty();
        }
        double widths = WilsonInterval.Z * mean.standardErrorNs() / awayNs;
        double needed = Math.max(mean.count() * widths * widths, REPLIES_MIN * (mean.count() / mean.independent()));
        return SampleSize.further(needed - mean.count());
    }
}
