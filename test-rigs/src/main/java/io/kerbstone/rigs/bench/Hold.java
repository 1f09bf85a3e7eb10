package io.kerbstone.rigs.bench;

import io.kerbstone.icmp.IcmpProber;
import io.kerbstone.icmp.TypeP;
import io.kerbstone.measurement.Observation;
import io.kerbstone.measurement.Outcome;
import io.kerbstone.time.MonotonicClock;
import java.net.InetAddress;
import java.util.List;

/** Sends to targets in turn at a steady rate for a time. One use, one thread. */
final class Hold {
    private static final long NS_PER_S = 1_000_000_000L;
    private static final long WAITING_TIME_NS = NS_PER_S;
    private static final long TICK_NS = 500_000;
    /** Most probes sent before looking for replies: what is late is caught up, but not all at once. */
    private static final int BURST_MAX = 256;

    private final IcmpProber prober;
    private final List<InetAddress> targets;
    private final MonotonicClock clock;
    private long asked;
    private long replied;
    private long lost;
    private long notMeasured;
    private long second;
    private long askedBeforeSecond;
    private long slowest = Long.MAX_VALUE;

    Hold(IcmpProber prober, List<InetAddress> targets, MonotonicClock clock) {
        this.prober = prober;
        this.targets = targets;
        this.clock = clock;
    }

    HoldRun run(int perSecond, long durationNs, double cpuBefore, OwnProber cpu) {
        long startNs = clock.nowNs();
        long sentBefore = prober.counters().sent();
        for (long nowNs = startNs; nowNs - startNs < durationNs; nowNs = clock.nowNs()) {
            long elapsedNs = nowNs - startNs;
            long due = elapsedNs / NS_PER_S * perSecond + elapsedNs % NS_PER_S * perSecond / NS_PER_S;
            for (int i = 0; i < BURST_MAX && asked < due; i++) {
                InetAddress target = targets.get((int) (asked++ % targets.size()));
                prober.send("hold", target, TypeP.USUAL, WAITING_TIME_NS, nowNs, this::take);
            }
            prober.poll(asked < due ? 0 : TICK_NS, this::take);
            countSecond(elapsedNs);
        }
        double seconds = (clock.nowNs() - startNs) / (double) NS_PER_S;
        while (prober.inFlight() > 0) {
            prober.poll(TICK_NS, this::take);
        }
        return new HoldRun(
                prober.counters().sent() - sentBefore,
                replied,
                lost,
                notMeasured,
                seconds,
                slowest,
                cpu.cpuSeconds() - cpuBefore);
    }

    private void countSecond(long elapsedNs) {
        long now = elapsedNs / NS_PER_S;
        if (now > second) {
            slowest = Math.min(slowest, (asked - askedBeforeSecond) / (now - second));
            askedBeforeSecond = asked;
            second = now;
        }
    }

    private void take(Observation observation) {
        if (observation.outcome() instanceof Outcome.Replied) {
            replied++;
        } else if (observation.outcome() instanceof Outcome.Lost) {
            lost++;
        } else {
            notMeasured++;
        }
    }
}
