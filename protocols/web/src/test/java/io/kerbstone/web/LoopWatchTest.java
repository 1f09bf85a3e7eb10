package io.kerbstone.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kerbstone.time.ManualClock;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LoopWatchTest {
    private final ManualClock clock = new ManualClock(0);
    private final LoopWatch watch = new LoopWatch(clock);

    private void note(long atMs, long lateMs) {
        clock.advanceMs(atMs - clock.nowNs() / 1_000_000);
        watch.note(clock.nowNs(), lateMs * 1_000_000);
    }

    private long lateMsSince(long ms) {
        return watch.lateNsSince(ms * 1_000_000, clock.nowNs()) / 1_000_000;
    }

    @Test
    void shouldAnswerTheGreatestLatenessSinceAMoment() {
        note(10, 1);
        note(20, 50);
        note(30, 2);
        note(40, 7);
        note(50, 3);

        assertEquals(50, lateMsSince(0));
        assertEquals(50, lateMsSince(20));
        assertEquals(7, lateMsSince(21));
        assertEquals(3, lateMsSince(41));
        assertEquals(0, lateMsSince(51));
    }

    @Test
    void shouldCountALookThatIsOverdue() {
        EmbeddedChannel channel = new EmbeddedChannel();
        watch.start(channel.eventLoop(), () -> true);
        clock.advanceNs(LoopWatch.TICK_NS + 42_000_000);

        assertEquals(42, lateMsSince(0));
    }

    @Test
    void shouldStopLookingWhenNobodyWaits() {
        EmbeddedChannel channel = new EmbeddedChannel();
        channel.freezeTime();
        watch.start(channel.eventLoop(), () -> false);
        clock.advanceNs(LoopWatch.TICK_NS);
        channel.advanceTimeBy(LoopWatch.TICK_NS, TimeUnit.NANOSECONDS);
        channel.runScheduledPendingTasks();
        clock.advanceMs(1_000);

        assertEquals(0, lateMsSince(0));
    }

    @Test
    void shouldForgetAfterItsMemory() {
        for (long second = 0; second < 1_000; second++) {
            note(second * 1_000, 1_000 - second);
        }

        assertTrue(watch.size() <= LoopWatch.MEMORY_NS / 1_000_000_000L + 1, "remembers " + watch.size());
    }
}
