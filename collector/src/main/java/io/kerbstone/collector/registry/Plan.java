package io.kerbstone.collector.registry;

import java.util.List;

/**
 * Devices, paths and groups that are to be as they stand here, in one go; what is not in it stays as it is. Immutable.
 *
 * @param devices none of them local
 * @param paths none of them local
 * @param groups may hold paths of the plan and paths that are there
 */
public record Plan(List<DeviceRecord> devices, List<PathRecord> paths, List<GroupRecord> groups) {
    /** Copies the lists. */
    public Plan {
        devices = List.copyOf(devices);
        paths = List.copyOf(paths);
        groups = List.copyOf(groups);
    }

    /**
     * What became of a plan.
     *
     * @param refusals why it cannot be, every reason; then nothing was changed
     * @param changed ids of what was added or replaced, devices first, then paths, then groups
     * @param unchanged how many were so already
     */
    public record Result(List<String> refusals, List<String> changed, int unchanged) {
        /** Copies the lists. */
        public Result {
            refusals = List.copyOf(refusals);
            changed = List.copyOf(changed);
        }
    }
}
