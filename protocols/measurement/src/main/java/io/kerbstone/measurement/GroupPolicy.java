package io.kerbstone.measurement;

import java.util.List;

/**
 * How the states of the members make the state of a group.
 *
 * @param kind which way
 * @param k for {@link Kind#AT_LEAST} the number of members that must be UP; otherwise 1
 */
public record GroupPolicy(Kind kind, int k) {
    /** The ways. */
    public enum Kind {
        /** Several agents, one target: UP if any is UP; else DOWN if any is DOWN; else UNKNOWN. */
        VANTAGE,
        /** Redundant: UP if any is UP; DOWN only if all are DOWN; else UNKNOWN. */
        ANY,
        /** In series: DOWN if any is DOWN; UP only if all are UP; else UNKNOWN. */
        ALL,
        /** UP if k are UP; DOWN if fewer than k could be; else UNKNOWN. */
        AT_LEAST
    }

    /** State of the group; EXCLUDED members count as UNKNOWN. */
    public IntervalState combine(List<IntervalState> members) {
        int up = count(members, IntervalState.UP);
        int down = count(members, IntervalState.DOWN);
        int unknown = members.size() - up - down;
        return switch (kind) {
            case VANTAGE -> of(up > 0, down > 0);
            case ANY -> of(up > 0, down > 0 && down == members.size());
            case ALL -> of(down == 0 && unknown == 0 && up > 0, down > 0);
            case AT_LEAST -> of(up >= k, up + unknown < k);
        };
    }

    private static IntervalState of(boolean up, boolean down) {
        return up ? IntervalState.UP : down ? IntervalState.DOWN : IntervalState.UNKNOWN;
    }

    private static int count(List<IntervalState> members, IntervalState state) {
        return (int) members.stream().filter(member -> member == state).count();
    }
}
