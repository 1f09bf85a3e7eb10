package io.kerbstone.collector.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kerbstone.collector.store.ChunkRows.Chunk;
import io.kerbstone.collector.store.ChunkRows.Kind;
import io.kerbstone.measurement.Interval;
import io.kerbstone.measurement.PathIndicators;
import io.kerbstone.measurement.Period;
import io.kerbstone.measurement.Rule;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Figures from rows of days, months and years are those of the plain computation, whatever came in whatever order. */
class SpanFiguresTest {
    private static final int DAYS = 75;
    private static final long END_MS = SpanFixture.START_MS + DAYS * SpanFixture.DAY_MS;
    private static final Rule SEVEN_MINUTES = new Rule("seven", 420_000, 42, 5, 0.3);
    private static final List<Rule> RULES = List.of(Rule.STANDARD, Rule.MINUTE, Rule.Y1540, Rule.SPARSE, SEVEN_MINUTES);
    private static final List<String> ZONES =
            List.of("Asia/Shanghai", "UTC", "Asia/Kathmandu", "America/St_Johns", "Australia/Lord_Howe");

    /** Parts of intervals of 75 days over a turn of the year: busy stretches, silent ones, and outages of hours. */
    private static List<Map.Entry<String, Interval>> parts(Random random) {
        List<Map.Entry<String, Interval>> parts = new ArrayList<>();
        for (int path = 0; path < RULES.size(); path++) {
            Rule rule = RULES.get(path);
            int due = rule.equals(Rule.SPARSE) ? 1 : 10;
            long index = BaseIntervals.indexAt(SpanFixture.START_MS * 1_000_000);
            long end = BaseIntervals.indexAt(END_MS * 1_000_000);
            while (index < end) {
                index += random.nextInt(40) == 0 ? random.nextInt(30_000) : 1 + random.nextInt(60);
                Interval part = SpanFixture.interval(random, index, due);
                parts.add(Map.entry("p" + path, part));
                if (random.nextInt(20) == 0) {
                    parts.add(Map.entry("p" + path, SpanFixture.interval(random, index, due)));
                }
            }
        }
        return parts;
    }

    private static SpanFixture fixture(String name, ZoneId zone) {
        SpanFixture fixture = new SpanFixture(name, zone);
        for (int path = 0; path < RULES.size(); path++) {
            fixture.path("p" + path, RULES.get(path));
        }
        return fixture;
    }

    /** About by time, some far too late. */
    private static List<Map.Entry<String, Interval>> arriving(Random random, List<Map.Entry<String, Interval>> parts) {
        record At(double ms, Map.Entry<String, Interval> part) {}
        return parts.stream()
                .map(part -> new At(
                        part.getValue().index() * 10_000.0
                                + random.nextDouble()
                                        * (random.nextInt(10) == 0
                                                ? 20 * SpanFixture.DAY_MS
                                                : SpanFixture.DAY_MS / 24.0),
                        part))
                .sorted((a, b) -> Double.compare(a.ms, b.ms))
                .map(At::part)
                .toList();
    }

    @Test
    void shouldBeThoseOfThePlainComputationWhenDataComesLateAndTheCollectorCrashes() {
        long seed = Long.getLong("kerbstone.seed", new Random().nextLong());
        Random random = new Random(seed);
        ZoneId zone = ZoneId.of(ZONES.get(random.nextInt(ZONES.size())));
        String name = "seed " + seed + " in " + zone;
        try (SpanFixture here = fixture("spans-a", zone)) {
            List<Map.Entry<String, Interval>> parts = parts(random);
            int checked = 0;
            int done = 0;
            for (Map.Entry<String, Interval> part : arriving(random, parts)) {
                here.add(part.getKey(), part.getValue());
                long nowMs = part.getValue().index() * 10_000;
                switch (++done % 997 == 0 ? random.nextInt(6) : -1) {
                    case 0 -> here.flush();
                    case 1 -> here.crash();
                    case 2, 3 -> here.maker.make(nowMs, 1 + random.nextInt(30));
                    case 4 -> checked += check(here, random, name);
                    default -> {}
                }
            }
            assertTrue(checked > 0, name);
            here.flush();
            here.maker.makeAll(END_MS + 400 * SpanFixture.DAY_MS);
            IntStream.range(0, 15).forEach(i -> check(here, random, name));
            assertEquals(fromScratch(random, parts, zone), here.spanRows(), name);
        }
    }

    private static List<Chunk> fromScratch(Random random, List<Map.Entry<String, Interval>> parts, ZoneId zone) {
        List<Map.Entry<String, Interval>> mixed = new ArrayList<>(parts);
        Collections.shuffle(mixed, random);
        try (SpanFixture there = fixture("spans-b", zone)) {
            mixed.forEach(part -> there.add(part.getKey(), part.getValue()));
            there.flush();
            there.maker.makeAll(END_MS + 400 * SpanFixture.DAY_MS);
            return there.spanRows();
        }
    }

    private static int check(SpanFixture here, Random random, String name) {
        String path = "p" + random.nextInt(RULES.size());
        Period period = period(random);
        List<Period> exclusions = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            long from = SpanFixture.START_MS + random.nextLong(END_MS - SpanFixture.START_MS);
            exclusions.add(new Period(from, from + 1 + random.nextLong(3 * SpanFixture.DAY_MS)));
        }
        PathIndicators plain = here.plain(path, period, exclusions);
        assertEquals(plain, here.judged(path, period, exclusions), () -> name + ": " + path + " " + period);
        PathIndicators bare = here.plain(path, period, List.of());
        assertEquals(List.of(bare), here.figures().paths(List.of(path), period), name);
        assertEquals(List.of(bare.ledger()), here.figures().ledgers(List.of(path), period), name);
        return 1;
    }

    /** Any period, or whole days of the zone of most of our readers. */
    private static Period period(Random random) {
        long from = SpanFixture.START_MS - SpanFixture.DAY_MS + random.nextLong((DAYS + 2) * SpanFixture.DAY_MS);
        long to = from + 1 + random.nextLong((DAYS + 2) * SpanFixture.DAY_MS);
        return random.nextInt(3) > 0
                ? new Period(from, to)
                : new Period(
                        from / SpanFixture.DAY_MS * SpanFixture.DAY_MS,
                        (to / SpanFixture.DAY_MS + 1) * SpanFixture.DAY_MS);
    }

    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");

    private static Period between(String from, String to) {
        return new Period(
                LocalDate.parse(from).atStartOfDay(SHANGHAI).toInstant().toEpochMilli(),
                LocalDate.parse(to).atStartOfDay(SHANGHAI).toInstant().toEpochMilli());
    }

    @Test
    void shouldNeedNoHourWhenThePeriodIsOfWholeDays() {
        Random random = new Random(3);
        Period period = between("2025-11-26", "2026-02-03");
        try (SpanFixture here = fixture("spans-c", SHANGHAI)) {
            parts(random).forEach(part -> here.add(part.getKey(), part.getValue()));
            here.flush();
            assertFalse(here.hours().isEmpty());
            here.maker.makeAll(END_MS + 400 * SpanFixture.DAY_MS);
            assertFalse(here.rows.all(Kind.YEAR_DELAYS).isEmpty());
            here.forgetHours();
            assertEquals(here.plain("p0", period, List.of()), here.judged("p0", period, List.of()));
            assertNotEquals(here.plain("p4", period, List.of()), here.judged("p4", period, List.of()));
        }
    }

    @Test
    void shouldUseHoursAndMakeTheRowsAnewWhenTheRuleChanges() {
        Random random = new Random(4);
        Period period = between("2025-12-01", "2026-01-01");
        try (SpanFixture here = fixture("spans-d", SHANGHAI)) {
            parts(random).forEach(part -> here.add(part.getKey(), part.getValue()));
            here.flush();
            long nowMs = END_MS + 400 * SpanFixture.DAY_MS;
            here.maker.makeAll(nowMs);
            assertEquals(0, here.maker.makeAll(nowMs));
            PathIndicators before = here.judged("p0", period, List.of());
            here.path("p0", Rule.SPARSE);
            PathIndicators after = here.judged("p0", period, List.of());
            assertEquals(here.plain("p0", period, List.of()), after);
            assertNotEquals(before, after);
            assertTrue(here.maker.makeAll(nowMs) > 20);
            here.forgetHours();
            assertEquals(after, here.judged("p0", period, List.of()));
        }
    }

    @Test
    void shouldMakeNoRowWhenTheDayHasNotEndedForTenMinutes() {
        Period day = between("2025-11-25", "2025-11-26");
        try (SpanFixture here = fixture("spans-e", SHANGHAI)) {
            here.add("p0", SpanFixture.interval(new Random(5), day.startMs() / 10_000, 10));
            here.flush();
            assertEquals(0, here.maker.make(day.endMs() + Judge.LATE_AFTER_MS - 1, 10));
            here.crash();
            assertEquals(1, here.maker.make(day.endMs() + Judge.LATE_AFTER_MS, 10));
            assertEquals(2, here.spanRows().size());
            here.crash();
            assertEquals(0, here.maker.make(day.endMs() + Judge.LATE_AFTER_MS, 10));
        }
    }
}
