package io.kerbstone.collector.judge;

import io.kerbstone.measurement.IntervalState;

/**
 * A path as of its last complete evaluation interval. An interval is complete when its last probe's waiting time and
 * {@link LiveStates#GRACE_MS} for the way have passed.
 *
 * @param pathId the path, as {@link io.kerbstone.collector.registry.PathRecord#id} names it
 * @param state UP, DOWN, or UNKNOWN when too little came; never EXCLUDED
 * @param sinceMs start of the first interval of this state, ms since 1970 UTC; at most two hours back when the collector
 *     has just started
 * @param lastIntervalMs start of the interval, ms since 1970 UTC
 * @param lastRttUs mean round-trip delay in it, microseconds; NaN without replies
 * @param lossRatio lost / sent in it; NaN when nothing was sent
 */
public record PathLive(
        String pathId, IntervalState state, long sinceMs, long lastIntervalMs, double lastRttUs, double lossRatio) {}
