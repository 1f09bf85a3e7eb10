package io.kerbstone.measurement;

/** Whether a figure with its bounds meets a target. */
public enum Verdict {
    /** Even the worst the data allows meets it. */
    MET,
    /** Even the best the data allows misses it. */
    MISSED,
    /** The data does not decide. */
    UNDECIDED;

    /** For a figure between low and high that should be at least the target. */
    public static Verdict atLeast(double low, double high, double target) {
        return low >= target ? MET : high < target ? MISSED : UNDECIDED;
    }

    /** For a figure between low and high that should be at most the target. */
    public static Verdict atMost(double low, double high, double target) {
        return high <= target ? MET : low > target ? MISSED : UNDECIDED;
    }
}
