package io.kerbstone.stamp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class StampTimeTest {
    private final long seed = Long.getLong("kerbstone.seed", System.identityHashCode(this));
    private final Random random = new Random(seed);

    @Test
    void shouldKeepEveryNanosecondInBothFormats() {
        for (int i = 0; i < 100_000; i++) {
            long unixNs = random.nextLong(4_000_000_000L * 1_000_000_000L);
            long near = unixNs + random.nextLong(-2_000_000_000L, 2_000_000_000L) * 1_000_000_000L;
            assertEquals(unixNs, StampTime.unixNs(StampTime.ntp(unixNs), false, near), "seed " + seed);
            assertEquals(unixNs, StampTime.unixNs(StampTime.ptp(unixNs), true, near), "seed " + seed);
        }
    }

    @Test
    void shouldFindTheEraBeyondTheYear2036() {
        long unixNs = 2_200_000_000L * 1_000_000_000L;
        assertTrue(StampTime.ntp(unixNs) >>> 32 < 1_000_000_000L, "the seconds have wrapped");
        assertEquals(unixNs, StampTime.unixNs(StampTime.ntp(unixNs), false, unixNs - 1_000_000_000L));
        long from = StampTime.ntp(2_085_978_495_900_000_000L);
        long to = StampTime.ntp(2_085_978_496_100_000_000L);
        assertTrue(Long.compareUnsigned(from, to) > 0, "the wrap lies between");
        assertEquals(200_000_000L, StampTime.betweenNs(from, to, false));
        assertEquals(-200_000_000L, StampTime.betweenNs(to, from, false));
    }

    @Test
    void shouldSayNoLessThanTheError() {
        for (int i = 0; i < 100_000; i++) {
            long errorNs = random.nextLong(1L << random.nextInt(1, 50));
            ErrorEstimate estimate = ErrorEstimate.of(true, errorNs);
            assertEquals(estimate, ErrorEstimate.decode(estimate.encode()));
            assertTrue(estimate.errorNs() >= errorNs, estimate + " for " + errorNs + ", seed " + seed);
            assertTrue(estimate.errorNs() <= errorNs + errorNs / 100 + 2, estimate + " for " + errorNs);
        }
    }

    @Test
    void shouldReadEveryEstimate() {
        for (int bits = 0; bits < 1 << 16; bits++) {
            ErrorEstimate estimate = ErrorEstimate.decode(bits);
            assertEquals(bits, estimate.encode());
            assertEquals((bits & 0xFF) != 0, estimate.isKnown());
            assertTrue(estimate.errorNs() > 0);
        }
        assertFalse(ErrorEstimate.of(false, 0).isSynchronised());
    }
}
