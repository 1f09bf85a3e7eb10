package io.kerbstone.collector.alerts;

import java.util.Collection;
import java.util.Optional;

/** What the alert book must know of the registry. Called by the thread that owns the book. */
public interface Directory {
    /** The path, when it is registered; its agent's name comes with it. */
    Optional<Alert.Subject> path(String pathId);

    /** The agents that should be heard: enrolled and not revoked. */
    Collection<AgentEntry> agents();

    /** Number of paths that an agent probes. */
    int pathsOf(String agentId);

    /**
     * An agent that should be heard.
     *
     * @param subject names
     * @param lastSeenMs when it was last heard, ms since 1970 UTC; 0 for never. A change of it is a sign of life; its
     *     difference to a clock is never used as a duration
     * @param connected whether its connection is open
     */
    record AgentEntry(Alert.Subject subject, long lastSeenMs, boolean connected) {}
}
