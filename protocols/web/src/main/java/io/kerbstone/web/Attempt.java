package io.kerbstone.web;

import io.kerbstone.measurement.Observation;
import io.kerbstone.measurement.Outcome;
import io.kerbstone.measurement.Outcome.LossReason;
import io.kerbstone.measurement.Outcome.NotMeasuredReason;
import io.kerbstone.time.MonotonicClock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One probe under way, judged exactly once: what comes after its end is nobody's business. Owned by the event loop's
 * thread.
 */
final class Attempt {
    /**
     * What the two host time stamps of a probe are together off by while nobody noticed that the thread was late, ns: a
     * delay short of one look, and a wake-up. Held against a capture, 99 of 100 were within it (docs/decisions/0171).
     */
    static final long STAMP_ERROR_NS = LoopWatch.TICK_NS + 1_000_000;
    /** A thread later than this while a probe waited says that we were starved, ns. */
    static final long STARVED_AFTER_NS = 50_000_000;

    private final WebProbe probe;
    private final MonotonicClock clock;
    private final LoopWatch watch;
    private final WebCounters counters;
    private final Consumer<Attempt> whenEnded;
    private final Facts facts = new Facts();
    private long sentAtNs;
    private boolean isSent;
    private @Nullable Outcome outcome;

    Attempt(WebProbe probe, MonotonicClock clock, LoopWatch watch, WebCounters counters, Consumer<Attempt> whenEnded) {
        this.probe = probe;
        this.clock = clock;
        this.watch = watch;
        this.counters = counters;
        this.whenEnded = whenEnded;
        this.sentAtNs = clock.nowNs();
        facts.text("address", probe.address().getHostAddress());
    }

    WebProbe probe() {
        return probe;
    }

    Facts facts() {
        return facts;
    }

    WebCounters counters() {
        return counters;
    }

    long nowNs() {
        return clock.nowNs();
    }

    /** The request leaves now: the send time of the observation. */
    void sending() {
        if (!isSent) {
            isSent = true;
            counters.addSent();
        }
        sentAtNs = clock.nowNs();
    }

    long sentAtNs() {
        return sentAtNs;
    }

    boolean isEnded() {
        return outcome != null;
    }

    /**
     * A valid reply. While the thread was held up its delay says more about us than about the path, and one that is longer
     * than the waiting time came too late however soon we noticed.
     */
    void replied(long delayNs) {
        long lateNs = watch.lateNsSince(sentAtNs, clock.nowNs());
        if (lateNs > STARVED_AFTER_NS) {
            starved();
        } else if (delayNs > probe.waitingTimeMs() * 1_000_000L) {
            end(new Outcome.Lost(LossReason.TIMEOUT));
        } else {
            end(new Outcome.Replied(Math.max(0, delayNs), STAMP_ERROR_NS + lateNs));
        }
    }

    /** Lost; nothing within the waiting time is only believed when the thread was there to see it. */
    void lost(LossReason reason) {
        if (reason == LossReason.TIMEOUT && watch.lateNsSince(sentAtNs, clock.nowNs()) > STARVED_AFTER_NS) {
            starved();
        } else {
            end(new Outcome.Lost(reason));
        }
    }

    /** An answer, but not the one that was asked for; the fact says why. */
    void invalid(String series, String why) {
        if (outcome == null) {
            facts.text(series, why);
            lost(LossReason.INVALID_REPLY);
        }
    }

    void notMeasured(NotMeasuredReason reason) {
        end(new Outcome.NotMeasured(reason));
    }

    private void starved() {
        if (outcome == null) {
            counters.addStarved();
        }
        notMeasured(NotMeasuredReason.STARVED);
    }

    private void end(Outcome of) {
        if (outcome == null) {
            outcome = of;
            whenEnded.accept(this);
        }
    }

    /** What came of it; asked once it has ended. */
    WebResult result() {
        if (outcome == null) {
            throw new IllegalStateException("BUG: the probe has not ended");
        }
        return new WebResult(new Observation(probe.pathId(), sentAtNs, outcome), facts.list());
    }
}
