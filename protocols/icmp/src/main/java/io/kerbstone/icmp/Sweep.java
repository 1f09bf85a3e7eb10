package io.kerbstone.icmp;

import io.kerbstone.measurement.Observation;
import io.kerbstone.measurement.Sample;
import io.kerbstone.time.MonotonicClock;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A one-off measurement of one or many targets, in rounds: each target once, then each a second time, and so on. What
 * {@code probe icmp} and {@code bench probe} do. One use, one thread; the prober must have nothing else in flight.
 */
public final class Sweep {
    /** Most probes sent before looking for replies, when nothing else says to wait. */
    private static final int SENDS_BETWEEN_POLLS = 64;

    private static final long LONGEST_POLL_NS = 1_000_000_000L;

    private final Plan plan;
    private final IcmpProber prober;
    private final MonotonicClock clock;
    private final Consumer<Result> to;
    private final List<Sample.Builder> samples = new ArrayList<>();
    private final String[] names;

    private Sweep(Plan plan, IcmpProber prober, MonotonicClock clock, Consumer<Result> to) {
        this.plan = plan;
        this.prober = prober;
        this.clock = clock;
        this.to = to;
        names = new String[plan.targets.size()];
        for (int i = 0; i < names.length; i++) {
            names[i] = Integer.toString(i);
            samples.add(new Sample.Builder());
        }
    }

    /**
     * What to measure.
     *
     * @param targets 1 to {@link Targets#MOST}, each a target of its own even when named twice
     * @param count probes to each, 1 to {@link #MOST_COUNT}
     * @param intervalNs from one probe to a target to the next to the same, at least 0
     * @param gapNs from one probe to the next whatever its target, at least 0
     * @param waitingTimeNs as in {@link IcmpProber#send}
     * @param type as in {@link IcmpProber#send}
     */
    public record Plan(
            List<InetAddress> targets, int count, long intervalNs, long gapNs, long waitingTimeNs, TypeP type) {
        /** Bound of {@link #count}. */
        public static final int MOST_COUNT = 1_000_000;

        /** Copies the list and checks the ranges. */
        public Plan {
            targets = List.copyOf(targets);
            if (targets.isEmpty() || targets.size() > Targets.MOST) {
                throw new IllegalArgumentException("1 to " + Targets.MOST + " targets, not " + targets.size());
            }
            if (count < 1 || count > MOST_COUNT || intervalNs < 0 || gapNs < 0) {
                throw new IllegalArgumentException("count of 1 to " + MOST_COUNT + ", interval and gap at least 0");
            }
        }
    }

    /** What was measured of one target. */
    public record Result(InetAddress target, Sample sample) {}

    /** Runs it to its end; each target's result goes to the consumer as soon as its last probe has ended. */
    public static void run(Plan plan, IcmpProber prober, MonotonicClock clock, Consumer<Result> to) {
        if (prober.inFlight() != 0) {
            throw new IllegalArgumentException("the prober is busy with " + prober.inFlight() + " probes");
        }
        new Sweep(plan, prober, clock, to).run();
    }

    private void run() {
        for (int round = 0; round < plan.count; round++) {
            long roundNs = clock.nowNs();
            sendRound(roundNs);
            if (round + 1 < plan.count) {
                waitUntil(roundNs + plan.intervalNs);
            }
        }
        while (prober.inFlight() > 0) {
            prober.poll(LONGEST_POLL_NS, this::take);
        }
    }

    private void sendRound(long roundNs) {
        long dueNs = roundNs;
        int sincePoll = 0;
        for (int i = 0; i < names.length; i++) {
            long nowNs = waitUntil(dueNs);
            while (prober.inFlight() >= prober.maxInFlight()) {
                prober.poll(LONGEST_POLL_NS, this::take);
            }
            prober.send(names[i], plan.targets.get(i), plan.type, plan.waitingTimeNs, dueNs, this::take);
            if (++sincePoll >= SENDS_BETWEEN_POLLS) {
                sincePoll = 0;
                prober.poll(0, this::take);
            }
            // What is late is not made up for by a burst.
            dueNs = Math.max(dueNs + plan.gapNs, nowNs);
        }
    }

    private long waitUntil(long dueNs) {
        long nowNs = clock.nowNs();
        while (nowNs - dueNs < 0) {
            prober.poll(dueNs - nowNs, this::take);
            nowNs = clock.nowNs();
        }
        return nowNs;
    }

    private void take(Observation observation) {
        int at = Integer.parseInt(observation.pathId());
        Sample.Builder sample = samples.get(at).add(observation.outcome());
        if (sample.size() == plan.count) {
            to.accept(new Result(plan.targets.get(at), sample.build()));
        }
    }
}
