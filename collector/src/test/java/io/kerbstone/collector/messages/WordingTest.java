package io.kerbstone.collector.messages;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.kerbstone.measurement.Ratio;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

/** Figures are never made prettier than they are. */
class WordingTest {
    private final Wording english = new Wording(Messages.ENGLISH, ZoneId.of("Asia/Shanghai"));
    private final Wording chinese = new Wording(Messages.CHINESE, ZoneId.of("Asia/Shanghai"));

    @Test
    void shouldCutOffSharesWhenNearlyWhole() {
        assertEquals("100.00 %", english.percent(new Ratio(5, 5)));
        assertEquals("99.9999 %", english.percent(new Ratio(999_999_999, 1_000_000_000)));
        assertEquals("99.99 %", english.percent(new Ratio(9_999, 10_000)));
        assertEquals("33.3333 %", english.percent(new Ratio(1, 3)));
        assertEquals("0.00 %", english.percent(new Ratio(0, 3)));
        assertEquals("–", english.percent(null));
    }

    @Test
    void shouldNeverRoundToNothingOrEverythingWhenDecimal() {
        assertEquals("<0.0001 %", english.percent(1e-9));
        assertEquals(">99.9999 %", english.percent(1 - 1e-9));
        assertEquals("1.00 %", english.percent(0.01));
        assertEquals("0.00 %", english.percent(0.0));
        assertEquals("100.00 %", english.percent(1.0));
    }

    @Test
    void shouldNameUnitsInTheLanguageWhenDuration() {
        assertEquals("999 ms", english.duration(999));
        assertEquals("59 s", english.duration(59_999));
        assertEquals("1 min 30 s", english.duration(90_000));
        assertEquals("1 小时", chinese.duration(3_600_000));
        assertEquals("0 秒", chinese.duration(0));
        assertEquals("23 h 59 min", english.duration(86_399_999));
        assertEquals("2 天 3 小时", chinese.duration(2 * 86_400_000L + 3 * 3_600_000L));
        assertEquals("–", chinese.duration(null));
    }

    @Test
    void shouldCarryTheOffsetWhenDateStandsAlone() {
        assertEquals("2026-11-21 18:00:00 +08:00", english.secondWithOffset(1_795_255_200_000L));
        assertEquals("2026-11-21T18:00:00.000+08:00", chinese.rfc3339(1_795_255_200_000L));
        assertEquals("1\u2009234\u2009567", english.count(1_234_567));
    }
}
