package io.kerbstone.measurement;

import java.util.OptionalLong;

/**
 * How many probes a verdict takes, for planning: the number at which it is right in 999 of 1,000 samples when the true
 * figure is the expected one. Sample size of a test of one proportion and of one mean (J. L. Fleiss, B. Levin, M. C. Paik,
 * Statistical Methods for Rates and Proportions, chapter 2) with the two-sided 5 % of the verdicts and 99.9 % power. Stateless.
 */
public final class SampleSize {
    /** More than this counts as never. */
    public static final long MAX = 1_000_000_000_000L;

    private static final double Z_POWER = 3.090;

    private SampleSize() {}

    /** Probes that decide a loss target when so many are truly lost; empty when the two are equal. */
    public static OptionalLong ofLoss(double expected, double target) {
        double widths =
                WilsonInterval.Z * Math.sqrt(target * (1 - target)) + Z_POWER * Math.sqrt(expected * (1 - expected));
        double away = expected - target;
        return further(Math.max(widths * widths / (away * away), LossVerdict.EXPECTED_LOSSES_MIN / target));
    }

    /**
     * Independent replies that decide a delay target.
     *
     * @param expectedNs true mean, ns
     * @param deviationNs standard deviation of the delays, ns
     * @param errorBoundNs bound of the time stamps' error, ns
     * @param targetNs greatest mean, ns
     * @return empty when the error of the time stamps alone covers the target
     */
    public static OptionalLong ofDelay(long expectedNs, long deviationNs, long errorBoundNs, long targetNs) {
        double awayNs = Math.abs((double) expectedNs - targetNs) - errorBoundNs;
        double widths = (WilsonInterval.Z + Z_POWER) * deviationNs / awayNs;
        return awayNs <= 0 ? OptionalLong.empty() : further(Math.max(widths * widths, DelayVerdict.REPLIES_MIN));
    }

    /** A number to go, rounded up and at least 1; empty when it is above {@link #MAX} or no number at all. */
    static OptionalLong further(double needed) {
        return needed <= MAX ? OptionalLong.of(Math.max(1, (long) Math.ceil(needed))) : OptionalLong.empty();
    }
}
