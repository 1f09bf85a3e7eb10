package io.kerbstone.agent.clock;

import io.kerbstone.agent.status.Counter;
import io.kerbstone.agent.status.Counters;
import io.kerbstone.linux.ClockReader;
import io.kerbstone.time.ClockState;
import io.kerbstone.time.WallEstimate;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The clock state of each frame: what the kernel says, what the collector's clock shows, and how long the machine slept.
 * Each look also notices what happened since the look before: a step of the wall clock, a suspend. Safe for many threads.
 */
public final class AgentClock {
    /** A step of the wall clock smaller than this is the work of whoever keeps it in step, ns. */
    public static final long STEP_NS_MIN = 10_000_000L;
    /** A clock being slewed moves by at most this (adjtime(3)), and by that much in addition no step is seen. */
    private static final long SLEW_DIVISOR = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(AgentClock.class);

    private final ClockReader reader;
    private final String bootId;
    private final Counters counters;
    private final CollectorTime collector = new CollectorTime();
    private @Nullable ClockState last;
    private long resumedNs;

    /** A clock of the given boot. */
    public AgentClock(ClockReader reader, String bootId, Counters counters) {
        this.reader = reader;
        this.bootId = bootId;
        this.counters = counters;
    }

    /** What is known at this moment. */
    public synchronized ClockState read() {
        ClockState read = reader.read(bootId);
        long suspendedNs = steadied(read.suspendedNs());
        noticeSuspend(read, suspendedNs);
        ClockState now = new ClockState(
                read.bootId(),
                read.monotonicNs(),
                read.wallUnixNs(),
                read.synchronised(),
                read.errorNs(),
                collector.at(read.monotonicNs() + suspendedNs),
                suspendedNs);
        noticeStep(now);
        last = now;
        return now;
    }

    /** A time exchange was completed. One that a suspend fell into says nothing. */
    public synchronized void onExchange(TimeExchange exchange) {
        ClockState now = read();
        if (exchange.askedNs() - resumedNs < 0 && counters.get(Counter.SUSPENDS) > 0) {
            return;
        }
        Optional<WallEstimate> before = now.collector();
        if (collector.accept(exchange.collector(), now.bootNsAt(exchange.answeredNs()))) {
            counters.add(Counter.COLLECTOR_CLOCK_JUMPS);
            LOG.warn(
                    "The collector's clock and the monotonic clock of this machine do not agree any more (now {}, before {}):"
                            + " the collector's clock was set, or this machine was paused.",
                    exchange.collector(),
                    before);
        }
    }

    /** The same time suspended as before, unless it has noticeably grown. */
    private long steadied(long suspendedNs) {
        long beforeNs = last == null ? suspendedNs : last.suspendedNs();
        return suspendedNs - beforeNs < ClockReader.SUSPEND_NS_MIN ? beforeNs : suspendedNs;
    }

    private void noticeSuspend(ClockState read, long suspendedNs) {
        if (last == null || suspendedNs == last.suspendedNs()) {
            return;
        }
        counters.add(Counter.SUSPENDS);
        collector.onSuspend();
        resumedNs = read.monotonicNs();
        LOG.warn("This machine was suspended for {} ms.", (suspendedNs - last.suspendedNs()) / 1_000_000);
    }

    private void noticeStep(ClockState now) {
        if (last == null) {
            return;
        }
        long passedNs = now.bootNs() - last.bootNs();
        long stepNs = (now.wallUnixNs() - last.wallUnixNs()) - passedNs;
        if (Math.abs(stepNs) > STEP_NS_MIN + passedNs / SLEW_DIVISOR) {
            counters.add(Counter.WALL_STEPS);
            LOG.warn("The wall clock of this machine was set by {} ms.", stepNs / 1_000_000);
        }
    }
}
