package io.kerbstone.collector.judge;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kerbstone.measurement.Outcome;
import io.kerbstone.measurement.Outcome.LossReason;
import io.kerbstone.measurement.Outcome.NotMeasuredReason;
import io.kerbstone.measurement.Reasons;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReasonHourTest {
    private static final long HOUR = 500_000;
    private static final long FIRST = HOUR * BaseIntervals.PER_HOUR;

    private record Event(long index, Outcome outcome) {}

    @Test
    void shouldKeepEveryReasonInAnyOrderThroughItsPackedForm() {
        List<Event> events = new ArrayList<>();
        for (LossReason reason : LossReason.values()) {
            events.add(new Event(FIRST + reason.code(), new Outcome.Lost(reason)));
        }
        for (NotMeasuredReason reason : NotMeasuredReason.values()) {
            events.add(new Event(FIRST + 359, new Outcome.NotMeasured(reason)));
        }
        events.addAll(List.copyOf(events));
        byte[] inOrder = packed(events);
        Collections.shuffle(events, new Random(7));
        assertArrayEquals(inOrder, packed(events));
        Reasons all = new ReasonHour(HOUR, inOrder).sum(index -> true);
        assertEquals(LossReason.values().length, all.lost().size());
        assertEquals(2L * LossReason.values().length, all.lostSum());
        assertEquals(2L * NotMeasuredReason.values().length, all.notMeasuredSum());
        Reasons some = new ReasonHour(HOUR, inOrder).sum(index -> index == FIRST + 3);
        assertEquals(new Reasons(Map.of(LossReason.TTL_EXCEEDED, 2L), Map.of()), some);
    }

    @Test
    void shouldLeaveNoTraceOfReplies() {
        ReasonHour hour = new ReasonHour(HOUR);
        hour.add(FIRST, new Outcome.Replied(1, 1));
        assertTrue(hour.sum(index -> true).isEmpty());
    }

    @Test
    void shouldReadTheFirstPackedForm() {
        ReasonHour hour = new ReasonHour(HOUR);
        hour.add(FIRST, new Outcome.Lost(LossReason.TIMEOUT));
        hour.add(FIRST + 2, new Outcome.Lost(LossReason.UNREACHABLE));
        hour.add(FIRST + 2, new Outcome.NotMeasured(NotMeasuredReason.STARVED));
        assertEquals("010300018101012101", HexFormat.of().formatHex(hour.pack()));
        Reasons golden = new ReasonHour(HOUR, HexFormat.of().parseHex("010300018101012101")).sum(index -> true);
        assertEquals(
                new Reasons(
                        Map.of(LossReason.TIMEOUT, 1L, LossReason.UNREACHABLE, 1L),
                        Map.of(NotMeasuredReason.STARVED, 1L)),
                golden);
    }

    private static byte[] packed(List<Event> events) {
        ReasonHour hour = new ReasonHour(HOUR);
        events.forEach(event -> hour.add(event.index(), event.outcome()));
        return hour.pack();
    }
}
