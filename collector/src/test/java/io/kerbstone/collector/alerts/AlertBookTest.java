package io.kerbstone.collector.alerts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kerbstone.measurement.IntervalState;
import io.kerbstone.time.ManualClock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Which news wakes somebody, under a manual clock. */
class AlertBookTest {
    private static final long START_MS = 1_790_000_000_000L;
    private static final AlertRules RULES = new AlertRules(30_000, 20_000, 60_000);

    private final ManualClock clock = new ManualClock(START_MS * 1_000_000);
    private final People people = new People();
    private AlertBook book = book(List.of(), 1);
    private final List<String> told = new ArrayList<>();

    /** The registry as a table. */
    private static final class People implements Directory {
        final Map<String, String> agentOfPath = new TreeMap<>();
        final Map<String, Long> lastSeenMs = new TreeMap<>();
        boolean connected;

        @Override
        public Optional<Alert.Subject> path(String pathId) {
            return Optional.ofNullable(agentOfPath.get(pathId))
                    .map(agent -> new Alert.Subject(pathId, "path " + pathId, "192.0.2.1", agent, "agent " + agent));
        }

        @Override
        public Collection<AgentEntry> agents() {
            return lastSeenMs.entrySet().stream()
                    .map(seen -> new AgentEntry(
                            new Alert.Subject(seen.getKey(), "agent " + seen.getKey(), "", seen.getKey(), ""),
                            seen.getValue(),
                            connected))
                    .toList();
        }

        @Override
        public int pathsOf(String agentId) {
            return 3;
        }
    }

    private AlertBook book(List<Alert> known, long nextId) {
        return new AlertBook(RULES, people, known, nextId, clock.nowNs());
    }

    /** Lets 10 s pass and gives each path its state of these 10 s: U, D, ? or x (excluded); '-' gives no news. */
    private void interval(String states) {
        clock.advanceMs(10_000);
        int i = 0;
        for (String path : people.agentOfPath.keySet()) {
            news(path, states.charAt(i++));
        }
        tick();
    }

    private void news(String path, char state) {
        long untilMs = clock.nowMs();
        IntervalState judged =
                switch (state) {
                    case 'U' -> IntervalState.UP;
                    case 'D' -> IntervalState.DOWN;
                    case '?' -> IntervalState.UNKNOWN;
                    default -> IntervalState.EXCLUDED;
                };
        if (state != '-') {
            book.pathNews(new PathNews(path, judged, untilMs - 10_000, untilMs, OptionalLong.of(1_500_000)));
        }
    }

    private void tick() {
        book.tick(clock.nowMs(), clock.nowNs()).forEach(event -> {
            long sinceS = (event.alert()
                                    .end()
                                    .map(Alert.End::sinceMs)
                                    .orElse(event.alert().sinceMs())
                            - START_MS)
                    / 1000;
            String end = event.alert().end().map(e -> " " + e.kind()).orElse("");
            told.add(event.type() + " " + event.alert().id() + " "
                    + event.alert().subject().id() + " " + sinceS + "s" + end);
        });
    }

    private void intervalsOfA(String states) {
        people.agentOfPath.put("a", "one");
        for (int i = 0; i < states.length(); i++) {
            interval(states.substring(i, i + 1));
        }
    }

    private void assertTold(String... lines) {
        assertEquals(List.of(lines), told);
        told.clear();
    }

    @Test
    void shouldRaiseOnceWhenDownForTheHoldTime() {
        intervalsOfA("UDD");
        assertTold();
        intervalsOfA("DDDDDD");
        assertTold("RAISED 1 a 10s");
        assertEquals(1, book.open().size());
    }

    @Test
    void shouldTellTheLastGoodMeasurementWhenRaised() {
        intervalsOfA("UUDDD");
        Alert alert = book.open().get(0);
        assertEquals(AlertCause.PROBES_LOST, alert.cause());
        assertEquals(Optional.of(new Alert.LastGood(START_MS + 20_000, OptionalLong.of(1_500_000))), alert.lastGood());
        assertEquals("agent one", alert.subject().agentName());
    }

    @Test
    void shouldStaySilentWhenFlappingBelowTheHoldTime() {
        intervalsOfA("DDUDDUDDUDDU");
        assertTold();
    }

    @Test
    void shouldTellEachSideOnceWhenFlappingAtTheHoldTime() {
        intervalsOfA("DDDUDUDUDUUDDD");
        assertTold("RAISED 1 a 0s", "ENDED 1 a 90s RECOVERED", "RAISED 2 a 110s");
    }

    @Test
    void shouldNeitherRaiseNorRecoverWhenUnknownOrExcluded() {
        intervalsOfA("UDD????xx");
        assertTold();
        intervalsOfA("D");
        assertTold("RAISED 1 a 10s");
        intervalsOfA("?????U???");
        assertTold();
        intervalsOfA("U");
        assertTold("ENDED 1 a 150s RECOVERED");
    }

    @Test
    void shouldIgnoreNewsThatRepeatsOrComesLateWhenJudged() {
        people.agentOfPath.put("a", "one");
        interval("U");
        for (int i = 0; i < 10; i++) {
            book.pathNews(
                    new PathNews("a", IntervalState.DOWN, START_MS + 10_000, START_MS + 20_000, OptionalLong.empty()));
        }
        book.pathNews(new PathNews("a", IntervalState.DOWN, START_MS - 90_000, START_MS, OptionalLong.empty()));
        tick();
        assertTold();
    }

    @Test
    void shouldAlertNobodyWhenABacklogEndsWell() {
        people.agentOfPath.put("a", "one");
        book.pathNews(new PathNews("a", IntervalState.DOWN, START_MS - 600_000, START_MS, OptionalLong.empty()));
        book.pathNews(new PathNews("a", IntervalState.UP, START_MS, START_MS + 10_000, OptionalLong.of(1)));
        tick();
        assertTold();
    }

    @Test
    void shouldRaiseAtOnceWhenFirstNewsIsALongOutage() {
        people.agentOfPath.put("a", "one");
        book.pathNews(new PathNews("a", IntervalState.DOWN, START_MS - 600_000, START_MS, OptionalLong.empty()));
        tick();
        assertTold("RAISED 1 a -600s");
        assertEquals(Optional.empty(), book.open().get(0).lastGood());
    }

    @Test
    void shouldAlertForTheAgentAloneWhenItFallsSilentWithPathsUpAndPending() {
        people.lastSeenMs.put("one", START_MS);
        people.agentOfPath.put("a", "one");
        people.agentOfPath.put("b", "one");
        interval("UD");
        people.lastSeenMs.put("one", clock.nowMs());
        interval("UD");
        people.lastSeenMs.put("one", clock.nowMs());
        for (int i = 0; i < 30; i++) {
            interval("??");
        }
        assertTold("RAISED 1 one 20s");
        assertEquals(AlertCause.AGENT_DISCONNECTED, book.open().get(0).cause());
        assertEquals(3, book.open().get(0).affectedPaths());
    }

    @Test
    void shouldKeepPathAlertOpenWhenItsAgentFallsSilentAndReturns() {
        people.lastSeenMs.put("one", START_MS);
        people.agentOfPath.put("a", "one");
        people.connected = true;
        for (int i = 0; i < 3; i++) {
            people.lastSeenMs.put("one", clock.nowMs());
            interval("D");
        }
        assertTold("RAISED 1 a 0s");
        for (int i = 0; i < 10; i++) {
            interval("?");
        }
        assertTold("RAISED 2 one 20s");
        assertEquals(AlertCause.AGENT_QUIET, book.open().get(1).cause());
        for (int i = 0; i < 3; i++) {
            people.lastSeenMs.put("one", clock.nowMs());
            interval("U");
        }
        assertTold("ENDED 1 a 130s RECOVERED", "ENDED 2 one 150s RECOVERED");
    }

    @Test
    void shouldRaiseAgentAtTheBoundOfSilenceAndOnce() {
        people.lastSeenMs.put("one", 0L);
        tick();
        clock.advanceMs(59_999 - 50_000);
        for (int i = 0; i < 5; i++) {
            tick();
            clock.advanceMs(10_000);
        }
        tick();
        assertTold();
        clock.advanceMs(1);
        tick();
        tick();
        assertTold("RAISED 1 one 0s");
        assertEquals(AlertCause.AGENT_NEVER_SEEN, book.open().get(0).cause());
    }

    @Test
    void shouldNotRecoverAgentWhenItIsHeardOnlyOnce() {
        people.lastSeenMs.put("one", START_MS);
        for (int i = 0; i < 7; i++) {
            interval("");
        }
        told.clear();
        people.lastSeenMs.put("one", clock.nowMs());
        for (int i = 0; i < 20; i++) {
            interval("");
        }
        assertTold();
        for (int i = 0; i < 3; i++) {
            people.lastSeenMs.put("one", clock.nowMs());
            interval("");
        }
        assertTold("ENDED 1 one 290s RECOVERED");
    }

    @Test
    void shouldForgiveAgentsWhenTheCollectorItselfSlept() {
        people.lastSeenMs.put("one", START_MS);
        tick();
        clock.advanceMs(3_600_000);
        tick();
        assertTold();
        for (int i = 0; i < 6; i++) {
            interval("");
        }
        assertEquals(1, told.size());
    }

    @Test
    void shouldIgnoreStepsOfTheWallClock() {
        people.lastSeenMs.put("one", START_MS);
        tick();
        clock.stepWall(86_400_000_000_000L);
        tick();
        clock.stepWall(-2 * 86_400_000_000_000L);
        tick();
        assertTold();
    }

    @Test
    void shouldRaiseEachPathOnceWhenAStormComes() {
        for (int i = 0; i < 2000; i++) {
            people.agentOfPath.put(String.format("p%04d", i), "one");
        }
        for (int i = 0; i < 12; i++) {
            interval("D".repeat(2000));
        }
        assertEquals(2000, told.size());
        assertEquals(2000, book.open().size());
        told.clear();
        interval("U".repeat(2000));
        interval("U".repeat(2000));
        assertEquals(2000, told.size());
        assertEquals(List.of(), book.open());
    }

    @Test
    void shouldGoOnWhereItStoppedWhenRestarted() {
        people.lastSeenMs.put("one", START_MS);
        intervalsOfA("UDDD???");
        assertTold("RAISED 1 a 10s", "RAISED 2 one 0s");
        book = book(book.open(), 3);
        people.agentOfPath.put("a", "one");
        book.pathNews(
                new PathNews("a", IntervalState.DOWN, START_MS + 10_000, START_MS + 70_000, OptionalLong.empty()));
        tick();
        assertTold();
        for (int i = 0; i < 3; i++) {
            people.lastSeenMs.put("one", clock.nowMs());
            intervalsOfA("U");
        }
        assertTold("ENDED 1 a 70s RECOVERED", "ENDED 2 one 90s RECOVERED");
    }

    @Test
    void shouldNotRepeatAnEndedAlertWhenRestartedJustAfter() {
        intervalsOfA("DDDUU");
        assertTold("RAISED 1 a 0s", "ENDED 1 a 30s RECOVERED");
        Alert ended = new Alert(
                        1,
                        AlertKind.PATH_DOWN,
                        people.path("a").orElseThrow(),
                        AlertCause.PROBES_LOST,
                        START_MS,
                        START_MS + 30_000,
                        Optional.empty(),
                        1,
                        Optional.empty(),
                        Optional.empty())
                .ended(new Alert.End(Alert.EndKind.RECOVERED, START_MS + 30_000, START_MS + 50_000));
        book = book(List.of(ended), 2);
        book.pathNews(new PathNews("a", IntervalState.DOWN, START_MS, START_MS + 30_000, OptionalLong.empty()));
        tick();
        assertTold();
    }

    @Test
    void shouldWithdrawWhenPathOrAgentIsNoLongerWatched() {
        people.lastSeenMs.put("one", START_MS);
        intervalsOfA("DDDDDDD");
        told.clear();
        people.lastSeenMs.clear();
        people.agentOfPath.clear();
        tick();
        assertTold("ENDED 1 a 70s WITHDRAWN", "ENDED 2 one 70s WITHDRAWN");
        book.pathNews(new PathNews("a", IntervalState.DOWN, START_MS, START_MS + 900_000, OptionalLong.empty()));
        tick();
        assertTold();
    }

    @Test
    void shouldKeepFirstAcknowledgementWhenSeveralAreMade() {
        intervalsOfA("DDD");
        Alert alert = book.open().get(0);
        AlertEvent noted =
                book.acknowledge(alert, "li", "on my way", clock.nowMs()).orElseThrow();
        assertEquals(AlertEvent.Type.ACKNOWLEDGED, noted.type());
        assertEquals(Optional.empty(), book.acknowledge(alert, "wang", "", clock.nowMs()));
        intervalsOfA("UU");
        assertEquals("li", noted.alert().acknowledgement().orElseThrow().by());
        assertTrue(told.contains("ENDED 1 a 30s RECOVERED"));
    }
}
