package io.kerbstone.collector.judge;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.kerbstone.measurement.DeviceReadings;
import io.kerbstone.measurement.Reading;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The packed forms beside the path hour: round trip, order, bounds, and golden bytes that must be readable for ever. */
class PackedFormsTest {
    private static final long HOUR = 490_000;
    private static final long START_MS = HOUR * 3_600_000;

    private static String hex(Packed packed) {
        return HexFormat.of().formatHex(packed.pack());
    }

    private static DeviceReadings poll(DeviceReadings.Status status, Reading... readings) {
        return new DeviceReadings("d", "linux", 0, status, List.of(readings));
    }

    private static Reading gauge(String series, double value) {
        return Reading.number(series, Reading.Kind.GAUGE, "%", value, "1.3");
    }

    @Test
    void shouldGiveBackEveryNumberExactlyWhenSeriesIsPackedInAnyOrder() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        List<Map.Entry<Long, Double>> numbers = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            double value =
                    switch (i % 4) {
                        case 0 -> random.nextInt(100_000) / 1000.0;
                        case 1 -> random.nextDouble();
                        case 2 -> -random.nextLong(1L << 40);
                        default -> i % 8 == 3 ? -0.0 : 1e300;
                    };
            numbers.add(Map.entry(START_MS + i * 7_001L, value));
        }
        SeriesHour inOrder = new SeriesHour(HOUR);
        numbers.forEach(n -> inOrder.add(n.getKey(), n.getValue()));
        Collections.shuffle(numbers, random);
        SeriesHour shuffled = new SeriesHour(HOUR);
        for (Map.Entry<Long, Double> number : numbers) {
            shuffled.add(number.getKey(), number.getValue());
            if (random.nextInt(50) == 0) {
                shuffled = new SeriesHour(HOUR, shuffled.pack());
            }
        }
        assertArrayEquals(inOrder.pack(), shuffled.pack(), "seed " + seed);
        SeriesHour unpacked = new SeriesHour(HOUR, shuffled.pack());
        for (Map.Entry<Long, Double> number : numbers) {
            assertEquals(number.getValue(), unpacked.numbers().get(number.getKey()), "seed " + seed);
        }
    }

    @Test
    void shouldKeepTheEarliestNumbersWhenThereAreMoreThanTheBound() {
        SeriesHour hour = new SeriesHour(HOUR);
        for (int i = SeriesHour.MAX_NUMBERS + 500; i > 0; i--) {
            hour.add(START_MS + i, i);
        }
        assertEquals(SeriesHour.MAX_NUMBERS, hour.numbers().size());
        assertEquals(START_MS + 1, hour.numbers().firstKey());
    }

    @Test
    void shouldWriteTheDocumentedBytesWhenSeriesIsPacked() {
        SeriesHour hour = new SeriesHour(HOUR);
        hour.add(START_MS + 1_000, 0.5);
        hour.add(START_MS + 61_000, 0.25);
        hour.add(START_MS + 62_000, Math.PI);
        assertEquals("0103" + "e807" + "d00f" + "e0d403" + "e607" + "e807" + "01" + "400921fb54442d18", hex(hour));
    }

    @Test
    void shouldHaveTheSameLatestReadingsWhenPollsComeInAnyOrder() {
        List<DeviceReadings> polls = List.of(
                poll(DeviceReadings.Status.COMPLETE, gauge("a", 1), gauge("b", 1)),
                poll(DeviceReadings.Status.COMPLETE, gauge("a", 2), Reading.text("name", Reading.Kind.STATE, "路石", "")),
                poll(DeviceReadings.Status.PARTIAL, gauge("a", 3)),
                poll(DeviceReadings.Status.NO_ANSWER));
        List<Integer> order = new ArrayList<>(List.of(0, 1, 2, 3));
        DeviceLatest first = new DeviceLatest();
        order.forEach(i -> first.add(1_000 + i, polls.get(i)));
        for (int round = 0; round < 24; round++) {
            Collections.shuffle(order, new Random(round));
            DeviceLatest shuffled = new DeviceLatest();
            for (int i : order) {
                shuffled.add(1_000 + i, polls.get(i));
                shuffled = new DeviceLatest(shuffled.pack());
            }
            assertArrayEquals(first.pack(), shuffled.pack(), order.toString());
        }
        assertEquals(DeviceReadings.Status.NO_ANSWER, first.live().status());
        assertEquals(
                List.of("a", "name"),
                first.live().readings().stream().map(r -> r.reading().series()).toList());
        assertEquals(3.0, first.live().readings().get(0).reading().value());
    }

    @Test
    void shouldWriteTheDocumentedBytesWhenLatestReadingsArePacked() {
        DeviceLatest latest = new DeviceLatest();
        latest.add(
                1,
                poll(DeviceReadings.Status.COMPLETE, gauge("a", 1), Reading.text("n", Reading.Kind.IDENTITY, "x", "")));
        assertEquals(
                "0102" + "00" + "056c696e7578" + "02" + "02" + "020161" + "00" + "0125" + "00" + "003ff0000000000000"
                        + "03312e33" + "02016e" + "03" + "00" + "00" + "010178" + "00",
                hex(latest));
    }

    @Test
    void shouldKeepSeriesUpToTheBoundWhenADeviceHasMore() {
        DeviceLatest latest = new DeviceLatest();
        for (int i = 0; i <= DeviceLatest.MAX_SERIES; i++) {
            latest.add(1, poll(DeviceReadings.Status.PARTIAL, gauge("s" + i, i)));
        }
        assertEquals(DeviceLatest.MAX_SERIES, latest.live().readings().size());
    }

    @Test
    void shouldFindPositionsWhenStretchIsPacked() {
        FrameStretch stretch = new FrameStretch();
        stretch.put(257, 70_000);
        stretch.put(256, 16);
        stretch.put(511, 1L << 33);
        assertEquals("0103" + "00" + "20" + "00" + "c0c508" + "fd01" + "a0baf7ff3f", hex(stretch));
        FrameStretch unpacked = new FrameStretch(stretch.pack());
        assertEquals(OptionalLong.of(70_000), unpacked.position(257));
        assertEquals(OptionalLong.of(1L << 33), unpacked.position(511));
        assertEquals(OptionalLong.empty(), unpacked.position(300));
    }

    @Test
    void shouldHaveTheSameLateFramesWhenTheyComeInAnyOrder() {
        LateHour hour = new LateHour();
        hour.add("b0", 7, 5_000);
        hour.add("a0", 300, 9_000);
        hour.add("b0", 5, 6_000);
        assertEquals(
                "0102" + "026130" + "01" + "ac02" + "00" + "d08c01" + "00" + "026230" + "02" + "05" + "02" + "904e"
                        + "e807",
                hex(hour));
        LateHour other = new LateHour(new LateHour().pack());
        other.add("b0", 5, 6_000);
        other = new LateHour(other.pack());
        other.add("a0", 300, 9_000);
        other.add("b0", 7, 5_000);
        assertArrayEquals(hour.pack(), other.pack());
    }

    @Test
    void shouldTellSoManyLivesOfAJournalApartWhenMoreCameLate() {
        LateHour up = new LateHour();
        LateHour down = new LateHour();
        for (int i = 0; i <= LateHour.MAX_EPOCHS; i++) {
            up.add(String.format("%03d", i), i, i);
            down.add(String.format("%03d", LateHour.MAX_EPOCHS - i), LateHour.MAX_EPOCHS - i, LateHour.MAX_EPOCHS - i);
        }
        assertEquals(LateHour.MAX_EPOCHS, up.byEpoch().size());
        assertArrayEquals(up.pack(), down.pack());
    }

    @Test
    void shouldStopTheProcessWhenPackedBytesAreOfAnotherVersionOrEndEarly() {
        assertThrows(IllegalStateException.class, () -> new DeviceLatest(new byte[] {9}));
        assertThrows(IllegalStateException.class, () -> new FrameStretch(new byte[] {1, 5, 0}));
        assertThrows(IllegalStateException.class, () -> new PathHour(HOUR, new byte[] {1, 1, 0}).intervals());
    }
}
