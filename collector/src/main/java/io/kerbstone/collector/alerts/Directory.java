package io.kerbstone.collector.alerts;

import java.util.Collection;
import java.util.Optional;

/** What the alert book must know of the registry. Called by the thread that owns the book. */
public interface Directory {
    /** The path, when it is registered; its agent's name comes with it. */
    Optional<Alert.Subject> path(String pathId);

    /** Ids of the agents that should be heard: enrolled and not revoked. */
    Collection<String> agentIds();

    /** The agent, when it should be heard. */
    Optional<AgentEntry> agent(String agentId);

    /**
     * An agent that should be heard.
     *
     * @param subject names
     * @param lastSeenMs when it was last heard, ms since 1970 UTC; 0 for never
     * @param paths number of its paths
     */
    record AgentEntry(Alert.Subject subject, long lastSeenMs, int paths) {}
}
