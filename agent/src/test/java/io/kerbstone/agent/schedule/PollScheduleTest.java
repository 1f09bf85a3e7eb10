package io.kerbstone.agent.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kerbstone.measurement.Rule;
import io.kerbstone.settings.Assignment;
import io.kerbstone.settings.PathDefinition;
import io.kerbstone.settings.Stream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PollScheduleTest {
    private static final long SECOND = 1_000_000_000L;

    private static Task path(String id, long gapNs) {
        return new Task(Task.Kind.PATH, id, gapNs, 0);
    }

    @Test
    void shouldBeDueOncePerGapWhenAskedOften() {
        PollSchedule schedule = new PollSchedule("agent-1");
        schedule.replace(List.of(path("p", SECOND)), 5);

        List<Long> times = new ArrayList<>();
        for (long now = 5; now < 10 * SECOND; now += 10_000_000) {
            for (Due due : schedule.due(now)) {
                assertFalse(due.isOverrun());
                times.add(due.dueNs());
            }
        }

        assertEquals(10, times.size());
        for (int i = 1; i < times.size(); i++) {
            assertEquals(SECOND, times.get(i) - times.get(i - 1));
        }
    }

    @Test
    void shouldHaveExponentialGapsAndTheRightMeanWhenTheStreamIsPoisson() {
        int paths = 50;
        PollSchedule schedule = new PollSchedule("agent-1");
        List<Task> tasks = new ArrayList<>();
        for (int i = 0; i < paths; i++) {
            tasks.add(new Task(Task.Kind.PATH, "p" + i, SECOND, 0, Stream.POISSON));
        }
        schedule.replace(tasks, 0);
        Map<String, Long> last = new HashMap<>();
        List<Double> gaps = new ArrayList<>();
        int intervals = 30;
        int[] dueIn = new int[intervals * paths];
        for (long now = 0; now < 10L * intervals * SECOND; now = Math.max(now + 1, schedule.nextDueNs(now + SECOND))) {
            for (Due due : schedule.due(now)) {
                assertFalse(due.isOverrun());
                int path = Integer.parseInt(due.task().id().substring(1));
                dueIn[(int) (due.dueNs() / (10 * SECOND)) * paths + path]++;
                Long before = last.put(due.task().id(), due.dueNs());
                gaps.add((due.dueNs() - (before == null ? 0 : before)) / 1e9);
            }
        }

        double[] sorted = gaps.stream().mapToDouble(gap -> gap).sorted().toArray();
        double distance = 0;
        for (int i = 0; i < sorted.length; i++) {
            double expected = -Math.expm1(-sorted[i]);
            distance = Math.max(
                    distance, Math.max(expected - (double) i / sorted.length, (i + 1.0) / sorted.length - expected));
        }
        // Kolmogorov and Smirnov at 0.1 %; gaps that the end cuts off make a hundredth of them too short.
        assertTrue(distance < 1.95 / Math.sqrt(sorted.length) + 0.01, "distance " + distance);
        double mean = sorted.length / (double) dueIn.length;
        assertEquals(10, mean, 0.35, "due in an interval of the standard rule");
        double variance = Arrays.stream(dueIn)
                .mapToDouble(n -> (n - mean) * (n - mean))
                .average()
                .orElse(0);
        assertEquals(1, variance / mean, 0.15, "counts of a Poisson stream vary by their mean");
    }

    @Test
    void shouldGiveTheSamePoissonStreamWhenAgentPathAndStartAreTheSame() {
        assertEquals(poisson("agent-1", "p", 0), poisson("agent-1", "p", 0));
        assertNotEquals(poisson("agent-1", "p", 0), poisson("agent-1", "q", 0));
        assertNotEquals(poisson("agent-1", "p", 0), poisson("agent-2", "p", 0));
        List<Long> late = poisson("agent-1", "p", 100 * SECOND);
        assertTrue(late.stream().allMatch(due -> due >= 100 * SECOND));
    }

    @Test
    void shouldSkipWhatIsMissedAndThenGoOnWhenTheStreamIsPoisson() {
        PollSchedule schedule = new PollSchedule("agent-1");
        schedule.replace(List.of(new Task(Task.Kind.PATH, "p", SECOND, 0, Stream.POISSON)), 0);
        List<Due> dues = schedule.due(3_600 * SECOND);
        long late = dues.stream().filter(Due::isOverrun).count();
        assertTrue(late > 60 && late < 200, "told one by one: " + late);
        assertTrue(schedule.overruns() > 3_400 && schedule.overruns() < 3_800, "overruns " + schedule.overruns());
        assertTrue(schedule.nextDueNs(Long.MAX_VALUE) > 3_600 * SECOND);
    }

    private static List<Long> poisson(String agent, String path, long startNs) {
        PollSchedule schedule = new PollSchedule(agent);
        schedule.replace(List.of(new Task(Task.Kind.PATH, path, SECOND, 0, Stream.POISSON)), startNs);
        List<Long> dues = new ArrayList<>();
        for (long now = startNs; dues.size() < 20; now = Math.max(now + 1, schedule.nextDueNs(now + SECOND))) {
            schedule.due(now).forEach(due -> dues.add(due.dueNs()));
        }
        return dues;
    }

    @Test
    void shouldKeepItsBeatWhenTheAgentStartsAgain() {
        Set<Long> phases = new HashSet<>();
        for (long start : new long[] {0, 123_456_789, 77 * SECOND + 5, -3 * SECOND - 1}) {
            PollSchedule schedule = new PollSchedule("agent-1");
            schedule.replace(List.of(path("p", SECOND)), start);
            long next = schedule.nextDueNs(start + 2 * SECOND);
            assertTrue(next >= start && next < start + SECOND);
            phases.add(Math.floorMod(next, SECOND));
        }
        assertEquals(1, phases.size());
    }

    @Test
    void shouldSpreadPhasesWhenManyAgentsAndPathsStartTogether() {
        int[] tenths = new int[10];
        for (int agent = 0; agent < 20; agent++) {
            PollSchedule schedule = new PollSchedule("agent-" + agent);
            for (int path = 0; path < 50; path++) {
                schedule.replace(List.of(path("p" + path, SECOND)), 0);
                tenths[(int) (schedule.nextDueNs(SECOND) * 10 / SECOND)]++;
            }
        }
        for (int count : tenths) {
            assertTrue(count > 60 && count < 140, "1000 paths in 10 tenths: " + count);
        }
    }

    @Test
    void shouldReportOverrunsAndNeverABurstWhenItFallsBehind() {
        PollSchedule schedule = new PollSchedule("agent-1");
        schedule.replace(List.of(path("p", SECOND)), 0);
        long first = schedule.nextDueNs(SECOND);

        List<Due> late = schedule.due(first + 5 * SECOND + SECOND / 10);

        assertEquals(6, late.size());
        assertEquals(5, late.stream().filter(Due::isOverrun).count());
        assertFalse(late.get(5).isOverrun(), "a tenth of a gap late may still be sent");
        assertEquals(first + 5 * SECOND, late.get(5).dueNs());
        assertEquals(5, schedule.overruns());
        assertEquals(List.of(), schedule.due(first + 5 * SECOND + SECOND / 2));
    }

    @Test
    void shouldSkipAlsoTheLastWhenItIsMoreThanHalfAGapLate() {
        PollSchedule schedule = new PollSchedule("agent-1");
        schedule.replace(List.of(path("p", SECOND)), 0);
        long first = schedule.nextDueNs(SECOND);

        List<Due> late = schedule.due(first + SECOND / 2 + 1);

        assertEquals(List.of(new Due(path("p", SECOND), first, true)), late);
        assertEquals(first + SECOND, schedule.nextDueNs(Long.MAX_VALUE / 2));
    }

    @Test
    void shouldBoundTheOverrunsWhenTheMachineSlept() {
        PollSchedule schedule = new PollSchedule("agent-1");
        schedule.replace(List.of(path("p", SECOND)), 0);
        long first = schedule.nextDueNs(SECOND);

        List<Due> late = schedule.due(first + 10_000 * SECOND);

        assertEquals(PollSchedule.OVERRUNS_MAX + 1, late.size());
        assertEquals(10_000, schedule.overruns());
        assertEquals(10_000 - PollSchedule.OVERRUNS_MAX, schedule.overrunsUnreported());
        assertEquals(
                first + 9_999 * SECOND, late.get(PollSchedule.OVERRUNS_MAX - 1).dueNs());
    }

    @Test
    void shouldKeepTheBeatOfWhatStaysWhenTasksAreReplaced() {
        PollSchedule schedule = new PollSchedule("agent-1");
        schedule.replace(List.of(path("p", SECOND), path("q", SECOND)), 0);
        long p = new PollScheduleProbe(schedule).nextOf("p");
        schedule.replace(List.of(path("p", SECOND), path("r", 2 * SECOND)), p - 1);

        List<Due> due = schedule.due(p);
        assertTrue(due.stream().anyMatch(d -> d.task().id().equals("p")));
        assertTrue(due.stream().noneMatch(d -> d.task().id().equals("q")));
        assertEquals(2, schedule.size());
    }

    /** Finds when a task is due by asking a copy of time. */
    private record PollScheduleProbe(PollSchedule schedule) {
        long nextOf(String id) {
            for (long now = 0; ; now += 1_000_000) {
                for (Due due : schedule.due(now)) {
                    if (due.task().id().equals(id)) {
                        return due.dueNs() + SECOND;
                    }
                }
            }
        }
    }

    @Test
    void shouldAskTwiceMoreAtOnceWhenASparseProbeIsLost() {
        PathDefinition sparse = new PathDefinition(
                "s",
                "s",
                "192.0.2.1",
                java.util.Optional.empty(),
                Rule.SPARSE,
                1_000,
                io.kerbstone.settings.Stream.PERIODIC,
                io.kerbstone.settings.ProbeOptions.Echo.DEFAULT);
        PollSchedule schedule = new PollSchedule("agent-1");
        schedule.replace(Tasks.of(new Assignment(1, List.of(), List.of(sparse)), "agent-1.host"), 0);
        long first = schedule.nextDueNs(60 * SECOND);
        while (schedule.due(first).stream().noneMatch(due -> due.task().id().equals("s"))) {
            first = schedule.nextDueNs(first + 60 * SECOND);
        }

        schedule.onLost("s", first + SECOND);
        List<Due> more = schedule.due(first + SECOND).stream()
                .filter(due -> due.task().id().equals("s"))
                .toList();
        schedule.onLost("s", first + 2 * SECOND);

        assertEquals(2, more.size());
        assertTrue(schedule.due(first + 2 * SECOND).stream()
                .noneMatch(due -> due.task().id().equals("s")));
    }

    @Test
    void shouldPollANewDeviceSoonAndThenOnItsBeat() {
        Task device = new Task(Task.Kind.DEVICE, "d", 60 * SECOND, 0);
        PollSchedule schedule = new PollSchedule("agent-1");
        schedule.replace(List.of(device), 7);
        List<Long> times = new ArrayList<>();
        for (long now = 7; now < 200 * SECOND; now += SECOND / 10) {
            for (Due due : schedule.due(now)) {
                assertFalse(due.isOverrun());
                times.add(due.dueNs());
            }
        }
        assertTrue(times.get(0) < 6 * SECOND, "first soon");
        assertEquals(60 * SECOND, times.get(2) - times.get(1));
        assertTrue(times.size() >= 4 && times.size() <= 5, times.toString());

        PollSchedule again = new PollSchedule("agent-1");
        again.replace(List.of(device), 0);
        again.due(6 * SECOND);
        assertEquals(
                Math.floorMod(times.get(1), 60 * SECOND), Math.floorMod(again.nextDueNs(99 * SECOND), 60 * SECOND));
    }

    @Test
    void shouldDoNothingMoreWhenAStandardProbeIsLost() {
        PollSchedule schedule = new PollSchedule("agent-1");
        schedule.replace(List.of(path("p", SECOND)), 0);
        schedule.due(SECOND);
        schedule.onLost("p", SECOND + 1);
        schedule.onLost("unknown", SECOND + 1);
        assertEquals(List.of(), schedule.due(SECOND + 1));
    }
}
