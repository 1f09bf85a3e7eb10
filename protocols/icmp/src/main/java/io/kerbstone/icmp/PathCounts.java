package io.kerbstone.icmp;

import java.util.HashMap;
import java.util.Map;

/**
 * What happened on each path beside its observations, since it was last taken. Bounded: of further paths only the totals
 * of {@link ProberCounters} know. Owned by one thread.
 */
public final class PathCounts {
    /** Most paths counted apart between two takings. */
    public static final int MOST_PATHS = 16_384;

    private Map<String, Count> byPath = new HashMap<>();

    /**
     * Of one path.
     *
     * @param late replies after the waiting time
     * @param duplicates replies to a probe already answered
     * @param starved probes not judged because this machine was held up
     */
    public record Count(long late, long duplicates, long starved) {
        private Count plus(Count other) {
            return new Count(late + other.late, duplicates + other.duplicates, starved + other.starved);
        }
    }

    void late(String pathId) {
        add(pathId, new Count(1, 0, 0));
    }

    void duplicate(String pathId) {
        add(pathId, new Count(0, 1, 0));
    }

    void starved(String pathId) {
        add(pathId, new Count(0, 0, 1));
    }

    /** Takes out what was counted; only paths on which something was. */
    Map<String, Count> take() {
        Map<String, Count> taken = byPath;
        byPath = new HashMap<>();
        return taken;
    }

    private void add(String pathId, Count one) {
        if (byPath.size() < MOST_PATHS || byPath.containsKey(pathId)) {
            byPath.merge(pathId, one, Count::plus);
        }
    }
}
