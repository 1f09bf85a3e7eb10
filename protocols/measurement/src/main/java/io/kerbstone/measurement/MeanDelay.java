package io.kerbstone.measurement;

import java.util.ArrayList;
import java.util.List;

/**
 * The mean of a sample of delays and how far off it may be. Two errors add up: the bound of the time stamps, which no number
 * of probes makes smaller, and chance, which is the standard error σ / √n of the central limit theorem. n is not the number of replies:
 * delays that follow each other are alike, so n is lessened by (1 − ρ) / (1 + ρ), the effective size of a first-order
 * autoregressive sample (M. S. Bartlett 1946). ρ follows from what is kept anyway: the mean difference of consecutive delays
 * (IPDV, RFC 5481) over that of any two delays (C. Gini 1912) is 1 when they are independent and √(1 − ρ) when they are
 * not. Paths of a group are strata: their variances add up, the differences between paths do not count
 * ({@code docs/decisions/0181-error-of-a-mean-delay.md}). Immutable.
 *
 * @param count number of replies
 * @param meanNs mean delay, ns; 0 without replies
 * @param standardErrorNs standard error of the mean, ns
 * @param independent size of an independent sample of the same worth, at most {@code count}
 * @param errorBoundNs greatest bound of a time stamp's error, ns
 */
public record MeanDelay(long count, double meanNs, double standardErrorNs, double independent, long errorBoundNs) {
    /** Fewer replies of one path than this are judged together with those of other such paths. */
    private static final int STRATUM_MIN = DelayVerdict.REPLIES_MIN;

    /** Of one path. */
    public static MeanDelay of(Delays delays) {
        return ofPaths(List.of(delays));
    }

    /** Of several paths, each reply counting the same. */
    public static MeanDelay ofPaths(List<Delays> paths) {
        List<Delays> strata = new ArrayList<>();
        Delays.Builder small = new Delays.Builder();
        for (Delays path : paths) {
            if (path.count() >= STRATUM_MIN) {
                strata.add(path);
            } else {
                small.merge(path);
            }
        }
        strata.add(small.build());
        return ofStrata(strata);
    }

    private static MeanDelay ofStrata(List<Delays> strata) {
        long count = 0;
        double sumNs = 0;
        double variance = 0;
        double independent = 0;
        long errorBoundNs = 0;
        for (Delays delays : strata) {
            if (delays.count() > 0) {
                double worth = worth(delays);
                count += delays.count();
                sumNs += delays.sumNs();
                variance += varianceNs2(delays) * delays.count() * delays.count() / worth;
                independent += worth;
                errorBoundNs = Math.max(errorBoundNs, delays.errorBoundNs());
            }
        }
        return count == 0
                ? new MeanDelay(0, 0, 0, 0, 0)
                : new MeanDelay(count, sumNs / count, Math.sqrt(variance) / count, independent, errorBoundNs);
    }

    /** What chance adds to the error at 95 %, ns: 1.96 standard errors. */
    public double chanceNs() {
        return WilsonInterval.Z * standardErrorNs;
    }

    /** Half of the 95 % interval with the bound of the time stamps, ns. */
    public double halfWidthNs() {
        return errorBoundNs + chanceNs();
    }

    /** Lower end, ns, at least 0. */
    public double lowNs() {
        return Math.max(0, meanNs - halfWidthNs());
    }

    /** Upper end, ns. */
    public double highNs() {
        return meanNs + halfWidthNs();
    }

    /** Number of independent delays of the same worth. */
    private static double worth(Delays delays) {
        double anyTwo = meanDifferenceNs(delays);
        if (delays.variationCount() == 0 || anyTwo == 0) {
            return delays.count();
        }
        double consecutive = (double) delays.variationSumNs() / delays.variationCount();
        double alike = Math.max(0, 1 - (consecutive / anyTwo) * (consecutive / anyTwo));
        return Math.max(1, delays.count() * (1 - alike) / (1 + alike));
    }

    /** Variance, with that of a value within its bucket (W. F. Sheppard 1898), ns². */
    private static double varianceNs2(Delays delays) {
        double meanNs = (double) delays.sumNs() / delays.count();
        double squares = 0;
        for (int i = 0; i < delays.size(); i++) {
            double away = Delays.bucketMiddleNs(delays.bucket(i)) - meanNs;
            double width = Delays.widthNs(delays.bucket(i));
            squares += delays.countAt(i) * (away * away + width * width / 12);
        }
        return squares / Math.max(1, delays.count() - 1);
    }

    /** Mean absolute difference of any two delays, ns: each value counts by how many lie below it less those above. */
    private static double meanDifferenceNs(Delays delays) {
        double pairs = (double) delays.count() * (delays.count() - 1) / 2;
        double sum = 0;
        long below = 0;
        for (int i = 0; i < delays.size(); i++) {
            long above = delays.count() - below - delays.countAt(i);
            sum += (double) delays.countAt(i) * (below - above) * Delays.bucketMiddleNs(delays.bucket(i));
            below += delays.countAt(i);
        }
        return pairs == 0 ? 0 : sum / pairs;
    }
}
