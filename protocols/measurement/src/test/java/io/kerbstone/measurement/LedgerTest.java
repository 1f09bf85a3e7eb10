package io.kerbstone.measurement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class LedgerTest {
    private static final long SEED = Long.getLong("kerbstone.seed", 20261121L);
    private static final List<IntervalState> MEASURED =
            List.of(IntervalState.UP, IntervalState.DOWN, IntervalState.UNKNOWN);

    @Test
    void shouldBeUnknownWhereNobodyMeasured() {
        Ledger ledger = new Ledger.Builder(new Period(0, 100)).build();
        assertEquals(100, ledger.ms(IntervalState.UNKNOWN));
        assertNull(ledger.availability());
        assertEquals(new Ratio(0, 100), ledger.availabilityLow());
        assertEquals(new Ratio(100, 100), ledger.availabilityHigh());
        assertNull(ledger.mttrMs());
        assertNull(ledger.mtbfMs());
    }

    @Test
    void shouldHaveNoAvailabilityWhenAllIsExcluded() {
        Ledger ledger = new Ledger.Builder(new Period(0, 100)).build().excluding(List.of(new Period(-5, 500)));
        assertEquals(100, ledger.ms(IntervalState.EXCLUDED));
        assertNull(ledger.availabilityLow());
        assertEquals(Verdict.UNDECIDED, AvailabilityVerdict.of(ledger, 0.5).verdict());
    }

    /** An oracle that colours every millisecond by itself. */
    @Test
    void shouldAgreeWithColouringEveryMillisecond() {
        Random random = new Random(SEED);
        for (int round = 0; round < 300; round++) {
            Period period = new Period(50 + random.nextInt(20), 200 + random.nextInt(50));
            IntervalState[] colours = new IntervalState[400];
            Arrays.fill(colours, IntervalState.UNKNOWN);
            Ledger.Builder builder = new Ledger.Builder(period);
            for (int at = random.nextInt(60); at < 300; at += 10 + random.nextInt(3) * 10) {
                IntervalState state = MEASURED.get(random.nextInt(3));
                builder.add(at, at + 10, state);
                Arrays.fill(colours, at, at + 10, state);
            }
            List<Period> cuts = new ArrayList<>();
            for (int i = random.nextInt(4); i > 0; i--) {
                int from = random.nextInt(300);
                Period cut = new Period(from, from + 1 + random.nextInt(60));
                cuts.add(cut);
                Arrays.fill(colours, from, (int) cut.endMs(), IntervalState.EXCLUDED);
            }
            assertSame(colours, builder.build().excluding(cuts), "seed " + SEED + " round " + round);
        }
    }

    private static void assertSame(IntervalState[] colours, Ledger ledger, String message) {
        long atMs = ledger.period().startMs();
        IntervalState before = null;
        for (Ledger.Segment segment : ledger.segments()) {
            assertEquals(atMs, segment.period().startMs(), message);
            assertNotEquals(before, segment.state(), message);
            for (long ms = atMs; ms < segment.period().endMs(); ms++) {
                assertEquals(colours[(int) ms], segment.state(), message + " at " + ms);
            }
            before = segment.state();
            atMs = segment.period().endMs();
        }
        assertEquals(ledger.period().endMs(), atMs, message);
    }

    @Test
    void shouldNotEndAnOutageByUnknown() {
        Ledger ledger = ledger("DDUUNNDD");
        List<Outage> outages = ledger.outages();
        assertEquals(List.of(new Outage(0, 20, 20, true, true), new Outage(60, 80, 20, true, false)), outages);
        Outage bridged = ledger("UDNDU").outages().get(0);
        assertEquals(new Outage(10, 40, 20, false, true), bridged);
        assertFalse(ledger("UDNN").outages().get(0).ended());
    }

    @Test
    void shouldCombineGroupsAsThePolicySays() {
        List<Ledger> members = List.of(ledger("UUDDN"), ledger("UDDND"));
        assertEquals(ledger("UUDDD"), combine(GroupPolicy.Kind.VANTAGE, 1, members));
        assertEquals(ledger("UUDNN"), combine(GroupPolicy.Kind.ANY, 1, members));
        assertEquals(ledger("UDDDD"), combine(GroupPolicy.Kind.ALL, 1, members));
        assertEquals(ledger("UUDNN"), combine(GroupPolicy.Kind.AT_LEAST, 1, members));
        assertEquals(ledger("UDDDD"), combine(GroupPolicy.Kind.AT_LEAST, 2, members));
    }

    @Test
    void shouldRefuseAnEmptyPeriod() {
        assertThrows(IllegalArgumentException.class, () -> new Period(5, 5));
    }

    private static Ledger combine(GroupPolicy.Kind kind, int k, List<Ledger> members) {
        return GroupIndicators.combine(new Period(0, 50), new GroupPolicy(kind, k), members, List.of());
    }

    /** One letter is 10 ms: U up, D down, N nobody knows. */
    private static Ledger ledger(String letters) {
        Ledger.Builder builder = new Ledger.Builder(new Period(0, letters.length() * 10L));
        for (int i = 0; i < letters.length(); i++) {
            IntervalState state =
                    switch (letters.charAt(i)) {
                        case 'U' -> IntervalState.UP;
                        case 'D' -> IntervalState.DOWN;
                        default -> IntervalState.UNKNOWN;
                    };
            builder.add(i * 10L, i * 10L + 10, state);
        }
        return builder.build();
    }
}
