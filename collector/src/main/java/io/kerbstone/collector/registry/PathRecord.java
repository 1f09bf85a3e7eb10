package io.kerbstone.collector.registry;

import io.kerbstone.settings.PathDefinition;

/**
 * A path and the agent that probes it.
 *
 * @param definition as assigned here, or as the agent's own file says
 * @param agentId who probes it; never changes, for another agent measures another path
 * @param local whether it comes from the agent's own file and cannot be changed here
 */
public record PathRecord(PathDefinition definition, String agentId, boolean local) {
    /**
     * The id of the path at this collector. Ids in agents' own files are only unique per agent, so a local path is named
     * {@code agent~id}; no id holds a tilde.
     */
    public String id() {
        return local ? StreamKey.of(agentId, definition.id()) : definition.id();
    }

    /** What people call it. */
    public String name() {
        return definition.name();
    }

    /** Under which name the agent's observations of it are kept, whoever defined it. */
    public String streamKey() {
        return StreamKey.of(agentId, definition.id());
    }
}
