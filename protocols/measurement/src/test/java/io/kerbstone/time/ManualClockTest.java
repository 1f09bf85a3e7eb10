package io.kerbstone.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

final class ManualClockTest {
    @Test
    void shouldStepTheWallClockOnly() {
        ManualClock clock = new ManualClock(1_000_000_000L);
        clock.advanceMs(5);
        clock.stepWall(-7_000_000);
        assertEquals(5_000_000, clock.nowNs());
        assertEquals(998_000_000, clock.nowUnixNs());
        assertEquals(998, clock.nowMs());
        assertThrows(IllegalArgumentException.class, () -> clock.advanceNs(-1));
    }

    @Test
    void shouldStopTheMonotonicClockOnlyWhenSuspended() {
        ManualClock clock = new ManualClock(1_000);
        clock.advanceNs(5);
        clock.suspend(100);
        clock.advanceNs(1);
        assertEquals(6, clock.nowNs());
        assertEquals(106, clock.bootNs());
        assertEquals(1_106, clock.nowUnixNs());
    }
}
