package io.kerbstone.measurement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * A hundred seeded runs near each target: undecided before there are enough probes, and right with the number that
 * {@link SampleSize} plans, in at least 99 of them. No network; {@code docs/verdicts.md} cites this.
 */
final class VerdictRunsTest {
    private static final int RUNS = 100;
    private static final int RIGHT_MIN = 99;
    private static final double LOSS_TARGET = 0.01;
    private static final long DELAY_TARGET_NS = 2_000_000;
    private static final long BOUND_NS = 10_000;
    private static final long DEVIATION_NS = 400_000;

    @Test
    void shouldDecideLossRightWithThePlannedProbesOnly() {
        loss(0.008, Verdict.MET);
        loss(0.012, Verdict.MISSED);
    }

    private static void loss(double truth, Verdict right) {
        int few = 999;
        int enough = (int) SampleSize.ofLoss(truth, LOSS_TARGET).orElseThrow();
        atLeast99(Verdict.UNDECIDED, random -> lossOf(random, truth, few));
        atLeast99(right, random -> lossOf(random, truth, enough));
    }

    private static Verdict lossOf(Random random, double truth, int probes) {
        long lost = random.doubles(probes).filter(x -> x < truth).count();
        return new LossVerdict(new LossFigures(probes, lost), LOSS_TARGET).verdict();
    }

    /** The tables of the page for network teams, in both languages. */
    @Test
    void shouldPlanAsTheDocumentationSays() throws IOException {
        String page = Files.readString(Path.of("../../docs/verdicts.md"));
        Matcher row = Pattern.compile("(?m)^\\| ([0-9.]+) % \\| ([0-9,]+) \\|").matcher(page);
        int rows = 0;
        while (row.find()) {
            double truth = Double.parseDouble(row.group(1)) / 100;
            long probes = Long.parseLong(row.group(2).replace(",", ""));
            assertEquals(probes, SampleSize.ofLoss(truth, LOSS_TARGET).orElseThrow(), row.group());
            rows++;
        }
        assertEquals(14, rows);
    }

    @Test
    void shouldDecideDelayRightWithThePlannedRepliesOnly() {
        delay(1_900_000, Verdict.MET);
        delay(2_100_000, Verdict.MISSED);
    }

    private static void delay(long truthNs, Verdict right) {
        int enough = (int) SampleSize.ofDelay(truthNs, DEVIATION_NS, BOUND_NS, DELAY_TARGET_NS)
                .orElseThrow();
        atLeast99(Verdict.UNDECIDED, random -> delayOf(random, truthNs, DelayVerdict.REPLIES_MIN - 1));
        // The sample's own estimate of its independence scatters, so it takes some more than the plan for independent
        // ones.
        atLeast99(right, random -> delayOf(random, truthNs, enough * 5 / 4));
    }

    /** Delays with a floor and a long tail, as queues make them. */
    private static Verdict delayOf(Random random, long truthNs, int replies) {
        Delays.Builder delays = new Delays.Builder();
        long last = -1;
        for (int i = 0; i < replies; i++) {
            double tail = -Math.log(1 - random.nextDouble());
            long ns = Math.round(truthNs + DEVIATION_NS * (tail - 1));
            delays.add(ns, BOUND_NS);
            if (last >= 0) {
                delays.addVariation(Math.abs(ns - last));
            }
            last = ns;
        }
        return new DelayVerdict(MeanDelay.of(delays.build()), DELAY_TARGET_NS).verdict();
    }

    private static void atLeast99(Verdict expected, Function<Random, Verdict> run) {
        int hits = 0;
        for (int seed = 1; seed <= RUNS; seed++) {
            if (run.apply(new Random(seed)) == expected) {
                hits++;
            }
        }
        assertTrue(hits >= RIGHT_MIN, expected + " in " + hits + " of " + RUNS);
    }
}
