package io.kerbstone.measurement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class DelaysTest {
    private static final long SEED = Long.getLong("kerbstone.seed", 20261121L);

    @Test
    void shouldStayWithinTheErrorItPromisesAtEveryMagnitude() {
        for (int shift = 0; shift < 62; shift++) {
            long octave = 1L << shift;
            for (long ns : new long[] {octave - 1, octave, octave + octave / 3, octave + octave / 2, 2 * octave - 1}) {
                long middle = Delays.bucketMiddleNs(Delays.bucketOf(ns));
                assertTrue(Math.abs(middle - ns) <= ns * 0.0005, ns + " became " + middle);
            }
        }
    }

    @Test
    void shouldBeTheSameAsGatheringAllWhenTwoSamplesAreAdded() {
        Random random = new Random(SEED);
        for (int round = 0; round < 500; round++) {
            Delays.Builder one = new Delays.Builder();
            Delays.Builder other = new Delays.Builder();
            Delays.Builder all = new Delays.Builder();
            for (int left = random.nextInt(40); left > 0; left--) {
                long ns = random.nextLong(1L << (1 + random.nextInt(30)));
                long bound = random.nextInt(100);
                (random.nextBoolean() ? one : other).add(ns, bound).addVariation(bound);
                all.add(ns, bound).addVariation(bound);
            }
            assertEquals(all.build(), one.build().plus(other.build()), "round " + round);
        }
    }

    @Test
    void shouldNumberBucketsWithoutGapOrOverlap() {
        int previous = Delays.bucketOf(0);
        for (long ns = 1; ns < 200_000; ns++) {
            int bucket = Delays.bucketOf(ns);
            assertTrue(bucket == previous || bucket == previous + 1, "at " + ns);
            previous = bucket;
        }
    }

    @Test
    void shouldGiveTheNearestRankOfTheSortedValues() {
        Random random = new Random(SEED);
        for (int round = 0; round < 200; round++) {
            long[] values = random.longs(1 + random.nextInt(300), 0, 1L << (1 + random.nextInt(40)))
                    .toArray();
            Delays.Builder builder = new Delays.Builder();
            Arrays.stream(values).forEach(ns -> builder.add(ns, 0));
            Delays delays = builder.build();
            Arrays.sort(values);
            for (double percent : new double[] {0.1, 1, 50, 90, 95, 99, 100}) {
                long exact = values[(int) Math.max(1, Math.ceil(percent / 100 * values.length)) - 1];
                long told = delays.percentileNs(percent);
                assertTrue(Math.abs(told - exact) <= exact * 0.001, "seed " + SEED + ": p" + percent + " " + told);
            }
            assertEquals(values[0], delays.minNs());
            assertEquals(values[values.length - 1], delays.maxNs());
            assertEquals(Arrays.stream(values).sum(), delays.sumNs());
        }
    }

    @Test
    void shouldNotDependOnTheOrderOfMerging() {
        Random random = new Random(SEED);
        Delays.Builder whole = new Delays.Builder();
        Delays[] parts = new Delays[5];
        for (int part = 0; part < parts.length; part++) {
            Delays.Builder one = new Delays.Builder();
            for (int i = 0; i < 50; i++) {
                long ns = random.nextInt(10_000_000);
                one.add(ns, part).addVariation(ns / 2);
                whole.add(ns, part).addVariation(ns / 2);
            }
            parts[part] = one.build();
        }
        Delays.Builder backwards = new Delays.Builder();
        for (int part = parts.length - 1; part >= 0; part--) {
            backwards.merge(parts[part]).merge(Delays.NONE);
        }
        assertEquals(whole.build(), backwards.build(), "seed " + SEED);
    }

    @Test
    void shouldComeBackFromItsBuckets() {
        Delays delays = new Delays.Builder()
                .add(5, 2)
                .add(1_234_567, 3)
                .add(1_234_567, 1)
                .addVariation(7)
                .build();
        Delays.Builder copy = new Delays.Builder();
        for (int i = 0; i < delays.size(); i++) {
            copy.bucket(delays.bucket(i), delays.countAt(i));
        }
        copy.exact(delays.sumNs(), delays.minNs(), delays.maxNs(), 7, 1, delays.errorBoundNs());
        assertEquals(delays, copy.build());
    }

    @Test
    void shouldRefuseWhatIsNoDelay() {
        assertThrows(IllegalArgumentException.class, () -> new Delays.Builder().add(-1, 0));
        assertThrows(IllegalArgumentException.class, () -> new Delays.Builder().bucket(3, 0));
        assertEquals(0, Delays.NONE.percentileNs(50));
        assertEquals(0, Delays.NONE.minNs());
    }
}
