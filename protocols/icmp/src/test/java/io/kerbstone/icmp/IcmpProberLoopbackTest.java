package io.kerbstone.icmp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kerbstone.linux.IcmpSocketSettings.Wanted;
import io.kerbstone.measurement.Observation;
import io.kerbstone.measurement.Outcome;
import io.kerbstone.time.MonotonicClock;
import io.kerbstone.time.WallClock;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class IcmpProberLoopbackTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void shouldReplyWhenLoopbackIsProbed() throws Exception {
        probe("127.0.0.1", true);
        probe("127.0.0.1", false);
    }

    @Test
    void shouldReplyWhenLoopbackIsProbedByIpv6() throws Exception {
        Needs.ipv6("IPv6 loopback");
        probe("::1", true);
        probe("::1", false);
    }

    private static void probe(String target, boolean stamps) throws Exception {
        ProberSettings settings = ProberSettings.DEFAULT.withSendStamps(stamps).withMaxInFlight(1024);
        List<Observation> seen = new ArrayList<>();
        try (IcmpProber prober =
                Needs.prober(IcmpProber.open(settings, MonotonicClock.SYSTEM, WallClock.SYSTEM), "loopback")) {
            InetAddress to = InetAddress.getByName(target);
            for (int i = 0; i < 200; i++) {
                assertTrue(prober.send("p", to, TypeP.USUAL, SECOND, MonotonicClock.SYSTEM.nowNs(), seen::add));
                while (prober.inFlight() > 0) {
                    prober.poll(SECOND, seen::add);
                }
            }
        }
        assertEquals(200, seen.size());
        assertTrue(seen.stream().allMatch(o -> o.outcome() instanceof Outcome.Replied));
    }

    @Test
    void shouldRefuseTheNextProbeWhenTheTableIsFull() {
        List<Observation> seen = new ArrayList<>();
        InetAddress target = InetAddress.getLoopbackAddress();
        try (IcmpProber prober = open(ProberSettings.DEFAULT.withMaxInFlight(8), WallClock.SYSTEM)) {
            for (int i = 0; i < 8; i++) {
                assertTrue(prober.send("p" + i, target, TypeP.USUAL, 10 * SECOND, 7, seen::add));
            }
            assertFalse(prober.send("over", target, TypeP.USUAL, 10 * SECOND, 7, seen::add));
            Outcome full = new Outcome.NotMeasured(Outcome.NotMeasuredReason.IN_FLIGHT_FULL);
            assertEquals(List.of(new Observation("over", 7, full)), seen);
            assertEquals(1, prober.counters().inFlightFull());
            pollUntilIdle(prober, seen);
            assertTrue(prober.send("again", target, TypeP.USUAL, 10 * SECOND, 7, seen::add));
            pollUntilIdle(prober, seen);
            assertEquals(9, prober.counters().replied());
        }
    }

    @Test
    void shouldNotSendWhenThePayloadIsOverTheBound() {
        List<Observation> seen = new ArrayList<>();
        InetAddress target = InetAddress.getLoopbackAddress();
        try (IcmpProber prober = open(ProberSettings.DEFAULT, WallClock.SYSTEM)) {
            int most = ProberSettings.USUAL_MOST_PAYLOAD_BYTES;
            assertTrue(prober.send("at", target, new TypeP(most, 0), IcmpProber.MOST_WAITING_TIME_NS, 0, seen::add));
            pollUntilIdle(prober, seen);
            assertTrue(seen.get(0).outcome() instanceof Outcome.Replied);
            assertFalse(prober.send("over", target, new TypeP(most + 1, 0), SECOND, 0, seen::add));
            assertEquals(
                    new Outcome.NotMeasured(Outcome.NotMeasuredReason.NOT_SENT),
                    seen.get(1).outcome());
            assertThrows(
                    IllegalArgumentException.class, () -> prober.send("p", target, new TypeP(0, 0), 0, 0, seen::add));
            long over = IcmpProber.MOST_WAITING_TIME_NS + 1;
            assertThrows(
                    IllegalArgumentException.class,
                    () -> prober.send("p", target, new TypeP(0, 0), over, 0, seen::add));
        }
        assertThrows(IllegalArgumentException.class, () -> ProberSettings.DEFAULT.withMaxInFlight(1));
        assertThrows(IllegalArgumentException.class, () -> ProberSettings.DEFAULT.withMaxInFlight(1 << 21));
        assertThrows(IllegalArgumentException.class, () -> ProberSettings.DEFAULT.withMaxInFlight(1_000));
    }

    /** The kernel's stamps stay as they are while our reading of the wall clock jumps: the same as a step in between. */
    @Test
    void shouldTellNoAbsurdDelayWhenTheWallClockIsStepped() {
        AtomicLong stepNs = new AtomicLong();
        List<Observation> seen = new ArrayList<>();
        InetAddress target = InetAddress.getLoopbackAddress();
        try (IcmpProber prober = open(ProberSettings.DEFAULT, () -> WallClock.SYSTEM.nowUnixNs() + stepNs.get())) {
            for (long step : new long[] {3_600 * SECOND, -3_600 * SECOND, 2_000_000, -2_000_000, 0}) {
                long before = MonotonicClock.SYSTEM.nowNs();
                assertTrue(prober.send("p", target, TypeP.USUAL, 10 * SECOND, 0, seen::add));
                stepNs.addAndGet(step);
                pollUntilIdle(prober, seen);
                long tookNs = MonotonicClock.SYSTEM.nowNs() - before;
                Outcome.Replied last =
                        (Outcome.Replied) seen.get(seen.size() - 1).outcome();
                assertTrue(last.roundTripNs() <= tookNs, step + ": " + last + " in " + tookNs);
                assertTrue(last.errorBoundNs() <= tookNs, step + ": " + last + " in " + tookNs);
            }
            assertTrue(prober.counters().wallSteps() >= 2, prober.counters().toString());
            assertTrue(
                    prober.counters().withoutReceiveStamp() >= 2,
                    prober.counters().toString());
        }
    }

    @Test
    void shouldNotCallItLostWhenTheReceiveBufferWasFull() {
        ProberSettings tiny = new ProberSettings(1 << 12, 56, 4_096, false, Wanted.ANY);
        List<Observation> seen = new ArrayList<>();
        InetAddress target = InetAddress.getLoopbackAddress();
        try (IcmpProber prober = open(tiny, WallClock.SYSTEM)) {
            for (int i = 0; i < 2_000; i++) {
                assertTrue(prober.send("p", target, TypeP.USUAL, SECOND / 5, 0, seen::add));
            }
            pollUntilIdle(prober, seen);
            ProberCounters counters = prober.counters();
            assertEquals(2_000, seen.size());
            assertTrue(counters.droppedByKernel() > 0, counters.toString());
            assertEquals(0, counters.timedOut(), counters.toString());
            assertEquals(2_000, counters.replied() + counters.starved(), counters.toString());
        }
    }

    private static IcmpProber open(ProberSettings settings, WallClock wall) {
        return Needs.prober(IcmpProber.open(settings, MonotonicClock.SYSTEM, wall), "loopback");
    }

    private static void pollUntilIdle(IcmpProber prober, List<Observation> seen) {
        while (prober.inFlight() > 0) {
            prober.poll(SECOND, seen::add);
        }
    }
}
