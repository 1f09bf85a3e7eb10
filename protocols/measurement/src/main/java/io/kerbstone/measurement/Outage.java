package io.kerbstone.measurement;

/**
 * A run of DOWN. UNKNOWN or EXCLUDED time in between neither ends it nor counts in it.
 *
 * @param fromMs start of the first DOWN, clipped to the period, ms since 1970 UTC
 * @param toMs end of the last DOWN, clipped to the period
 * @param downMs time DOWN within it, ms
 * @param certain false when there was UNKNOWN or EXCLUDED time in between
 * @param ended false when it was still open at the end of the period
 */
public record Outage(long fromMs, long toMs, long downMs, boolean certain, boolean ended) {}
