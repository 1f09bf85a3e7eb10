package io.kerbstone.collector.registry;

import io.kerbstone.settings.DeviceDefinition;

/**
 * A device and the agent that polls it.
 *
 * @param definition as assigned here, or as the agent's own file says
 * @param agentId who polls it
 * @param local whether it comes from the agent's own file and cannot be changed here
 */
public record DeviceRecord(DeviceDefinition definition, String agentId, boolean local) {
    /** The id of the device at this collector; see {@link PathRecord#id}. */
    public String id() {
        return local ? StreamKey.of(agentId, definition.id()) : definition.id();
    }

    /** What people call it. */
    public String name() {
        return definition.name();
    }

    /** Under which name the agent's readings of it are kept. */
    public String streamKey() {
        return StreamKey.of(agentId, definition.id());
    }
}
