package io.kerbstone.rigs.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kerbstone.rigs.link.Impairment.Jitter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FatesTest {
    private static final int PACKETS = 200_000;
    private static final long MS = 1_000_000;

    @Test
    void shouldDrawTheSameWhenTheSeedIsTheSame() {
        Impairment plan = Impairment.NONE
                .withDelayNs(5 * MS)
                .withJitter(MS, Jitter.NORMAL)
                .withLoss(0.01, 1)
                .withDuplicate(0.02)
                .withReorder(0.03, 10 * MS);
        assertEquals(draw(plan, 7, 1_000), draw(plan, 7, 1_000));
        assertTrue(!draw(plan, 7, 1_000).equals(draw(plan, 8, 1_000)), "another seed, another fate");
    }

    @Test
    void shouldLeaveTheDelaysWhenOnlyTheLossChanges() {
        Impairment plan = Impairment.NONE.withDelayNs(5 * MS).withJitter(MS, Jitter.UNIFORM);
        Fates without = new Fates(plan, 3);
        Fates with = new Fates(plan.withLoss(0.5, 1), 3);
        for (int i = 0; i < 1_000; i++) {
            without.next();
            with.next();
            assertEquals(without.delayNs(), with.delayNs());
        }
    }

    @Test
    void shouldKeepTheSharesWhenThereAreManyPackets() {
        Fates fates =
                new Fates(Impairment.NONE.withLoss(0.01, 1).withDuplicate(0.02).withReorder(0.03, MS), 1);
        int[] counts = new int[3];
        for (int i = 0; i < PACKETS; i++) {
            fates.next();
            counts[0] += fates.lost() ? 1 : 0;
            counts[1] += fates.duplicated() ? 1 : 0;
            counts[2] += fates.delayNs() >= MS ? 1 : 0;
        }
        // Five standard deviations of a binomial count.
        assertEquals(0.01 * PACKETS, counts[0], 5 * Math.sqrt(0.01 * PACKETS));
        assertEquals(0.02 * PACKETS, counts[1], 5 * Math.sqrt(0.02 * PACKETS));
        assertEquals(0.03 * PACKETS, counts[2], 5 * Math.sqrt(0.03 * PACKETS));
    }

    @Test
    void shouldLoseInRowsOfTheMeanLengthWhenLossesComeInBursts() {
        Fates fates = new Fates(Impairment.NONE.withLoss(0.05, 8), 1);
        int lost = 0;
        int bursts = 0;
        boolean before = false;
        for (int i = 0; i < PACKETS; i++) {
            fates.next();
            lost += fates.lost() ? 1 : 0;
            bursts += fates.lost() && !before ? 1 : 0;
            before = fates.lost();
        }
        assertEquals(0.05, (double) lost / PACKETS, 0.008);
        assertEquals(8, (double) lost / bursts, 0.8);
    }

    @Test
    void shouldDistributeTheJitterAsNamed() {
        long[] uniform = delays(Jitter.UNIFORM);
        assertEquals(9 * MS, min(uniform), MS / 100.0);
        assertEquals(10 * MS, mean(uniform), MS / 50.0);
        assertEquals(MS / Math.sqrt(3), deviation(uniform), MS / 50.0);
        long[] normal = delays(Jitter.NORMAL);
        assertEquals(10 * MS, mean(normal), MS / 50.0);
        assertEquals(0.99 * MS, deviation(normal), MS / 50.0);
        long[] exponential = delays(Jitter.EXPONENTIAL);
        assertEquals(10 * MS, min(exponential), MS / 100.0);
        assertEquals(11 * MS, mean(exponential), MS / 50.0);
        assertEquals(MS, deviation(exponential), MS / 30.0);
    }

    @Test
    void shouldNeverHaveADelayBelowZero() {
        Fates fates = new Fates(Impairment.NONE.withDelayNs(10).withJitter(MS, Jitter.UNIFORM), 1);
        for (int i = 0; i < 1_000; i++) {
            fates.next();
            assertTrue(fates.delayNs() >= 0 && fates.copyDelayNs() >= 0);
        }
    }

    @Test
    void shouldLoseAllOrNothingAtTheBounds() {
        Fates all = new Fates(Impairment.NONE.withLoss(1, 1), 1);
        Fates none = new Fates(Impairment.NONE, 1);
        for (int i = 0; i < 1_000; i++) {
            all.next();
            none.next();
            assertTrue(all.lost() && !none.lost());
        }
        assertThrows(IllegalArgumentException.class, () -> Impairment.NONE.withLoss(1, 2));
        assertThrows(IllegalArgumentException.class, () -> Impairment.NONE.withLoss(1.01, 1));
        assertThrows(IllegalArgumentException.class, () -> Impairment.NONE.withLoss(0.5, 0.5));
        assertThrows(IllegalArgumentException.class, () -> Impairment.NONE.withDelayNs(-1));
        assertThrows(IllegalArgumentException.class, () -> Impairment.NONE.withDelayNs(Impairment.MOST_NS + 1));
    }

    private static List<String> draw(Impairment plan, long seed, int packets) {
        Fates fates = new Fates(plan, seed);
        List<String> all = new ArrayList<>();
        for (int i = 0; i < packets; i++) {
            fates.next();
            all.add(fates.lost() + " " + fates.duplicated() + " " + fates.delayNs() + " " + fates.copyDelayNs());
        }
        return all;
    }

    private static long[] delays(Jitter kind) {
        Fates fates = new Fates(Impairment.NONE.withDelayNs(10 * MS).withJitter(MS, kind), 1);
        long[] all = new long[PACKETS];
        for (int i = 0; i < PACKETS; i++) {
            fates.next();
            all[i] = fates.delayNs();
        }
        return all;
    }

    private static double min(long[] values) {
        return java.util.Arrays.stream(values).min().orElseThrow();
    }

    private static double mean(long[] values) {
        return java.util.Arrays.stream(values).average().orElseThrow();
    }

    private static double deviation(long[] values) {
        double mean = mean(values);
        return Math.sqrt(java.util.Arrays.stream(values)
                .mapToDouble(v -> (v - mean) * (v - mean))
                .average()
                .orElseThrow());
    }
}
