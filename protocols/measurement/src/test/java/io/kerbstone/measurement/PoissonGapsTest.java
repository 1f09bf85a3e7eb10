package io.kerbstone.measurement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PoissonGapsTest {
    private static final long MEAN_NS = 1_000_000_000L;
    private static final int COUNT = 20_000;

    /** Upper 0.1 % point of A squared for a distribution that is wholly given (Anderson and Darling 1954). */
    private static final double A_SQUARED_MAX = 6.0;

    @Test
    void shouldBeExponentialByAndersonAndDarlingWhateverTheSeed() {
        for (long seed : new long[] {0, 1, 42, -1, Long.MIN_VALUE}) {
            double statistic = andersonDarling(gaps(seed));
            assertTrue(statistic < A_SQUARED_MAX, "seed " + seed + ": " + statistic);
        }
        double[] periodic = new double[COUNT];
        Arrays.fill(periodic, MEAN_NS);
        assertTrue(andersonDarling(periodic) > A_SQUARED_MAX, "the test itself can fail");
    }

    @Test
    void shouldNotRememberTheGapBefore() {
        double[] gaps = gaps(7);
        double sum = 0;
        for (int i = 1; i < COUNT; i++) {
            sum += (gaps[i] / MEAN_NS - 1) * (gaps[i - 1] / MEAN_NS - 1);
        }
        // The correlation of independent gaps has a standard deviation of 1 / sqrt(n).
        assertTrue(Math.abs(sum / COUNT) < 4 / Math.sqrt(COUNT), "correlation " + sum / COUNT);
    }

    @Test
    void shouldRepeatWhenTheSeedIsTheSame() {
        assertEquals(new PoissonGaps(5, 1_000).nextNs(), new PoissonGaps(5, 1_000).nextNs());
        assertTrue(Arrays.equals(gaps(3), gaps(3)));
        assertTrue(Arrays.stream(gaps(3)).allMatch(gap -> gap >= 1));
        assertThrows(IllegalArgumentException.class, () -> new PoissonGaps(1, 0));
    }

    private static double[] gaps(long seed) {
        PoissonGaps gaps = new PoissonGaps(seed, MEAN_NS);
        double[] all = new double[COUNT];
        for (int i = 0; i < COUNT; i++) {
            all[i] = gaps.nextNs();
        }
        return all;
    }

    private static double andersonDarling(double[] gaps) {
        double[] sorted = gaps.clone();
        Arrays.sort(sorted);
        int n = sorted.length;
        double sum = 0;
        for (int i = 0; i < n; i++) {
            double below = -Math.expm1(-sorted[i] / MEAN_NS);
            double above = Math.exp(-sorted[n - 1 - i] / MEAN_NS);
            sum += (2 * i + 1) * (Math.log(below) + Math.log(above));
        }
        return -n - sum / n;
    }
}
