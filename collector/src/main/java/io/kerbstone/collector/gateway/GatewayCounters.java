package io.kerbstone.collector.gateway;

import java.util.concurrent.atomic.LongAdder;

/** What came through the door since the start. Safe for many threads. */
public final class GatewayCounters {
    private final LongAdder connections = new LongAdder();
    private final LongAdder turnedAway = new LongAdder();
    private final LongAdder broken = new LongAdder();
    private final LongAdder enrolled = new LongAdder();
    private final LongAdder enrolmentsRefused = new LongAdder();
    private final LongAdder replaced = new LongAdder();

    GatewayCounters() {}

    void connection() {
        connections.increment();
    }

    void turnAway() {
        turnedAway.increment();
    }

    void breakOff() {
        broken.increment();
    }

    void enrol() {
        enrolled.increment();
    }

    void refuseEnrolment() {
        enrolmentsRefused.increment();
    }

    void replace() {
        replaced.increment();
    }

    /** Connections taken. */
    public long connections() {
        return connections.sum();
    }

    /** Connections ended because the door was full, the handshake failed, or the agent was unknown or revoked. */
    public long turnedAway() {
        return turnedAway.sum();
    }

    /** Connections ended because the peer broke the protocol or stayed silent. */
    public long broken() {
        return broken.sum();
    }

    /** Agents enrolled. */
    public long enrolled() {
        return enrolled.sum();
    }

    /** Enrolments refused. */
    public long enrolmentsRefused() {
        return enrolmentsRefused.sum();
    }

    /** Connections ended because the same agent connected again. */
    public long replaced() {
        return replaced.sum();
    }
}
