package io.kerbstone.collector.reports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Periods as people write them. */
class ReportPeriodTest {
    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");

    private static void assertPeriod(String text, String from, String to) {
        ReportPeriod period = assertInstanceOf(ReportPeriod.Parsed.class, ReportPeriod.parse(text, SHANGHAI), text)
                .period();
        assertEquals(Instant.parse(from), Instant.ofEpochMilli(period.period().startMs()), text);
        assertEquals(Instant.parse(to), Instant.ofEpochMilli(period.period().endMs()), text);
    }

    private static String refusal(String text, Locale locale) {
        return assertInstanceOf(ReportPeriod.Refused.class, ReportPeriod.parse(text, SHANGHAI), text)
                .sentence(locale);
    }

    @Test
    void shouldStartInTheZoneWhenCalendarPeriod() {
        assertPeriod("2026", "2025-12-31T16:00:00Z", "2026-12-31T16:00:00Z");
        assertPeriod("2026-Q3", "2026-06-30T16:00:00Z", "2026-09-30T16:00:00Z");
        assertPeriod("2026-q4", "2026-09-30T16:00:00Z", "2026-12-31T16:00:00Z");
        assertPeriod("2026-10", "2026-09-30T16:00:00Z", "2026-10-31T16:00:00Z");
        assertPeriod(" 2024-02-29 ", "2024-02-28T16:00:00Z", "2024-02-29T16:00:00Z");
    }

    @Test
    void shouldBeExactWhenFromAndTo() {
        assertPeriod("2026-10-01/2026-10-08", "2026-09-30T16:00:00Z", "2026-10-07T16:00:00Z");
        assertPeriod(
                "2026-10-01T00:00:00Z/2026-10-01T00:00:01.5+00:00", "2026-10-01T00:00:00Z", "2026-10-01T00:00:01.500Z");
        assertPeriod("2026-10-01T08:00/2026-10-01T09:00:00+08:00", "2026-10-01T00:00:00Z", "2026-10-01T01:00:00Z");
    }

    @Test
    void shouldFollowTheZoneWhenClocksChange() {
        ReportPeriod.Result march = ReportPeriod.parse("2026-03", ZoneId.of("Europe/Berlin"));
        long hours = ((ReportPeriod.Parsed) march).period().period().lengthMs() / 3_600_000;
        assertEquals(31 * 24 - 1, hours);
    }

    @Test
    void shouldSayWhatToWriteWhenItIsNone() {
        for (String text : new String[] {
            "",
            "october",
            "2026-13",
            "2026-00",
            "2026-Q5",
            "2026-02-30",
            "2026-10-01/",
            "/",
            "26",
            "2026-10-01/x",
            "2026-10-01T25:00/2026-10-02",
            "9".repeat(5000)
        }) {
            assertTrue(refusal(text, Locale.ENGLISH).contains("is no period. Write 2026-10, 2026-Q3"), text);
        }
        assertTrue(refusal("2026-13", Locale.CHINA).startsWith("2026-13 不是有效的统计周期"));
        assertTrue(refusal("9".repeat(5000), Locale.ENGLISH).length() < 300);
    }

    @Test
    void shouldRefuseWhenReversedTooLongOrOutOfRange() {
        assertTrue(refusal("2026-10-02/2026-10-01", Locale.ENGLISH).contains("must come after"));
        assertTrue(refusal("2026-10-02/2026-10-02", Locale.ENGLISH).contains("must come after"));
        assertTrue(refusal("2020-01-01/2026-10-02", Locale.ENGLISH).contains("at most five years"));
        assertTrue(refusal("1999-01", Locale.ENGLISH).contains("2000"));
        assertTrue(refusal("2200", Locale.ENGLISH).contains("2199"));
        assertPeriod("2020-01-01/2025-01-01", "2019-12-31T16:00:00Z", "2024-12-31T16:00:00Z");
    }
}
