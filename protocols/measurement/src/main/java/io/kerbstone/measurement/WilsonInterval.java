package io.kerbstone.measurement;

/** The 95 % Wilson score interval of a proportion (E. B. Wilson 1927; z = 1.96), both ends within 0 and 1. */
public record WilsonInterval(double low, double high) {
    /** The normal quantile that leaves 2.5 % above it. */
    static final double Z = 1.96;

    /** The interval for {@code hits} of {@code trials}; trials above 0. */
    public static WilsonInterval of(long hits, long trials) {
        double n = trials;
        double p = hits / n;
        double scale = 1 + Z * Z / n;
        double centre = p + Z * Z / (2 * n);
        double half = Z * Math.sqrt(p * (1 - p) / n + Z * Z / (4 * n * n));
        return new WilsonInterval(Math.max(0, (centre - half) / scale), Math.min(1, (centre + half) / scale));
    }
}
