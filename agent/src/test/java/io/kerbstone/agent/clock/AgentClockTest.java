package io.kerbstone.agent.clock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kerbstone.agent.status.Counter;
import io.kerbstone.agent.status.Counters;
import io.kerbstone.linux.ClockReader;
import io.kerbstone.linux.KernelClock;
import io.kerbstone.time.ClockState;
import io.kerbstone.time.ManualClock;
import io.kerbstone.time.WallEstimate;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AgentClockTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long MS = 1_000_000L;
    private static final long NOW = 1_793_491_200L * SECOND;

    private final ManualClock clock = new ManualClock(7 * SECOND);
    private final Counters counters = new Counters();
    private Optional<KernelClock> kernel = Optional.of(new KernelClock(false, 0, 16 * SECOND, 0));
    private final AgentClock agent =
            new AgentClock(new ClockReader(clock, clock, clock::bootNs, () -> kernel), "boot", counters);
    /** What the collector's clock shows when the boot clock shows 0. */
    private long collectorAtBootNs = NOW;

    /** An exchange that takes so long on the way, evenly. */
    private void exchange(long onTheWayNs) {
        long askedNs = clock.nowNs();
        clock.advanceNs(onTheWayNs / 2);
        long thereNs = collectorAtBootNs + clock.bootNs();
        clock.advanceNs(onTheWayNs / 2);
        agent.onExchange(TimeExchange.of(askedNs, thereNs, thereNs, clock.nowNs()));
    }

    private WallEstimate date() {
        return agent.read().date().orElseThrow();
    }

    private long errorOf(WallEstimate date) {
        return Math.abs(date.unixNs() - (collectorAtBootNs + clock.bootNs()));
    }

    @Test
    void shouldKnowNoDateUntilTheCollectorIsHeardWhenStartedIn1970() {
        assertEquals(Optional.empty(), agent.read().date());
        exchange(8 * MS);
        assertEquals(new WallEstimate(NOW + 8 * MS, 4 * MS + 1), date());
        assertEquals(Optional.of(NOW - 7 * SECOND), agent.read().offsetNs());
        clock.advanceNs(3_600 * SECOND);
        assertEquals(4 * MS + 1 + 360 * MS, date().errorNs(), "100 ppm of an hour");
        assertEquals(0, errorOf(date()));
    }

    @Test
    void shouldKeepTheBestExchangeUntilItHasAged() {
        exchange(2 * MS);
        clock.advanceNs(SECOND);
        exchange(40 * MS);
        assertTrue(date().errorNs() < 2 * MS, "the worse one does not replace the better one");
        clock.advanceNs(1_000 * SECOND);
        exchange(40 * MS);
        assertEquals(20 * MS + 1, date().errorNs(), "after 100 ms of ageing it does");
        assertEquals(0, counters.get(Counter.COLLECTOR_CLOCK_JUMPS));
    }

    @Test
    void shouldNotMoveWhenTheWallClockIsSet() {
        exchange(2 * MS);
        clock.stepWall(5 * 3_600 * SECOND);
        ClockState after = agent.read();
        assertEquals(0, errorOf(after.date().orElseThrow()));
        assertEquals(Optional.of(NOW - 7 * SECOND - 5 * 3_600 * SECOND), after.offsetNs());
        assertEquals(1, counters.get(Counter.WALL_STEPS));
        clock.advanceNs(SECOND);
        clock.stepWall(MS);
        agent.read();
        assertEquals(1, counters.get(Counter.WALL_STEPS), "a slewed clock is not a step");
    }

    @Test
    void shouldGoOnInASuspendWhenTheMonotonicClockDoesNot() {
        exchange(2 * MS);
        clock.suspend(3_600 * SECOND);
        clock.advanceNs(SECOND);
        ClockState after = agent.read();
        assertEquals(3_600 * SECOND, after.suspendedNs());
        assertEquals(0, errorOf(after.date().orElseThrow()));
        assertTrue(after.date().orElseThrow().errorNs() > SECOND, "the clock chip may know whole seconds only");
        assertEquals(1, counters.get(Counter.SUSPENDS));
        assertEquals(0, counters.get(Counter.WALL_STEPS), "the wall clock went on as it should");
    }

    @Test
    void shouldIgnoreAnExchangeWhenASuspendFellIntoIt() {
        long askedNs = clock.nowNs();
        agent.read();
        clock.suspend(60 * SECOND);
        clock.advanceNs(MS);
        agent.onExchange(TimeExchange.of(askedNs, NOW, NOW, clock.nowNs()));
        assertEquals(Optional.empty(), agent.read().collector());
        exchange(2 * MS);
        assertEquals(0, errorOf(date()));
    }

    @Test
    void shouldCountAJumpWhenTheMachineWasPausedUnawares() {
        exchange(2 * MS);
        collectorAtBootNs += 600 * SECOND; // the host stopped this machine with all its clocks
        clock.advanceNs(SECOND);
        exchange(6 * MS);
        assertEquals(1, counters.get(Counter.COLLECTOR_CLOCK_JUMPS));
        assertEquals(0, errorOf(date()), "the newest is right");
        exchange(6 * MS);
        assertEquals(1, counters.get(Counter.COLLECTOR_CLOCK_JUMPS));
    }

    @Test
    void shouldPreferTheBetterClockAndTheCollectorsWhenTheyContradict() {
        kernel = Optional.of(new KernelClock(true, 0, 40 * MS, 0));
        clock.stepWall(NOW - 7 * SECOND);
        exchange(2 * MS);
        assertEquals(MS + 1, date().errorNs());
        assertFalse(agent.read().isContested());
        clock.advanceNs(1_000 * SECOND);
        assertTrue(date().errorNs() < 50 * MS, "the kernel's, now that the other has aged");
        clock.stepWall(3 * 3_600 * SECOND);
        assertTrue(agent.read().isContested());
        assertEquals(0, errorOf(date()));
        clock.stepWall(-2 * NOW / 3);
        assertFalse(agent.read().isContested(), "before 2020 the kernel's word counts for nothing");
        assertEquals(0, errorOf(date()));
    }

    @Test
    void shouldReadTheStampsOfAnExchange() {
        TimeExchange exchange = TimeExchange.of(100, NOW + 30, NOW + 40, 160);
        assertEquals(new WallEstimate(NOW + 65, 26), exchange.collector());
        assertTrue(TimeExchange.of(100, 0, 1_000, 160).collector().errorNs() > 0, "nobody lies it negative");
    }
}
