package io.kerbstone.collector.reports;

import io.kerbstone.collector.messages.Messages;
import io.kerbstone.measurement.Period;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The period of a report as people write it: {@code 2026}, {@code 2026-Q3}, {@code 2026-10}, {@code 2026-10-05}, or
 * {@code FROM/TO}, each a date (its start in the collector's zone), a date with time in that zone, or RFC 3339 with offset;
 * TO itself is not in the period. Immutable.
 *
 * @param text as written
 * @param period the exact milliseconds
 */
public record ReportPeriod(String text, Period period) {
    /** Longest period: five years, and the leap days in them. */
    public static final long LENGTH_MAX_MS = (5L * 365 + 2) * 86_400_000;

    private static final int YEAR_MIN = 2000;
    private static final int YEAR_MAX = 2199;
    private static final int TEXT_MAX = 80;
    private static final Pattern YEAR = Pattern.compile("(\\d{4})");
    private static final Pattern QUARTER = Pattern.compile("(\\d{4})-[Qq]([1-4])");
    private static final Pattern MONTH = Pattern.compile("(\\d{4})-(0[1-9]|1[0-2])");
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");

    /** A period, or why the text is none. */
    public sealed interface Result {}

    /** The text is a period. */
    public record Parsed(ReportPeriod period) implements Result {}

    /** The text is no period. */
    public record Refused(String key, List<String> details) implements Result {
        /** What to write instead. */
        public String sentence(Locale locale) {
            return Messages.of("reports", locale).get(key, details.toArray());
        }
    }

    /** Reads a period in the zone. */
    public static Result parse(String text, ZoneId zone) {
        if (text.length() > TEXT_MAX) {
            return refused("period.form", text.substring(0, TEXT_MAX) + "…");
        }
        try {
            return parsed(text.trim(), zone);
        } catch (DateTimeException e) {
            return refused("period.form", text);
        }
    }

    private static Result parsed(String text, ZoneId zone) {
        Matcher year = YEAR.matcher(text);
        if (year.matches()) {
            LocalDate start = LocalDate.of(Integer.parseInt(year.group(1)), 1, 1);
            return between(text, start(start, zone), start(start.plusYears(1), zone));
        }
        Matcher quarter = QUARTER.matcher(text);
        if (quarter.matches()) {
            int month = 3 * Integer.parseInt(quarter.group(2)) - 2;
            LocalDate start = LocalDate.of(Integer.parseInt(quarter.group(1)), month, 1);
            return between(text, start(start, zone), start(start.plusMonths(3), zone));
        }
        Matcher month = MONTH.matcher(text);
        if (month.matches()) {
            LocalDate start = LocalDate.of(Integer.parseInt(month.group(1)), Integer.parseInt(month.group(2)), 1);
            return between(text, start(start, zone), start(start.plusMonths(1), zone));
        }
        if (DATE.matcher(text).matches()) {
            LocalDate start = LocalDate.parse(text);
            return between(text, start(start, zone), start(start.plusDays(1), zone));
        }
        int slash = text.indexOf('/');
        if (slash < 0) {
            return refused("period.form", text);
        }
        return between(text, moment(text.substring(0, slash), zone), moment(text.substring(slash + 1), zone));
    }

    private static OffsetDateTime start(LocalDate date, ZoneId zone) {
        return date.atStartOfDay(zone).toOffsetDateTime();
    }

    private static OffsetDateTime moment(String text, ZoneId zone) {
        if (DATE.matcher(text).matches()) {
            return start(LocalDate.parse(text), zone);
        }
        boolean hasOffset = text.endsWith("Z") || text.endsWith("z") || text.matches(".*[+-]\\d{2}:\\d{2}");
        return hasOffset
                ? OffsetDateTime.parse(text)
                : LocalDateTime.parse(text).atZone(zone).toOffsetDateTime();
    }

    private static Result between(String text, OffsetDateTime from, OffsetDateTime to) {
        if (from.getYear() < YEAR_MIN || to.getYear() > YEAR_MAX) {
            return refused("period.year", text, Integer.toString(YEAR_MIN), Integer.toString(YEAR_MAX));
        }
        long startMs = from.toInstant().toEpochMilli();
        long endMs = to.toInstant().toEpochMilli();
        if (endMs <= startMs) {
            return refused("period.order", text);
        }
        if (endMs - startMs > LENGTH_MAX_MS) {
            return refused("period.long", text);
        }
        return new Parsed(new ReportPeriod(text, new Period(startMs, endMs)));
    }

    private static Refused refused(String key, String... details) {
        return new Refused(key, List.of(details));
    }
}
