package io.kerbstone.collector.judge;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kerbstone.collector.archive.ArchiveRecord;
import io.kerbstone.collector.judge.BootClock.Fix;
import io.kerbstone.collector.store.ChunkRows;
import io.kerbstone.collector.store.ChunkRows.Chunk;
import io.kerbstone.collector.store.ChunkRows.Kind;
import io.kerbstone.collector.store.Database;
import io.kerbstone.collector.store.SpanRows;
import io.kerbstone.identity.SigningKey;
import io.kerbstone.measurement.DeviceReadings;
import io.kerbstone.measurement.Interval;
import io.kerbstone.measurement.Observation;
import io.kerbstone.measurement.Outcome;
import io.kerbstone.measurement.Reading;
import io.kerbstone.measurement.Rule;
import io.kerbstone.time.ClockState;
import io.kerbstone.time.WallEstimate;
import io.kerbstone.wire.Epoch;
import io.kerbstone.wire.Frame;
import io.kerbstone.wire.FrameBody;
import io.kerbstone.wire.FrameCodec;
import io.kerbstone.wire.Hash;
import io.kerbstone.wire.ObservationBlock;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Frames of boots that knew the date, learned it late, or never: where their observations end up. */
class BootClocksTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long HOUR = 3_600 * SECOND;
    private static final long START = 490_000L * HOUR;
    private static final long STEP = 20 * SECOND;

    @TempDir
    Path folder;

    private final SigningKey key = SigningKey.generate();
    private final Map<Long, ArchiveRecord> archive = new TreeMap<>();

    /** What a machine knew at a moment. */
    private enum Knows {
        NOTHING,
        KERNEL,
        COLLECTOR,
        BOTH
    }

    /** One boot: when it began, and its frames, one each 20 s of its time line. */
    private final class Boot {
        private final String id;
        private final Epoch epoch = Epoch.random();
        private final long beganUnixNs;
        private final Random random;
        private final long mostErrorNs;
        private long sequence;
        private long suspendedNs;

        Boot(String id, long beganUnixNs, Random random, long mostErrorNs) {
            this.id = id;
            this.beganUnixNs = beganUnixNs;
            this.random = random;
            this.mostErrorNs = mostErrorNs;
        }

        /** A frame whose ten observations, one each 2 s, end at that moment of the boot. */
        void frame(long bootNs, Knows knows, long wallUnixNs) {
            long monotonicNs = bootNs - suspendedNs;
            boolean isKernel = knows == Knows.KERNEL || knows == Knows.BOTH;
            long errorNs = 1 + random.nextLong(1 + mostErrorNs);
            long trueUnixNs = beganUnixNs + bootNs;
            Optional<WallEstimate> collector = knows == Knows.COLLECTOR || knows == Knows.BOTH
                    ? Optional.of(new WallEstimate(trueUnixNs + off(), 1 + random.nextLong(1 + mostErrorNs)))
                    : Optional.empty();
            ClockState clock = new ClockState(
                    id,
                    monotonicNs,
                    isKernel ? trueUnixNs + off() : wallUnixNs,
                    isKernel,
                    errorNs,
                    collector,
                    suspendedNs);
            List<Observation> observations = new ArrayList<>();
            for (long i = 10; i > 0; i--) {
                observations.add(new Observation("p", monotonicNs - STEP / 10 * i, outcome()));
            }
            Reading load = Reading.number("load", Reading.Kind.GAUGE, "%", random.nextInt(100), "/proc");
            DeviceReadings poll = new DeviceReadings(
                    "d", "linux", monotonicNs - SECOND, DeviceReadings.Status.COMPLETE, List.of(load));
            FrameBody body = FrameBody.of(
                    "cab-1", epoch, ++sequence, Hash.ZERO, clock, ObservationBlock.of(observations), List.of(poll));
            long position = archive.size() + 1L;
            archive.put(
                    position,
                    new ArchiveRecord(
                            position,
                            ArchiveRecord.KIND_FRAME,
                            START / 1_000_000 + 90_000_000L,
                            FrameCodec.encode(body, key)));
        }

        private long off() {
            return mostErrorNs == 0 ? 0 : random.nextLong(2 * mostErrorNs) - mostErrorNs;
        }

        private Outcome outcome() {
            return random.nextInt(5) == 0
                    ? new Outcome.Lost(Outcome.LossReason.TIMEOUT)
                    : new Outcome.Replied(300_000 + random.nextInt(90_000), 5_000);
        }
    }

    /** Judges the records in that order, with a flush and a new start of the collector now and then. */
    private List<Chunk> judge(String name, List<ArchiveRecord> order, Random restarts) {
        try (Database database = Database.open(folder.resolve(name))) {
            ChunkRows rows = new ChunkRows(database);
            Shelves shelves = shelves(database, rows);
            Judge judge = new Judge(shelves, (agent, at, definitions) -> {}, archive::get);
            for (ArchiveRecord record : order) {
                judge.accept(record);
                if (restarts.nextInt(40) == 0) {
                    shelves.flush(record.position());
                    shelves = shelves(database, rows);
                    judge = new Judge(shelves, (agent, at, definitions) -> {}, archive::get);
                }
            }
            shelves.flush(archive.size());
            List<Chunk> all = new ArrayList<>();
            for (Kind kind : List.of(
                    Kind.PATH_HOUR, Kind.SERIES_HOUR, Kind.DEVICE_LATEST, Kind.BOOT_CLOCK, Kind.WAITING_FRAMES)) {
                rows.all(kind).stream()
                        .filter(chunk -> chunk.bytes().length > 0)
                        .map(chunk -> new Chunk(kind, chunk.key(), chunk.number(), 0, chunk.bytes()))
                        .forEach(all::add);
            }
            return all.stream()
                    .filter(chunk -> chunk.kind() != Kind.WAITING_FRAMES || chunk.bytes().length > 2)
                    .toList();
        }
    }

    private static Shelves shelves(Database database, ChunkRows rows) {
        return new Shelves(rows, new SpanRows(database), ZoneOffset.UTC);
    }

    private List<Interval> intervals(String name) {
        try (Database database = Database.open(folder.resolve(name))) {
            long first = START / SECOND / 10;
            return shelves(database, new ChunkRows(database))
                    .intervals("cab-1~p", Rule.STANDARD, first, first + 24 * 360, true);
        }
    }

    private void randomBoots(Random random, long mostErrorNs, long wallUnixNs) {
        for (long b = 0; b < 4; b++) {
            Boot boot = new Boot("boot-" + b, START + 3 * HOUR * b, random, mostErrorNs);
            Knows[] all = Knows.values();
            Knows knows = Knows.NOTHING;
            for (long at = STEP; at < HOUR; at += STEP) {
                knows = random.nextInt(15) > 0 ? knows : b == 0 ? Knows.NOTHING : all[random.nextInt(all.length)];
                if (random.nextInt(60) == 0) {
                    long sleptNs = STEP + random.nextLong(900 * SECOND);
                    at += sleptNs;
                    boot.suspendedNs += sleptNs;
                }
                long stepNs = wallUnixNs == 0 ? 0 : random.nextLong(HOUR);
                boot.frame(at, knows, wallUnixNs + at + stepNs);
            }
        }
    }

    @Test
    void shouldKeepTheSameRowsWhenFramesComeInAnyOrder() {
        long seed = Long.getLong("kerbstone.seed", new Random().nextLong());
        Random random = new Random(seed);
        randomBoots(random, 5 * SECOND, 0);
        List<ArchiveRecord> order = new ArrayList<>(archive.values());
        List<Chunk> rows = judge("ordered", order, new Random(seed));
        assertTrue(rows.stream().anyMatch(row -> row.kind() == Kind.WAITING_FRAMES), "boot 0 never knew the date");
        Collections.reverse(order);
        assertEquals(rows, judge("reversed", order, random), "seed " + seed);
        for (int i = 0; i < 3; i++) {
            Collections.shuffle(order, random);
            assertEquals(rows, judge("shuffled" + i, order, random), "seed " + seed);
        }
    }

    @Test
    void shouldPlaceEveryObservationAtItsTrueTimeWhenClocksAreExact() {
        long seed = Long.getLong("kerbstone.seed", new Random().nextLong());
        randomBoots(new Random(seed), 0, 0);
        Map<Long, int[]> expected = new TreeMap<>();
        for (ArchiveRecord record : archive.values()) {
            FrameBody body = ((Frame) FrameCodec.decode(record.bytes())).body();
            long number = body.clock().bootId().charAt(5) - (long) '0';
            if (number > 0) {
                ObservationBlock block = body.observations().get(0);
                for (int i = 0; i < block.size(); i++) {
                    long trueNs = START + 3 * HOUR * number + body.clock().bootNsAt(block.sentAtNs(i));
                    int[] counts = expected.computeIfAbsent(trueNs / (10 * SECOND), k -> new int[2]);
                    counts[0]++;
                    counts[1] += block.isLost(i) ? 1 : 0;
                }
            }
        }
        List<ArchiveRecord> order = new ArrayList<>(archive.values());
        Collections.shuffle(order, new Random(seed));
        judge("exact", order, new Random(seed));
        List<Interval> found = intervals("exact");
        assertEquals(
                List.copyOf(expected.keySet()),
                found.stream().map(Interval::index).toList(),
                "seed " + seed);
        for (Interval interval : found) {
            int[] counts = expected.get(interval.index());
            assertArrayEquals(counts, new int[] {interval.sent(), interval.lost()}, "seed " + seed);
        }
    }

    @Test
    void shouldNotMoveAnythingWhenTheWallClockIsSet() {
        long seed = new Random().nextLong();
        randomBoots(new Random(seed), 0, 0);
        List<Chunk> rows = judge("still", new ArrayList<>(archive.values()), new Random(seed));
        Random sameKnowledge = new Random(seed);
        archive.clear();
        Random steps = new Random(seed + 1);
        randomBoots(sameKnowledge, 0, 0);
        archive.replaceAll((position, record) -> {
            FrameBody body = ((Frame) FrameCodec.decode(record.bytes())).body();
            ClockState clock = body.clock();
            if (clock.synchronised()) {
                return record;
            }
            ClockState set = new ClockState(
                    clock.bootId(),
                    clock.monotonicNs(),
                    steps.nextLong(2 * START),
                    false,
                    clock.errorNs(),
                    clock.collector(),
                    clock.suspendedNs());
            FrameBody other = FrameBody.of(
                    body.agentId(),
                    body.epoch(),
                    body.sequence(),
                    body.previous(),
                    set,
                    body.observations(),
                    body.readings());
            return new ArchiveRecord(position, record.kind(), record.receivedAtMs(), FrameCodec.encode(other, key));
        });
        List<Chunk> stepped = judge("stepped", new ArrayList<>(archive.values()), new Random(seed));
        assertEquals(paths(rows), paths(stepped), "seed " + seed);
    }

    private static List<Chunk> paths(List<Chunk> rows) {
        return rows.stream().filter(row -> row.kind() == Kind.PATH_HOUR).toList();
    }

    @Test
    void shouldChooseTheNearFixWhenTheClockRanFreeForAMonth() {
        BootClock boot = new BootClock();
        boot.addAdrift("e", 1, 3 * SECOND);
        Fix live = new Fix(720 * HOUR, START, 1_000_000, "e", 9_000);
        assertTrue(boot.offer(live).before().isPresent());
        assertEquals(Optional.of(live), boot.best(3 * SECOND));
        Fix kernel = new Fix(11 * SECOND, START - 720 * HOUR, 300_000_000, "e", 2);
        assertTrue(boot.offer(kernel).before().isPresent(), "300 ms near are better than a month of drift");
        assertEquals(Optional.of(kernel), boot.best(3 * SECOND));
        Fix worse = new Fix(12 * SECOND, START - 720 * HOUR, 300_000_000, "e", 3);
        assertFalse(boot.offer(worse).isKept());
        assertArrayEquals(boot.pack(), boot.copy().pack());
    }

    @Test
    void shouldStayBoundedWhenFramesAdriftLeaveManyHoles() {
        BootClock boot = new BootClock();
        for (long i = 0; i < 2 * BootClock.MAX_RANGES; i++) {
            boot.addAdrift("e", 1 + 3 * i, i * SECOND);
        }
        List<Long> visited = new ArrayList<>();
        boot.forEachAdrift((epoch, sequence) -> visited.add(sequence));
        for (long i = 0; i < 2 * BootClock.MAX_RANGES; i++) {
            assertTrue(visited.contains(1 + 3 * i), "none is forgotten");
        }
        WaitingFrames waiting = new WaitingFrames();
        for (int i = 0; i <= WaitingFrames.MAX_BOOTS; i++) {
            waiting.put("a~" + i, 2);
        }
        assertEquals(2L * WaitingFrames.MAX_BOOTS, waiting.of("a~"));
        waiting.put("a~1", 0);
        assertEquals(2L * WaitingFrames.MAX_BOOTS - 2, new WaitingFrames(waiting.pack()).of(""));
    }
}
