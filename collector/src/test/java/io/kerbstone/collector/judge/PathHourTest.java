package io.kerbstone.collector.judge;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kerbstone.measurement.Delays;
import io.kerbstone.measurement.Interval;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PathHourTest {
    private static final long HOUR = 490_000;
    private static final long FIRST = HOUR * BaseIntervals.PER_HOUR;

    private static Interval interval(long index, int lost, int notSent, long... delaysNs) {
        Delays.Builder delays = new Delays.Builder();
        long last = -1;
        for (long ns : delaysNs) {
            delays.add(ns, 5_000);
            if (last >= 0) {
                delays.addVariation(Math.abs(ns - last));
            }
            last = ns;
        }
        return new Interval(index, delaysNs.length + lost, lost, notSent, delays.build());
    }

    private static Interval random(Random random, long index) {
        long[] delays = new long[random.nextInt(12)];
        for (int i = 0; i < delays.length; i++) {
            delays[i] = random.nextInt(8) == 0 ? random.nextLong(1L << 37) : 400_000 + random.nextInt(80_000);
        }
        return interval(index, random.nextInt(3), random.nextInt(2), delays);
    }

    @Test
    void shouldGiveBackTheSameIntervalsWhenPackedAndUnpacked() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int round = 0; round < 50; round++) {
            PathHour hour = new PathHour(HOUR);
            List<Interval> expected = new ArrayList<>();
            for (long index = FIRST; index < FIRST + 360; index += 1 + random.nextInt(5)) {
                expected.add(random(random, index));
            }
            expected.forEach(hour::add);
            assertEquals(expected, new PathHour(HOUR, hour.pack()).intervals(), "seed " + seed);
        }
    }

    @Test
    void shouldGiveTheSameBytesWhenPartsComeInAnyOrder() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        List<Interval> parts = new ArrayList<>();
        for (int i = 0; i < 800; i++) {
            parts.add(random(random, FIRST + random.nextInt(360)));
        }
        PathHour inOrder = new PathHour(HOUR);
        parts.forEach(inOrder::add);
        Collections.shuffle(parts, random);
        PathHour shuffled = new PathHour(HOUR);
        for (Interval part : parts) {
            shuffled.add(part);
            if (random.nextInt(100) == 0) {
                shuffled = new PathHour(HOUR, shuffled.pack());
            }
        }
        assertArrayEquals(inOrder.pack(), shuffled.pack(), "seed " + seed);
    }

    @Test
    void shouldAnswerRangeWhenPartlyPackedAndPartlyFresh() {
        PathHour hour = new PathHour(HOUR);
        for (int i = 0; i < 10; i++) {
            hour.add(interval(FIRST + i, 0, 0, 1_000 + i));
        }
        hour.pack();
        hour.add(interval(FIRST + 9, 1, 0));
        hour.add(interval(FIRST + 10, 0, 0, 7_000));
        assertEquals(
                List.of(FIRST + 10),
                hour.intervals(FIRST + 10, FIRST + 20).stream()
                        .map(Interval::index)
                        .toList());
        assertEquals(1, hour.intervals(FIRST + 9, FIRST + 10).get(0).lost());
        assertEquals(
                11,
                new PathHour(HOUR, hour.pack()).intervals(FIRST, FIRST + 360).size());
    }

    private static final List<Interval> GOLDEN = List.of(
            interval(FIRST + 2, 1, 0, 100_000, 100_000, 130_000),
            interval(FIRST + 3, 0, 2, 101_000, 99_000, 131_000, 100_500),
            interval(FIRST + 9, 0, 0));

    /** Golden bytes: a released form must be readable for ever. */
    @Test
    void shouldWriteTheDocumentedBytesWhenPacked() {
        PathHour hour = new PathHour(HOUR);
        GOLDEN.forEach(hour::add);
        assertEquals(
                "0203010286800202c0b00001800001600001000c04ec3400f80101680c04ce2000000001000705ea82e0fd4c0001800502031c1005753041b10003810e38",
                HexFormat.of().formatHex(hour.pack()));
        assertEquals(GOLDEN, new PathHour(HOUR, hour.pack()).intervals());
    }

    @Test
    void shouldReadTheFirstFormAndWriteThePresentOneWhenAnOldHourChanges() {
        String old =
                "01034a02040102b4780102aa07c09a0cb0ea01b0ea01b0ea010088277d02041f003010a807cf0f80fa01ac9502f4f70300400500";
        PathHour hour = new PathHour(HOUR, HexFormat.of().parseHex(old));
        assertEquals(GOLDEN, hour.intervals());
        hour.add(interval(FIRST + 9, 1, 0));
        assertEquals(PathHourForm.VERSION, hour.pack()[0]);
        assertEquals(1, new PathHour(HOUR, hour.pack()).intervals().get(2).lost());
    }

    @Test
    void shouldRefuseIntervalOfAnotherHourWhenAdded() {
        PathHour hour = new PathHour(HOUR);
        assertThrows(IllegalStateException.class, () -> hour.add(interval(FIRST - 1, 0, 0, 1)));
        assertThrows(IllegalStateException.class, () -> hour.add(interval(FIRST + 360, 0, 0, 1)));
    }

    @Test
    void shouldStaySmallWhenHourIsQuiet() {
        double ten = bytesPerInterval(1, 10);
        double one = bytesPerInterval(6, 1);
        System.err.printf(
                Locale.ROOT, "Packed base interval within 10 %%: %.1f bytes for ten replies, %.1f for one%n", ten, one);
        assertTrue(ten <= 14, ten + " bytes");
        assertTrue(one <= 3, one + " bytes");
    }

    private static double bytesPerInterval(int every, int replies) {
        Random random = new Random(1);
        PathHour hour = new PathHour(HOUR);
        for (int i = 0; i < 360; i += every) {
            hour.add(interval(
                    FIRST + i, 0, 0, random.longs(replies, 380_000, 420_000).toArray()));
        }
        return hour.pack().length * every / 360.0;
    }

    @Test
    void shouldTakeTensOfBytesWhenNothingAnswersAllHour() {
        PathHour hour = new PathHour(HOUR);
        for (int i = 0; i < 360; i++) {
            hour.add(interval(FIRST + i, 10, 0));
        }
        assertTrue(hour.pack().length <= 32, hour.pack().length + " bytes");
    }
}
