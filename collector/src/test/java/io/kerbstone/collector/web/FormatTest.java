package io.kerbstone.collector.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kerbstone.collector.messages.Messages;
import io.kerbstone.measurement.IntervalState;
import io.kerbstone.measurement.Ledger;
import io.kerbstone.measurement.Period;
import io.kerbstone.measurement.Ratio;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

/** Forms of figures, periods and the line of states. */
class FormatTest {
    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    private static final Format ENGLISH = new Format(Messages.of("web", Messages.ENGLISH), ZONE);
    private static final Format CHINESE = new Format(Messages.of("web", Messages.CHINESE), ZONE);

    @Test
    void shouldNeverShowAllWhenSomethingIsMissing() {
        assertEquals("100.00 %", ENGLISH.percent(new Ratio(7, 7)));
        assertEquals("99.9999 %", ENGLISH.percent(new Ratio(99_999_999, 100_000_000)));
        assertEquals("99.99 %", ENGLISH.percent(0.9999));
        assertEquals("–", ENGLISH.percent(null));
        assertEquals("0.00 %", ENGLISH.loss(0));
        assertEquals("0.01 %", ENGLISH.loss(new Ratio(1, 1_000_000)));
        assertEquals("1.00 %", ENGLISH.loss(0.01));
        assertEquals("–", ENGLISH.loss(null));
        assertEquals("–", ENGLISH.delayUs(Double.NaN));
        assertEquals("0.052 ms", ENGLISH.delayUs(52));
    }

    @Test
    void shouldSayLengthsInTwoUnits() {
        assertEquals("0 s", ENGLISH.duration(0));
        assertEquals("< 1 s", ENGLISH.duration(999));
        assertEquals("59 s", ENGLISH.duration(59_999));
        assertEquals("1 min", ENGLISH.duration(60_000));
        assertEquals("59 min 59 s", ENGLISH.duration(3_599_000));
        assertEquals("2 小时 5 分", CHINESE.duration(7_500_000));
        assertEquals("3 d 1 h", ENGLISH.duration(3 * 86_400_000L + 3_600_000));
    }

    @Test
    void shouldFallBackToUsualPeriodWhenAddressMakesNoSense() {
        long nowMs = WebFixture.NOW_MS;
        assertEquals("6h", PeriodChoice.of(null, null, null, ZONE, nowMs).span());
        assertEquals("6h", PeriodChoice.of("99y", null, null, ZONE, nowMs).span());
        assertEquals("30d", PeriodChoice.of("30d", null, null, ZONE, nowMs).span());
        assertEquals("6h", PeriodChoice.of(null, "x", "y", ZONE, nowMs).span());
        assertEquals(
                "6h",
                PeriodChoice.of(null, "2026-11-20T11:00", "2026-11-20T11:00", ZONE, nowMs)
                        .span());
        assertEquals(
                "6h",
                PeriodChoice.of(null, "2020-01-01T00:00", "2026-11-20T11:00", ZONE, nowMs)
                        .span());
        Period given = PeriodChoice.of(null, "2026-11-20T11:00", "2026-11-20T13:00", ZONE, nowMs)
                .period();
        assertEquals(new Period(nowMs - 3_600_000, nowMs), given);
    }

    @Test
    void shouldDrawShortestOutageOverEverythingElse() {
        Ledger.Builder ledger = new Ledger.Builder(new Period(0, 1_000_000_000));
        ledger.add(0, 500_000_000, IntervalState.UP);
        ledger.add(500_000_000, 500_000_001, IntervalState.DOWN);
        ledger.add(500_000_001, 900_000_000, IntervalState.UP);
        Timeline line = Timeline.of(ledger.build());
        Timeline.Bar last = line.bars().get(line.bars().size() - 1);
        assertEquals(IntervalState.DOWN, last.state());
        assertEquals("0.1500%", last.width());
        assertTrue(line.bars().stream().anyMatch(bar -> bar.state() == IntervalState.UNKNOWN));
        Ledger.Builder flapping = new Ledger.Builder(new Period(0, 10_000));
        for (int i = 0; i < 10_000; i++) {
            flapping.add(i, i + 1, i % 2 == 0 ? IntervalState.UP : IntervalState.DOWN);
        }
        assertEquals(2 * Timeline.BARS_MAX, Timeline.of(flapping.build()).bars().size());
    }
}
