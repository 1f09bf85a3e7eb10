package io.kerbstone.collector.registry;

import io.kerbstone.measurement.GroupPolicy;
import io.kerbstone.measurement.Target;
import java.util.List;

/**
 * A group of paths and what it is judged by.
 *
 * @param id see {@link io.kerbstone.settings.Ids}
 * @param name what people call it
 * @param policy how the members' states make its own
 * @param pathIds the members, as {@link PathRecord#id} names them, at most {@link #MAX_PATHS}
 * @param target what availability, delay and loss are held against
 */
public record GroupRecord(String id, String name, GroupPolicy policy, List<String> pathIds, Target target) {
    /** Most members of a stored group. */
    public static final int MAX_PATHS = 10_000;
    /** The group of all paths, which is always there unless someone stores one by this id. */
    public static final String ALL = "all";

    /** Copies the list. */
    public GroupRecord {
        pathIds = List.copyOf(pathIds);
    }
}
