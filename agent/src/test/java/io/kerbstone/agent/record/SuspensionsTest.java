package io.kerbstone.agent.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.kerbstone.linux.ClockReader;
import io.kerbstone.measurement.DeviceReadings;
import io.kerbstone.measurement.Observation;
import io.kerbstone.measurement.Outcome;
import io.kerbstone.time.ClockState;
import io.kerbstone.time.ManualClock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SuspensionsTest {
    private static final long SECOND = 1_000_000_000L;
    private static final Outcome SUSPENDED = new Outcome.NotMeasured(Outcome.NotMeasuredReason.SUSPENDED);
    private static final Outcome LOST = new Outcome.Lost(Outcome.LossReason.TIMEOUT);
    private static final Outcome QUICK = new Outcome.Replied(1_000_000, 5_000);

    private final ManualClock clock = new ManualClock(1_800_000_000L * SECOND);
    private final ClockReader reader = new ClockReader(clock, clock, clock::bootNs, Optional::empty);
    private final Suspensions suspensions = new Suspensions();

    private ClockState look() {
        ClockState now = reader.read("boot");
        suspensions.look(now);
        return now;
    }

    private List<Observation> applied(Observation... observations) {
        return suspensions.applied(new Batch(List.of(observations), List.of())).observations();
    }

    @Test
    void shouldChangeNothingWhenTheMachineWasNotSuspended() {
        look();
        clock.advanceNs(SECOND);
        look();
        Batch batch = new Batch(List.of(new Observation("p", 0, LOST)), List.of());
        assertSame(batch, suspensions.applied(batch));
    }

    @Test
    void shouldCallNotMeasuredWhatWasUnderWayAndDateTheRestRight() {
        clock.advanceNs(10 * SECOND);
        look();
        long beganUnixNs = clock.nowUnixNs() - clock.bootNs();
        clock.suspend(3_600 * SECOND);
        clock.advanceNs(SECOND / 10);
        ClockState now = look();

        List<Observation> all = applied(
                new Observation("before", 8 * SECOND, QUICK),
                new Observation("slow", 9 * SECOND, new Outcome.Replied(2 * SECOND, 1)),
                new Observation("lost", 9 * SECOND, LOST),
                new Observation("not sent", 9 * SECOND, new Outcome.NotMeasured(Outcome.NotMeasuredReason.OVERRUN)),
                new Observation("after", 11 * SECOND, QUICK));

        assertEquals(QUICK, all.get(0).outcome());
        assertEquals(SUSPENDED, all.get(1).outcome());
        assertEquals(SUSPENDED, all.get(2).outcome());
        assertEquals(
                new Outcome.NotMeasured(Outcome.NotMeasuredReason.OVERRUN),
                all.get(3).outcome());
        assertEquals(QUICK, all.get(4).outcome());
        assertEquals(beganUnixNs + 8 * SECOND, unixNs(now, all.get(0)), "as it was");
        assertEquals(beganUnixNs + 3_611 * SECOND, unixNs(now, all.get(4)), "an hour later than the clock counts");
    }

    private static long unixNs(ClockState frame, Observation observation) {
        return frame.wallUnixNs() + observation.sentAtNs() - frame.monotonicNs();
    }

    @Test
    void shouldAddUpWhenSuspendedAgainBeforeALossIsKnown() {
        look();
        for (int i = 0; i < 2 * Suspensions.REMEMBERED_MAX; i++) {
            clock.advanceNs(SECOND);
            look();
            clock.suspend(60 * SECOND);
        }
        look();
        long remembered = Suspensions.REMEMBERED_MAX * 60L * SECOND;
        assertEquals(List.of(new Observation("p", -remembered, SUSPENDED)), applied(new Observation("p", 0, LOST)));
        DeviceReadings poll = new DeviceReadings("d", "", 0, DeviceReadings.Status.NO_ANSWER, List.of());
        Batch batch = suspensions.applied(new Batch(List.of(), List.of(poll)));
        assertEquals(-remembered, batch.polls().get(0).readAtNs());
    }
}
