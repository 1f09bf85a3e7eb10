package io.kerbstone.measurement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class VerdictTest {
    private static final long SEED = Long.getLong("kerbstone.seed", 20261128L);

    @Test
    void shouldDecideAvailabilityByWhatUnknownTimeCouldBe() {
        assertEquals(Verdict.MET, new AvailabilityVerdict(9_999, 0, 1, 0.9999).verdict());
        assertEquals(Verdict.UNDECIDED, new AvailabilityVerdict(9_998, 0, 2, 0.9999).verdict());
        assertEquals(Verdict.MISSED, new AvailabilityVerdict(9_990, 2, 8, 0.9999).verdict());
        assertEquals(Verdict.UNDECIDED, new AvailabilityVerdict(0, 0, 0, 0.5).verdict());
    }

    @Test
    void shouldSayWhichPartOfTheUnknownTimeDecides() {
        AvailabilityVerdict verdict = new AvailabilityVerdict(9_000, 0, 1_000, 0.99);
        assertEquals(900, verdict.unknownToMeetMs());
        assertEquals(101, verdict.unknownToMissMs());
        assertEquals(Verdict.MET, new AvailabilityVerdict(9_900, 0, 100, 0.99).verdict());
        assertEquals(Verdict.UNDECIDED, new AvailabilityVerdict(9_899, 0, 101, 0.99).verdict());
        assertEquals(Verdict.MISSED, new AvailabilityVerdict(9_000, 101, 899, 0.99).verdict());
        assertEquals(Verdict.UNDECIDED, new AvailabilityVerdict(9_000, 100, 900, 0.99).verdict());
        assertEquals(OptionalLong.of(90_000), verdict.furtherUpMs());
        assertEquals(Verdict.MET, new AvailabilityVerdict(99_000, 0, 1_000, 0.99).verdict());
        assertEquals(OptionalLong.empty(), new AvailabilityVerdict(1, 0, 1, 1).furtherUpMs());
        assertEquals(0, new AvailabilityVerdict(1, 1, 0, 0.9).unknownToMeetMs());
    }

    @Test
    void shouldDecideLossByTheWilsonIntervalWhenTheSampleIsLarge() {
        assertEquals(Verdict.UNDECIDED, loss(0, 0).verdict());
        assertEquals(Verdict.MET, loss(1_000, 0).verdict());
        assertEquals(Verdict.UNDECIDED, loss(1_000, 16).verdict());
        assertEquals(Verdict.MISSED, loss(1_000, 17).verdict());
    }

    @Test
    void shouldNotDecideLossByAFewProbesUnlessTheyLeaveNoDoubt() {
        assertTrue(WilsonInterval.of(1, 5).low() > 0.01, "the Wilson interval alone would decide");
        assertEquals(Verdict.UNDECIDED, loss(5, 1).verdict());
        assertEquals(Verdict.UNDECIDED, loss(100, 0).verdict());
        assertEquals(Verdict.UNDECIDED, loss(687, 0).verdict());
        assertEquals(Verdict.MET, loss(688, 0).verdict());
        assertEquals(Verdict.UNDECIDED, loss(100, 5).verdict());
        assertEquals(Verdict.MISSED, loss(100, 6).verdict());
        assertEquals(Verdict.MISSED, new LossVerdict(new LossFigures(1, 1), 0).verdict());
    }

    @Test
    void shouldDecideAfterTheFurtherProbesItAskedForAndNotBefore() {
        Random random = new Random(SEED);
        for (int round = 0; round < 500; round++) {
            double target = 0.001 + random.nextDouble() * 0.2;
            int sent = (int) (10 / target) + random.nextInt(20_000);
            LossVerdict verdict = new LossVerdict(new LossFigures(sent, random.nextInt(sent / 3)), target);
            long further = verdict.furtherProbes().orElseThrow();
            assertEquals(verdict.verdict() == Verdict.UNDECIDED, further > 0);
            double ratio = (double) verdict.sample().lost() / sent;
            double clear = z(ratio, target, (double) (sent + further + 1));
            assertTrue(clear >= WilsonInterval.Z, "seed " + SEED + ": " + verdict);
            assertTrue(
                    further == 0 || z(ratio, target, (double) (sent + further - 2)) < WilsonInterval.Z, "seed " + SEED);
        }
        assertEquals(OptionalLong.empty(), loss(10_000, 100).furtherProbes());
        assertEquals(OptionalLong.of(1_000), loss(0, 0).furtherProbes());
        assertEquals(OptionalLong.of(900), loss(100, 0).furtherProbes());
        assertEquals(OptionalLong.empty(), new LossVerdict(new LossFigures(10, 0), 0).furtherProbes());
    }

    /** The statistic of the score test, which the Wilson interval inverts. */
    private static double z(double ratio, double target, double sent) {
        return Math.abs(ratio - target) / Math.sqrt(target * (1 - target) / sent);
    }

    @Test
    void shouldAddTheErrorOfTheTimeStampsToThatOfChance() {
        Delays delays = alternating(1_000, 1_900_000, 2_000_000, 40_000);
        MeanDelay mean = MeanDelay.of(delays);
        assertEquals(1_950_000, mean.meanNs());
        assertEquals(50_000 / Math.sqrt(1_000), mean.standardErrorNs(), 10);
        assertEquals(40_000 + 1.96 * mean.standardErrorNs(), mean.halfWidthNs(), 1e-6);
        assertEquals(Verdict.MET, new DelayVerdict(mean, 2_000_000).verdict());
        assertEquals(Verdict.UNDECIDED, new DelayVerdict(mean, 1_990_000).verdict());
        assertEquals(OptionalLong.empty(), new DelayVerdict(mean, 1_990_000).furtherReplies());
        assertEquals(Verdict.MISSED, new DelayVerdict(mean, 1_900_000).verdict());
    }

    @Test
    void shouldNotDecideDelayByAFewReplies() {
        assertEquals(
                Verdict.UNDECIDED,
                delay(alternating(99, 1_000_000, 1_000_000, 0)).verdict());
        assertEquals(
                OptionalLong.of(1),
                delay(alternating(99, 1_000_000, 1_000_000, 0)).furtherReplies());
        assertEquals(
                Verdict.MET, delay(alternating(100, 1_000_000, 1_000_000, 0)).verdict());
        assertEquals(OptionalLong.of(100), delay(Delays.NONE).furtherReplies());
    }

    @Test
    void shouldSayHowManyFurtherRepliesDecide() {
        Delays few = alternating(200, 1_000_000, 2_900_000, 10_000);
        assertEquals(Verdict.UNDECIDED, delay(few).verdict());
        long further = delay(few).furtherReplies().orElseThrow();
        assertTrue(further > 0);
        int enough = (int) (200 + further);
        assertEquals(
                Verdict.UNDECIDED,
                delay(alternating(enough * 97 / 100, 1_000_000, 2_900_000, 10_000))
                        .verdict());
        assertEquals(
                Verdict.MET,
                delay(alternating(enough * 103 / 100, 1_000_000, 2_900_000, 10_000))
                        .verdict());
    }

    @Test
    void shouldLessenTheSampleWhenDelaysFollowEachOther() {
        Random random = new Random(SEED);
        double rho = 0.8;
        double at = 0;
        Delays.Builder delays = new Delays.Builder();
        long last = -1;
        for (int i = 0; i < 100_000; i++) {
            at = rho * at + Math.sqrt(1 - rho * rho) * random.nextGaussian();
            long ns = Math.round(5_000_000 + 200_000 * at);
            delays.add(ns, 0);
            if (last >= 0) {
                delays.addVariation(Math.abs(ns - last));
            }
            last = ns;
        }
        MeanDelay mean = MeanDelay.of(delays.build());
        assertEquals(100_000 * (1 - rho) / (1 + rho), mean.independent(), 1_000, "seed " + SEED);
        assertEquals(200_000 / Math.sqrt(mean.independent()), mean.standardErrorNs(), 20, "seed " + SEED);
    }

    @Test
    void shouldNotCountTheDifferencesBetweenPathsAsChance() {
        Delays near = alternating(1_000, 1_000_000, 1_002_000, 0);
        Delays far = alternating(1_000, 9_000_000, 9_002_000, 0);
        MeanDelay both = MeanDelay.ofPaths(List.of(near, far, Delays.NONE));
        assertEquals(5_001_000, both.meanNs());
        assertEquals(2_000, both.count());
        assertTrue(both.standardErrorNs() < 200, both.toString());
    }

    @Test
    void shouldPlanTheNumberOfProbes() {
        assertEquals(55293, SampleSize.ofLoss(0.008, 0.01).orElseThrow());
        assertEquals(70616, SampleSize.ofLoss(0.012, 0.01).orElseThrow());
        assertEquals(OptionalLong.empty(), SampleSize.ofLoss(0.01, 0.01));
        assertEquals(638, SampleSize.ofDelay(1_900_000, 500_000, 0, 2_000_000).orElseThrow());
        assertEquals(OptionalLong.empty(), SampleSize.ofDelay(1_900_000, 500_000, 100_000, 2_000_000));
        assertFalse(SampleSize.ofDelay(1_000_000, 1, 0, 2_000_000).getAsLong() < DelayVerdict.REPLIES_MIN);
    }

    private static LossVerdict loss(long sent, long lost) {
        return new LossVerdict(new LossFigures(sent, lost), 0.01);
    }

    private static DelayVerdict delay(Delays delays) {
        return new DelayVerdict(MeanDelay.of(delays), 2_000_000);
    }

    private static Delays alternating(int count, long oneNs, long otherNs, long boundNs) {
        Delays.Builder delays = new Delays.Builder();
        for (int i = 0; i < count; i++) {
            delays.add(i % 2 == 0 ? oneNs : otherNs, boundNs);
        }
        return delays.build();
    }
}
