package io.kerbstone.measurement;

/**
 * What a group of paths is judged by.
 *
 * @param availability least availability, 0 to 1
 * @param delayNs greatest mean round-trip delay, ns
 * @param lossRatio greatest loss ratio, 0 to 1
 */
public record Target(double availability, long delayNs, double lossRatio) {
    /** 99.99 %, 2.00 ms, 1 %: what the districts agreed for their network points. */
    public static final Target DEFAULT = new Target(0.9999, 2_000_000, 0.01);

    /** Checks the ranges; throws IllegalArgumentException. */
    public Target {
        if (!(availability >= 0 && availability <= 1 && lossRatio >= 0 && lossRatio <= 1 && delayNs > 0)) {
            throw new IllegalArgumentException("availability and loss are 0 to 1, delay is above 0");
        }
    }
}
