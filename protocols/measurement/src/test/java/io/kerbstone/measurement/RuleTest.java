package io.kerbstone.measurement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
}
