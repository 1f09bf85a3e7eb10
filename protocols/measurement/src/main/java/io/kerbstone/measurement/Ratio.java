package io.kerbstone.measurement;

/**
 * An exact ratio of two whole numbers.
 *
 * @param numerator at least 0
 * @param denominator above 0
 */
public record Ratio(long numerator, long denominator) {
    /** The ratio as a decimal. */
    public double decimal() {
        return (double) numerator / denominator;
    }
}
