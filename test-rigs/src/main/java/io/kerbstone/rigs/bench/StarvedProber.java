package io.kerbstone.rigs.bench;

import io.kerbstone.agent.schedule.Due;
import io.kerbstone.agent.schedule.PollSchedule;
import io.kerbstone.agent.schedule.Task;
import io.kerbstone.icmp.IcmpProber;
import io.kerbstone.icmp.ProberOpening;
import io.kerbstone.icmp.ProberSettings;
import io.kerbstone.icmp.TypeP;
import io.kerbstone.measurement.IntervalState;
import io.kerbstone.measurement.Observation;
import io.kerbstone.measurement.Outcome;
import io.kerbstone.measurement.Rule;
import io.kerbstone.time.MonotonicClock;
import io.kerbstone.time.WallClock;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A process of its own that measures as an agent does, with the agent's schedule and prober, under the standard rule; it
 * enters the starved group only when it has started. Prints its figures as words.
 */
final class StarvedProber {
    private static final long NS_PER_S = 1_000_000_000L;
    private static final int SENT = 0;
    private static final int LOST = 1;
    private static final int PLAINLY_LOST = 2;
    private static final long WAIT_NS = 40_000_000;

    private final MonotonicClock clock = MonotonicClock.SYSTEM;
    private final Rule rule = Rule.STANDARD;
    private final PollSchedule schedule = new PollSchedule("starved");
    private final IcmpProber prober;
    private final long waitingTimeNs;
    private final Map<String, InetAddress> targets = new HashMap<>();
    private final Map<String, int[]> intervals = new HashMap<>();
    private final Map<String, Integer> outcomes = new HashMap<>();
    private long startNs;

    private StarvedProber(IcmpProber prober, long waitingTimeNs) {
        this.prober = prober;
        this.waitingTimeNs = waitingTimeNs;
    }

    /** Arguments: what to run to be starved (a file to write our id to, or {@code -}), seconds, waiting time in ms, targets. */
    public static void main(String[] args) throws IOException {
        ProberOpening opening = IcmpProber.open(ProberSettings.DEFAULT, MonotonicClock.SYSTEM, WallClock.SYSTEM);
        if (!(opening instanceof ProberOpening.Opened opened)) {
            throw new IOException(((ProberOpening.Unavailable) opening).sentence());
        }
        try (IcmpProber prober = opened.prober()) {
            StarvedProber starved = new StarvedProber(prober, Integer.parseInt(args[2]) * 1_000_000L);
            for (int i = 3; i < args.length; i++) {
                starved.targets.put("p" + i, InetAddress.getByName(args[i]));
            }
            starved.measure(2);
            starved.outcomes.clear();
            starved.intervals.clear();
            System.out.println("ready");
            if (!args[0].equals("-")) {
                Files.writeString(
                        Path.of(args[0]), Long.toString(ProcessHandle.current().pid()));
            }
            starved.measure(Integer.parseInt(args[1]));
            System.out.println(starved.figures());
        }
    }

    private void measure(int seconds) {
        List<Task> tasks = new ArrayList<>();
        targets.keySet().forEach(id -> tasks.add(new Task(Task.Kind.PATH, id, rule.probeGapNs(), 0)));
        startNs = clock.nowNs();
        schedule.replace(tasks, startNs);
        for (long nowNs = startNs; nowNs - startNs < seconds * NS_PER_S; nowNs = clock.nowNs()) {
            schedule.due(nowNs).forEach(this::start);
            prober.poll(Math.max(0, schedule.nextDueNs(nowNs + WAIT_NS) - clock.nowNs()), this::take);
        }
        while (prober.inFlight() > 0) {
            prober.poll(WAIT_NS, this::take);
        }
    }

    private void start(Due due) {
        String id = due.task().id();
        InetAddress target = targets.get(id);
        if (due.isOverrun() || target == null) {
            take(new Observation(id, due.dueNs(), new Outcome.NotMeasured(Outcome.NotMeasuredReason.OVERRUN)));
        } else {
            prober.send(id, target, TypeP.USUAL, waitingTimeNs, due.dueNs(), this::take);
        }
    }

    private void take(Observation observation) {
        Outcome outcome = observation.outcome();
        String name = outcome instanceof Outcome.Lost
                ? "lost"
                : outcome instanceof Outcome.NotMeasured not ? not.reason().name() : "replied";
        outcomes.merge(name, 1, Integer::sum);
        boolean isMeasured = !(outcome instanceof Outcome.NotMeasured);
        boolean isLost = outcome instanceof Outcome.Lost;
        // By its own clock a program takes what it reads after the waiting time for lost.
        boolean isPlainlyLost = isLost || (isMeasured && clock.nowNs() - observation.sentAtNs() > waitingTimeNs);
        long index = (observation.sentAtNs() - startNs) / (rule.intervalMs() * 1_000_000);
        int[] counts = intervals.computeIfAbsent(observation.pathId() + " " + index, key -> new int[3]);
        counts[SENT] += isMeasured ? 1 : 0;
        counts[LOST] += isLost ? 1 : 0;
        counts[PLAINLY_LOST] += isPlainlyLost ? 1 : 0;
    }

    private int intervals(IntervalState state, int lostBy) {
        return (int) intervals.values().stream()
                .filter(counts -> rule.stateOf(counts[SENT], counts[lostBy]) == state)
                .count();
    }

    private String figures() {
        int down = intervals(IntervalState.DOWN, LOST);
        int up = intervals(IntervalState.UP, LOST);
        int plainLost = intervals.values().stream()
                .mapToInt(counts -> counts[PLAINLY_LOST])
                .sum();
        int all = outcomes.values().stream().mapToInt(n -> n).sum();
        int replied = outcomes.getOrDefault("replied", 0);
        int lost = outcomes.getOrDefault("lost", 0);
        return String.join(
                " ",
                "due=" + all,
                "replied=" + replied,
                "lost=" + lost,
                "notMeasured=" + (all - replied - lost),
                "up=" + up,
                "down=" + down,
                "plainLost=" + plainLost,
                "plainDown=" + intervals(IntervalState.DOWN, PLAINLY_LOST),
                "heldUpMs=" + prober.counters().heldUpNs() / 1_000_000,
                "runDelayMs=" + prober.counters().scheduling().runDelayNs() / 1_000_000,
                "throttledMs=" + prober.counters().scheduling().throttledNs() / 1_000_000,
                "reasons=" + String.join(",", outcomes.keySet()));
    }
}
