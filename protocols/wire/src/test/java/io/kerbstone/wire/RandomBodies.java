package io.kerbstone.wire;

import io.kerbstone.measurement.DeviceReadings;
import io.kerbstone.measurement.Observation;
import io.kerbstone.measurement.Outcome;
import io.kerbstone.measurement.Reading;
import io.kerbstone.time.ClockState;
import io.kerbstone.time.WallEstimate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;

/** Bodies of frames out of a seed, within all limits and already at the resolution of the wire. */
final class RandomBodies {
    private static final String[] TEXTS = {"", "up", "路石", "日本\uD83D\uDE00", "a b\n\t\"", "x".repeat(1024)};
    private static final String[] UNITS = {"", "%", "By/s", "Cel"};

    private RandomBodies() {}

    static FrameBody next(Random random) {
        String bootId = random.nextBoolean() ? new UUID(random.nextLong(), random.nextLong()).toString() : "boot";
        ClockState clock = new ClockState(
                bootId,
                random.nextLong(1L << 50),
                random.nextLong(1L << 61),
                random.nextBoolean(),
                random.nextInt(1 << 30),
                random.nextBoolean()
                        ? Optional.of(new WallEstimate(random.nextLong(), random.nextInt(1 << 30)))
                        : Optional.empty(),
                random.nextBoolean() ? 0 : random.nextLong(1L << 60));
        return new FrameBody(
                id(random),
                new Epoch(random.nextLong(), random.nextLong()),
                1 + random.nextLong(1L << random.nextInt(1, 62)),
                hash(random),
                clock,
                blocks(random, clock.monotonicNs()),
                polls(random, clock.monotonicNs()),
                random.nextInt(4) == 0 ? Optional.of(gap(random)) : Optional.empty(),
                random.nextInt(4) == 0 ? Optional.of("{\"paths\":[]}" + text(random)) : Optional.empty());
    }

    static String id(Random random) {
        String letters = "abcXYZ019._-";
        StringBuilder id = new StringBuilder();
        int length = random.nextInt(4) == 0 ? 64 : 1 + random.nextInt(8);
        while (id.length() < length) {
            id.append(letters.charAt(random.nextInt(letters.length())));
        }
        return id.toString();
    }

    private static Hash hash(Random random) {
        return new Hash(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
    }

    private static Gap gap(Random random) {
        long from = 1 + random.nextLong(1L << 40);
        Gap.Reason[] reasons = Gap.Reason.values();
        return new Gap(
                from,
                from + random.nextInt(1000),
                one(random, reasons),
                hash(random),
                hash(random),
                random.nextLong(1L << 42));
    }

    private static List<ObservationBlock> blocks(Random random, long nowNs) {
        List<Observation> observations = new ArrayList<>();
        int paths = random.nextInt(6);
        for (int p = 0; p < paths; p++) {
            String pathId = id(random);
            long atNs = nowNs - random.nextLong(20_000_000_000L);
            long delayNs = random.nextLong(1L << random.nextInt(1, 37));
            int count = 1 + random.nextInt(random.nextInt(10) == 0 ? 300 : 12);
            for (int i = 0; i < count; i++) {
                observations.add(new Observation(pathId, atNs, outcome(random, delayNs)));
                atNs += random.nextInt(20) == 0
                        ? random.nextLong(1L << 40)
                        : 1_000_000_000L + random.nextInt(2_000_000);
            }
        }
        List<ObservationBlock> blocks = new ArrayList<>(ObservationBlock.of(observations));
        if (random.nextBoolean()) {
            java.util.Collections.shuffle(blocks, random);
        }
        return blocks;
    }

    private static Outcome outcome(Random random, long delayNs) {
        Outcome.LossReason[] losses = Outcome.LossReason.values();
        Outcome.NotMeasuredReason[] reasons = Outcome.NotMeasuredReason.values();
        return switch (random.nextInt(8)) {
            case 0 -> new Outcome.Lost(one(random, losses));
            case 1 -> new Outcome.NotMeasured(one(random, reasons));
            default -> new Outcome.Replied(delayNs + random.nextInt(1_000_000), random.nextInt(50_000));
        };
    }

    private static List<DeviceReadings> polls(Random random, long nowNs) {
        List<DeviceReadings> polls = new ArrayList<>();
        int count = random.nextInt(3);
        DeviceReadings.Status[] all = DeviceReadings.Status.values();
        for (int i = 0; i < count; i++) {
            List<Reading> readings = new ArrayList<>();
            int size = random.nextInt(30);
            for (int r = 0; r < size; r++) {
                readings.add(reading(random, r));
            }
            long atNs = Math.floorDiv(nowNs - random.nextInt(), 100_000L) * 100_000L;
            polls.add(new DeviceReadings(
                    id(random),
                    random.nextBoolean() ? "" : id(random),
                    atNs,
                    all[random.nextInt(all.length)],
                    readings));
        }
        return polls;
    }

    private static Reading reading(Random random, int index) {
        String series = "interface/" + index / 3 + (random.nextBoolean() ? "/\uD83D\uDE00in" : "/\uD83D\uDE01out");
        String source = "1.3.6.1.2.1.31.1.1.1." + index % 3 + "." + random.nextInt(100);
        Reading.Kind kind = one(random, Reading.Kind.values());
        return switch (random.nextInt(3)) {
            case 0 -> Reading.text(series, kind, text(random), source);
            case 1 -> Reading.missing(series, kind, "By/s", one(random, Reading.Quality.values()), source);
            default -> Reading.number(series, kind, UNITS[random.nextInt(UNITS.length)], number(random), source);
        };
    }

    private static <E> E one(Random random, E[] all) {
        return all[random.nextInt(all.length)];
    }

    private static double number(Random random) {
        double[] special = {0, -0.0, 1, -1, 0.5, 1e300, Double.POSITIVE_INFINITY, Double.MIN_VALUE, 1L << 53, 0.1f};
        return switch (random.nextInt(3)) {
            case 0 -> special[random.nextInt(special.length)];
            case 1 -> random.nextLong(1L << 50);
            default -> random.nextGaussian();
        };
    }

    private static String text(Random random) {
        return TEXTS[random.nextInt(TEXTS.length)];
    }
}
