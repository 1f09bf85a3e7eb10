package io.kerbstone.collector.api;

import io.kerbstone.collector.registry.GroupRecord;
import io.kerbstone.collector.registry.Registry;
import io.kerbstone.measurement.Target;

/** What a single path is held against: the target of the first stored group, by id, that it is in. Stateless. */
public final class Targets {
    private Targets() {}

    /** The path's target; the usual one when it is in no stored group. */
    public static Target ofPath(Registry registry, String pathId) {
        return registry.groups().stream()
                .filter(group ->
                        !group.id().equals(GroupRecord.ALL) && group.pathIds().contains(pathId))
                .map(GroupRecord::target)
                .findFirst()
                .orElse(Target.DEFAULT);
    }
}
