package io.kerbstone.settings;

import java.util.List;

/**
 * What a collector assigns to one agent, or what an agent's own file adds.
 *
 * @param version rises with each change at the collector; 0 for local definitions
 * @param devices at most {@link #DEVICES_MAX}, ids unique
 * @param paths at most {@link #PATHS_MAX}, ids unique
 */
public record Assignment(long version, List<DeviceDefinition> devices, List<PathDefinition> paths) {
    /** Most devices of one agent. */
    public static final int DEVICES_MAX = 500;
    /** Most paths of one agent. */
    public static final int PATHS_MAX = 10_000;
    /** Nothing to do. */
    public static final Assignment EMPTY = new Assignment(0, List.of(), List.of());

    /** Copies the lists. */
    public Assignment {
        devices = List.copyOf(devices);
        paths = List.copyOf(paths);
    }
}
