package io.kerbstone.collector.web;

import io.kerbstone.collector.judge.Figures;
import io.kerbstone.measurement.PathIndicators;
import io.kerbstone.measurement.Period;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Indicators of each path since midnight, kept for a while, so that many open overviews cost no more than one. Safe for
 * many threads.
 */
final class Today {
    /** How long an answer is kept, ns. */
    static final long KEPT_NS = 20L * 1_000_000_000;
    /** Most answers kept; beyond that all are forgotten. */
    static final int KEPT_MAX = 100_000;

    private record Kept(PathIndicators figures, long untilNs) {}

    private final Figures figures;
    private final ZoneId zone;
    private final Map<String, Kept> byPath = new ConcurrentHashMap<>();

    Today(Figures figures, ZoneId zone) {
        this.figures = figures;
        this.zone = zone;
    }

    /** The path's indicators from midnight to now; {@code nowNs} is monotonic. */
    PathIndicators of(String pathId, long nowMs, long nowNs) {
        Kept kept = byPath.get(pathId);
        if (kept != null && kept.untilNs - nowNs > 0) {
            return kept.figures;
        }
        PathIndicators fresh = figures.path(pathId, new Period(startOfDayMs(nowMs), nowMs + 1));
        if (byPath.size() >= KEPT_MAX) {
            byPath.clear();
        }
        byPath.put(pathId, new Kept(fresh, nowNs + KEPT_NS));
        return fresh;
    }

    private long startOfDayMs(long nowMs) {
        return Instant.ofEpochMilli(nowMs)
                .atZone(zone)
                .toLocalDate()
                .atStartOfDay(zone)
                .toInstant()
                .toEpochMilli();
    }
}
