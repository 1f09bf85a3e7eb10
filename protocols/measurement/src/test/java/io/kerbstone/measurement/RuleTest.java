package io.kerbstone.measurement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class RuleTest {
    @Test
    void shouldJudgeAtTheBounds() {
        Rule rule = Rule.STANDARD;
        assertEquals(IntervalState.UNKNOWN, rule.stateOf(4, 4));
        assertEquals(IntervalState.UP, rule.stateOf(5, 2));
        assertEquals(IntervalState.DOWN, rule.stateOf(10, 5));
        assertEquals(IntervalState.UP, rule.stateOf(10, 4));
        assertEquals(IntervalState.DOWN, Rule.SPARSE.stateOf(1, 1));
    }

    @Test
    void shouldAlignIntervalsToTheEpochAlsoBeforeIt() {
        assertEquals(-1, Rule.STANDARD.indexAt(-1));
        assertEquals(0, Rule.STANDARD.indexAt(9_999));
        assertEquals(new Period(10_000, 20_000), Rule.STANDARD.periodOf(1));
        assertEquals(1_000_000_000L, Rule.STANDARD.probeGapNs());
    }

    @Test
    void shouldFindShippedRulesByName() {
        assertEquals(Optional.of(Rule.Y1540), Rule.named("y1540"));
        assertTrue(Rule.named("made-up").isEmpty());
        assertThrows(IllegalArgumentException.class, () -> new Rule("r", 1, 1, 1, 0));
        assertThrows(IllegalArgumentException.class, () -> new Rule("r", 0, 1, 1, 0.5));
    }

    @Test
    void shouldDecideVerdictsByBoundsOnly() {
        assertEquals(Verdict.MET, Verdict.atLeast(new Ratio(9999, 10000), new Ratio(1, 1), 0.9999));
        assertEquals(Verdict.UNDECIDED, Verdict.atLeast(new Ratio(9998, 10000), new Ratio(9999, 10000), 0.9999));
        assertEquals(Verdict.MISSED, Verdict.atLeast(new Ratio(1, 2), new Ratio(9998, 10000), 0.9999));
        assertEquals(Verdict.UNDECIDED, new LossFigures(0, 0).verdict(0.01));
        assertEquals(Verdict.UNDECIDED, new LossFigures(100, 0).verdict(0.01));
        assertEquals(Verdict.MET, new LossFigures(1000, 0).verdict(0.01));
        assertEquals(Verdict.MISSED, new LossFigures(1000, 100).verdict(0.01));
    }

    @Test
    void shouldCompareDelayWithItsErrorBound() {
        assertEquals(Verdict.MET, delay(1_990_000, 10_000).delayVerdict(2_000_000));
        assertEquals(Verdict.UNDECIDED, delay(1_990_000, 10_001).delayVerdict(2_000_000));
        assertEquals(Verdict.MISSED, delay(2_020_000, 10_000).delayVerdict(2_000_000));
    }

    private static PathIndicators delay(long ns, long boundNs) {
        Interval interval =
                new Interval(0, 10, 0, 0, new Delays.Builder().add(ns, boundNs).build());
        return PathIndicators.judge(
                new Period(0, 10_000),
                Rule.STANDARD,
                List.of(),
                List.of(interval).iterator());
    }
}
