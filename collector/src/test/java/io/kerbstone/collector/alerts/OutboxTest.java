package io.kerbstone.collector.alerts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What waits, in which order it goes, and when it is given up. */
class OutboxTest {
    private static final long S = 1_000_000_000L;
    private final List<Long> done = new ArrayList<>();
    private final Outbox outbox = new Outbox(notice -> done.add(notice.atMs()));

    @Test
    void shouldPauseLongerWithEachFailureAndNotAtAllAfterSuccess() {
        outbox.offer(Notice.test(1), 0);
        outbox.offer(Notice.test(2), 0);
        long nowNs = 0;
        for (long pauseS : new long[] {2, 4, 8, 16, 32, 64, 128}) {
            assertEquals(1, outbox.due(nowNs).orElseThrow().atMs());
            outbox.settled(Attempt.Result.RETRY, nowNs);
            assertEquals(pauseS * S, outbox.waitNs(nowNs));
            assertEquals(Optional.empty(), outbox.due(nowNs + pauseS * S - 1));
            nowNs += pauseS * S;
        }
        outbox.due(nowNs);
        outbox.settled(Attempt.Result.DELIVERED, nowNs);
        assertEquals(2, outbox.due(nowNs).orElseThrow().atMs());
        assertEquals(7, outbox.failedTries());
        assertEquals(1, outbox.delivered());
        assertEquals(0, outbox.failuresInARow());
    }

    @Test
    void shouldNeverPauseLongerThanTheBound() {
        assertEquals(256 * S, Outbox.pauseNs(8));
        assertEquals(300 * S, Outbox.pauseNs(9));
        assertEquals(300 * S, Outbox.pauseNs(1_000_000));
    }

    @Test
    void shouldDropTheOldestButNotTheOneInFlightWhenFull() {
        for (int i = 0; i < Outbox.QUEUE_MAX; i++) {
            outbox.offer(Notice.test(i), 0);
        }
        assertEquals(0, outbox.dropped());
        outbox.due(0);
        outbox.offer(Notice.test(1000), 0);
        outbox.settled(Attempt.Result.DELIVERED, 0);
        assertEquals(1, outbox.dropped());
        assertEquals(List.of(1L, 0L), done);
        assertEquals(2, outbox.due(0).orElseThrow().atMs());
        assertEquals(Outbox.QUEUE_MAX - 1, outbox.waiting());
    }

    @Test
    void shouldLetOthersPassWhenOneMessageKeepsFailing() {
        outbox.offer(Notice.test(1), 0);
        outbox.offer(Notice.test(2), 0);
        long nowNs = 0;
        for (int i = 0; i < Outbox.TRIES_AT_HEAD; i++) {
            nowNs += Outbox.LONGEST_PAUSE_NS;
            assertEquals(1, outbox.due(nowNs).orElseThrow().atMs());
            outbox.settled(Attempt.Result.RETRY, nowNs);
        }
        assertEquals(
                2, outbox.due(nowNs + Outbox.LONGEST_PAUSE_NS).orElseThrow().atMs());
    }

    @Test
    void shouldGiveUpWhenRefusedOrADayOld() {
        outbox.offer(Notice.test(1), 0);
        outbox.due(0);
        outbox.settled(Attempt.Result.REFUSED, 0);
        assertEquals(1, outbox.dropped());
        assertEquals(-1, outbox.waitNs(0));
        outbox.offer(Notice.test(2), 0);
        outbox.due(Outbox.AGE_MAX_NS - 1);
        outbox.settled(Attempt.Result.RETRY, Outbox.AGE_MAX_NS - 1);
        assertEquals(1, outbox.waiting());
        long laterNs = Outbox.AGE_MAX_NS + Outbox.LONGEST_PAUSE_NS;
        assertTrue(outbox.due(laterNs).isPresent());
        outbox.settled(Attempt.Result.RETRY, laterNs);
        assertEquals(2, outbox.dropped());
        assertEquals(0, outbox.waiting());
        assertEquals(List.of(1L, 2L), done);
    }

    @Test
    void shouldStopWhenSettledTwice() {
        assertThrows(IllegalStateException.class, () -> outbox.settled(Attempt.Result.DELIVERED, 0));
    }
}
