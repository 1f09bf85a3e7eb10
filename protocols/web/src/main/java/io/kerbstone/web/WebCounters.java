package io.kerbstone.web;

import java.util.concurrent.atomic.LongAdder;

/** Everything the prober counts; the numbers only rise. Safe for many threads. */
public final class WebCounters {
    private final LongAdder sent = new LongAdder();
    private final LongAdder inFlightFull = new LongAdder();
    private final LongAdder starved = new LongAdder();
    private final LongAdder foreign = new LongAdder();

    WebCounters() {}

    void addSent() {
        sent.increment();
    }

    void addInFlightFull() {
        inFlightFull.increment();
    }

    void addStarved() {
        starved.increment();
    }

    void addForeign() {
        foreign.increment();
    }

    /** Probes whose request was given to a socket. */
    public long sent() {
        return sent.sum();
    }

    /** Probes not made because too many of their kind, or too many TLS handshakes, were under way. */
    public long inFlightFull() {
        return inFlightFull.sum();
    }

    /** Probes not judged because the thread was held up while they waited. */
    public long starved() {
        return starved.sum();
    }

    /** Datagrams that answered another question than ours (wrong id, question or origin): ignored, the probe waits on. */
    public long foreign() {
        return foreign.sum();
    }
}
