package io.kerbstone.collector.judge;

import io.kerbstone.collector.store.ChunkRows.Kind;
import io.kerbstone.measurement.Period;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoField;
import java.util.Arrays;
import java.util.List;

/** The spans that have rows of their own: days, months and years of a zone, each numbered from 1970. */
enum SpanLevel {
    /** Numbered by its days since 1970-01-01. */
    DAY(0, Kind.DAY, Kind.DAY_DELAYS),
    /** Numbered by its months since the year 0. */
    MONTH(1, Kind.MONTH, Kind.MONTH_DELAYS),
    /** Numbered as people do. */
    YEAR(2, Kind.YEAR, Kind.YEAR_DELAYS);

    /** The coarse ones first, as a period is covered by them. */
    static final List<SpanLevel> COARSE_FIRST = List.of(YEAR, MONTH, DAY);

    private final int place;
    private final Kind ledger;
    private final Kind delays;

    SpanLevel(int place, Kind ledger, Kind delays) {
        this.place = place;
        this.ledger = ledger;
        this.delays = delays;
    }

    static SpanLevel of(Kind ledger) {
        return Arrays.stream(values())
                .filter(level -> level.ledger == ledger)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("BUG: no span has rows of kind " + ledger));
    }

    /** Its place among the levels, the finest first, from 0. */
    int place() {
        return place;
    }

    /** The next coarser one; of years, themselves. */
    SpanLevel above() {
        return this == DAY ? MONTH : YEAR;
    }

    /** The finer ones, coarse first. */
    List<SpanLevel> below() {
        return COARSE_FIRST.subList(COARSE_FIRST.indexOf(this) + 1, COARSE_FIRST.size());
    }

    /** The next finer one; of days, themselves. */
    SpanLevel finer() {
        return this == YEAR ? MONTH : DAY;
    }

    /** Rows with states and counts of probes. */
    Kind ledger() {
        return ledger;
    }

    /** Rows with delays. */
    Kind delays() {
        return delays;
    }

    /** Number of the span that holds the moment. */
    long numberAt(long unixMs, ZoneId zone) {
        LocalDate date = LocalDate.ofInstant(Instant.ofEpochMilli(unixMs), zone);
        return switch (this) {
            case DAY -> date.toEpochDay();
            case MONTH -> date.getLong(ChronoField.PROLEPTIC_MONTH);
            case YEAR -> date.getYear();
        };
    }

    /** When the span begins, ms since 1970 UTC. */
    long startMs(long number, ZoneId zone) {
        LocalDate first =
                switch (this) {
                    case DAY -> LocalDate.ofEpochDay(number);
                    case MONTH ->
                        LocalDate.of((int) Math.floorDiv(number, 12L), (int) Math.floorMod(number, 12L) + 1, 1);
                    case YEAR -> LocalDate.of((int) number, 1, 1);
                };
        return first.atStartOfDay(zone).toInstant().toEpochMilli();
    }

    /** The time a span covers. */
    Period periodOf(long number, ZoneId zone) {
        return new Period(startMs(number, zone), startMs(number + 1, zone));
    }

    /** First span that begins at the moment or later. */
    long firstFrom(long unixMs, ZoneId zone) {
        long number = numberAt(unixMs, zone);
        return startMs(number, zone) < unixMs ? number + 1 : number;
    }
}
