package io.kerbstone.agent.probe;

import io.kerbstone.measurement.Observation;
import io.kerbstone.measurement.Sample;
import io.kerbstone.settings.PathDefinition;
import io.kerbstone.time.MonotonicClock;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A one-off measurement of one path through its {@link PathProber}: so many probes at equal gaps, whether or not the
 * one before has ended. What {@code probe KIND} does for kinds other than ICMP. One use, one thread.
 */
public final class ProbeSeries {
    /** What a prober may take beyond the waiting time before it broke its promise, ns. */
    static final long GRACE_NS = 30_000_000_000L;

    private final PathDefinition path;
    private final PathProber prober;
    private final MonotonicClock clock;
    private final BlockingQueue<Observation> ended = new LinkedBlockingQueue<>(); // at most count: one for each start
    private final Sample.Builder sample = new Sample.Builder();

    private ProbeSeries(PathDefinition path, PathProber prober, MonotonicClock clock) {
        this.path = path;
        this.prober = prober;
        this.clock = clock;
    }

    /** Runs it to its end; what came of all probes together. */
    public static Sample run(PathDefinition path, PathProber prober, int count, long intervalNs, MonotonicClock clock)
            throws InterruptedException {
        return new ProbeSeries(path, prober, clock).run(count, intervalNs);
    }

    private Sample run(int count, long intervalNs) throws InterruptedException {
        long dueNs = clock.nowNs();
        for (int i = 0; i < count; i++) {
            takeUntil(dueNs);
            prober.start(path, Optional.empty(), dueNs, ended::add);
            // What is late is not made up for by a burst.
            dueNs = Math.max(dueNs, clock.nowNs() - intervalNs) + intervalNs;
        }
        long endNs = clock.nowNs() + path.waitingTimeMs() * 1_000_000L + GRACE_NS;
        while (sample.size() < count) {
            if (!take(endNs)) {
                throw new IllegalStateException("BUG: a probe of kind " + path.kind() + " did not end");
            }
        }
        return sample.build();
    }

    private void takeUntil(long untilNs) throws InterruptedException {
        while (take(untilNs)) {
            // the next one
        }
    }

    /** Takes what ends before the given moment; whether one did. */
    private boolean take(long untilNs) throws InterruptedException {
        Observation observation = ended.poll(Math.max(0, untilNs - clock.nowNs()), TimeUnit.NANOSECONDS);
        if (observation != null) {
            sample.add(observation.outcome());
        }
        return observation != null;
    }
}
