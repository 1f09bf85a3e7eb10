package io.kerbstone.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kerbstone.time.ClockState;
import io.kerbstone.time.ManualClock;
import io.kerbstone.time.MonotonicClock;
import io.kerbstone.time.WallClock;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ClockReaderTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void shouldReadBothClocksWhenOnThisMachine() throws Exception {
        long before = MonotonicClock.SYSTEM.nowNs();
        long wallBefore = WallClock.SYSTEM.nowUnixNs();
        ClockState state = new ClockReader(MonotonicClock.SYSTEM, WallClock.SYSTEM).read(ClockReader.bootId());
        assertEquals(
                Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip(), state.bootId());
        assertTrue(state.monotonicNs() >= before && state.monotonicNs() <= MonotonicClock.SYSTEM.nowNs());
        assertTrue(Math.abs(state.wallUnixNs() - wallBefore) < 60 * SECOND);
        assertTrue(state.errorNs() >= 0);
        assertEquals(KernelClock.read().orElseThrow().synchronised(), state.synchronised());
    }

    @Test
    void shouldCountTheTimeSuspendedWhenTheBootClockIsAhead() {
        ManualClock clock = new ManualClock(0);
        ClockReader reader = new ClockReader(clock, clock, clock::bootNs, Optional::empty);
        clock.advanceNs(SECOND);
        assertEquals(0, reader.read("boot").suspendedNs());
        clock.suspend(7 * SECOND);
        clock.advanceNs(SECOND);
        ClockState state = reader.read("boot");
        assertEquals(7 * SECOND, state.suspendedNs());
        assertEquals(9 * SECOND, state.bootNs());
        assertEquals(2 * SECOND, state.monotonicNs());
        assertEquals(false, state.synchronised());
    }

    @Test
    void shouldAgreeWithTheKernelWhenTheBootClockIsThisMachines() throws Exception {
        String uptime = Files.readString(Path.of("/proc/uptime"));
        double seconds = Double.parseDouble(uptime.substring(0, uptime.indexOf(' ')));
        assertEquals(seconds, BootClock.SYSTEM.nowNs() / 1e9, 5);
    }

    @Test
    void shouldTakeTheFieldsWhenTimexIsParsed() {
        ByteBuffer timex = Libc.allocate(208);
        timex.putLong(8, -1_500);
        timex.putLong(24, 16_000);
        timex.putLong(32, 12);
        timex.putInt(40, 0x2001);
        assertEquals(new KernelClock(true, 12_000, 16_000_000, -1_500), KernelClock.parse(timex, 0));
        timex.putInt(40, 0x0001);
        assertEquals(-1_500_000, KernelClock.parse(timex, 0).offsetNs());
        timex.putInt(40, 0x2041);
        assertEquals(false, KernelClock.parse(timex, 0).synchronised());
        timex.putInt(40, 0x2001);
        assertEquals(false, KernelClock.parse(timex, 5).synchronised());
        assertEquals(16_000_000, KernelClock.parse(timex, 0).errorNs());
    }

    @Test
    void shouldSeeAStepWhenItIsMoreThanTheUncertainty() {
        ManualClock clock = new ManualClock(5 * SECOND);
        WallOffset before = WallOffset.measure(clock, clock);
        assertEquals(1, before.uncertaintyNs());
        clock.advanceNs(3 * SECOND);
        assertEquals(0, WallOffset.measure(clock, clock).stepSinceNs(before));
        assertEquals(8 * SECOND, before.monotonicNsAt(13 * SECOND));
        clock.stepWall(2);
        assertEquals(0, WallOffset.measure(clock, clock).stepSinceNs(before));
        clock.stepWall(1);
        assertEquals(3, WallOffset.measure(clock, clock).stepSinceNs(before));
        clock.stepWall(-10);
        assertEquals(-7, WallOffset.measure(clock, clock).stepSinceNs(before));
    }

    @Test
    void shouldKeepTheClosestPairWhenReadingWasInterrupted() {
        ManualClock wall = new ManualClock(0);
        AtomicInteger reads = new AtomicInteger();
        // The first pair is 2 ms apart, the second 100 ns.
        long[] times = {0, 2_000_000, 3_000_000, 3_000_100};
        WallOffset offset = WallOffset.measure(() -> times[reads.getAndIncrement()], wall);
        assertEquals(4, reads.get());
        assertEquals(50, offset.uncertaintyNs());
        assertEquals(3_000_050, offset.monotonicNs());
    }
}
