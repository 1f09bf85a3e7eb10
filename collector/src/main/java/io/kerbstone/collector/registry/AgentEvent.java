package io.kerbstone.collector.registry;

/**
 * Something that happened to an agent.
 *
 * @param agentId which
 * @param kind what
 * @param atMs when, ms since 1970 UTC
 */
public record AgentEvent(String agentId, Kind kind, long atMs) {
    /** What can happen. */
    public enum Kind {
        /** Enrolled; it has not connected yet. */
        ENROLLED,
        /** Connected and greeted. */
        CONNECTED,
        /** The connection ended, whoever ended it. */
        DISCONNECTED,
        /** Revoked. */
        REVOKED
    }
}
