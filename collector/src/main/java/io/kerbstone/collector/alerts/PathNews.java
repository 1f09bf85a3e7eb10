package io.kerbstone.collector.alerts;

import io.kerbstone.measurement.IntervalState;
import java.util.OptionalLong;

/**
 * What the judge last said of a path: it has been in one state over [sinceMs, untilMs) by its measurements.
 *
 * @param pathId which path
 * @param state the state
 * @param sinceMs since when, ms since 1970 UTC
 * @param untilMs end of the last judged interval
 * @param roundTripNs last round-trip delay; absent when there was none
 */
public record PathNews(String pathId, IntervalState state, long sinceMs, long untilMs, OptionalLong roundTripNs) {}
