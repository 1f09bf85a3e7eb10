package io.kerbstone.agent.uplink;

/** How an enrolment ended. */
public sealed interface Enrolling {
    /** The agent has a certificate and an id. */
    record Done(String agentId) implements Enrolling {}

    /** The collector, or a check of its answer, said no. */
    record Refused(String sentence) implements Enrolling {}

    /** There was no answer. */
    record Unreachable(String sentence) implements Enrolling {}
}
