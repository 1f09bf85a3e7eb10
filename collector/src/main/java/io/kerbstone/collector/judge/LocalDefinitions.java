package io.kerbstone.collector.judge;

import io.kerbstone.settings.Assignment;

/** Takes over what an agent's own file defines. */
@FunctionalInterface
public interface LocalDefinitions {
    /**
     * Takes over.
     *
     * @param agentId the agent
     * @param atNs wall time of the frame that said so, ns since 1970 UTC
     * @param local what it said
     */
    void apply(String agentId, long atNs, Assignment local);
}
