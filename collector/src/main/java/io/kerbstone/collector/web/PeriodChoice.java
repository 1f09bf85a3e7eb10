package io.kerbstone.collector.web;

import io.kerbstone.measurement.Period;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The period a page shows: one of the usual spans back from now, or from and to as the user gave them.
 *
 * @param span one of {@link #SPANS}, or empty when from and to were given
 * @param period the period itself; at most {@link #LENGTH_MS_MAX}
 */
public record PeriodChoice(String span, Period period) {
    /** The usual spans. */
    public static final List<String> SPANS = List.of("1h", "6h", "24h", "7d", "30d");
    /** Longest period a page or the API computes at once, ms: 13 months. */
    public static final long LENGTH_MS_MAX = 400L * 86_400_000;

    private static final long HOUR_MS = 3_600_000;
    private static final Map<String, Long> LENGTH_MS = Map.of(
            "1h", HOUR_MS, "6h", 6 * HOUR_MS, "24h", 24 * HOUR_MS, "7d", 7 * 24 * HOUR_MS, "30d", 30 * 24 * HOUR_MS);
    private static final String USUAL = "6h";

    /** From what an address says; anything not understood gives the usual span. */
    public static PeriodChoice of(
            @Nullable String span, @Nullable String from, @Nullable String to, ZoneId zone, long nowMs) {
        if (from != null && to != null) {
            try {
                long fromMs = ms(from, zone);
                long toMs = Math.min(ms(to, zone), nowMs);
                if (fromMs < toMs && toMs - fromMs <= LENGTH_MS_MAX) {
                    return new PeriodChoice("", new Period(fromMs, toMs));
                }
            } catch (DateTimeException notUnderstood) {
                return back(USUAL, nowMs);
            }
        }
        return back(span != null && LENGTH_MS.containsKey(span) ? span : USUAL, nowMs);
    }

    /** A moment as a browser's field for date and time gives it. */
    static long ms(String field, ZoneId zone) {
        return LocalDateTime.parse(field).atZone(zone).toInstant().toEpochMilli();
    }

    private static PeriodChoice back(String span, long nowMs) {
        long lengthMs = LENGTH_MS.getOrDefault(span, HOUR_MS);
        return new PeriodChoice(span, new Period(nowMs - lengthMs, nowMs));
    }
}
