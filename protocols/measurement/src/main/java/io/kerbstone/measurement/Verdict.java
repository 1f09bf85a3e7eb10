package io.kerbstone.measurement;

import org.jspecify.annotations.Nullable;

/** Whether a figure with its bounds meets a target. */
public enum Verdict {
    /** Even the worst the data allows meets it. */
    MET,
    /** Even the best the data allows misses it. */
    MISSED,
    /** The data does not decide. */
    UNDECIDED;

    /** For a figure that should be at least the target; bounds may be absent. */
    public static Verdict atLeast(@Nullable Ratio low, @Nullable Ratio high, double target) {
        if (low == null || high == null) {
            return UNDECIDED;
        }
        return low.decimal() >= target ? MET : high.decimal() < target ? MISSED : UNDECIDED;
    }

    /** For a figure between low and high that should be at most the target. */
    public static Verdict atMost(double low, double high, double target) {
        return high <= target ? MET : low > target ? MISSED : UNDECIDED;
    }
}
