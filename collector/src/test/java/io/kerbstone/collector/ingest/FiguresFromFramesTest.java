package io.kerbstone.collector.ingest;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kerbstone.collector.TestJournal;
import io.kerbstone.collector.judge.Correction;
import io.kerbstone.collector.judge.Figures;
import io.kerbstone.collector.judge.PathLive;
import io.kerbstone.collector.registry.Registry;
import io.kerbstone.collector.store.ChunkRows.Chunk;
import io.kerbstone.collector.store.ChunkRows.Kind;
import io.kerbstone.collector.store.Database;
import io.kerbstone.identity.SigningKey;
import io.kerbstone.measurement.DeviceReadings;
import io.kerbstone.measurement.IntervalState;
import io.kerbstone.measurement.Observation;
import io.kerbstone.measurement.Outcome;
import io.kerbstone.measurement.PathFacts;
import io.kerbstone.measurement.PathIndicators;
import io.kerbstone.measurement.Period;
import io.kerbstone.measurement.Reading;
import io.kerbstone.measurement.Reasons;
import io.kerbstone.measurement.Rule;
import io.kerbstone.settings.Assignment;
import io.kerbstone.settings.DefinitionsWriter;
import io.kerbstone.settings.PathDefinition;
import io.kerbstone.settings.Secrets;
import io.kerbstone.time.ManualClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the judge makes of frames, through archive, ingest and store as they are. */
class FiguresFromFramesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long HOUR_MS = 3_600_000;
    private static final long DAY_MS = Math.floorDiv(TestJournal.START_MS, 24 * HOUR_MS) * 24 * HOUR_MS;
    private static final Period PERIOD = new Period(TestJournal.START_MS, TestJournal.START_MS + 3 * HOUR_MS);

    @TempDir
    Path folder;

    private final SigningKey key = SigningKey.generate();

    private static String enrol(Registry registry) {
        registry.addToken("hash-1234", "", HOUR_MS, 1, "ann", 0);
        registry.enrol("hash-1234", "cab-1", "cab-1", new byte[32], 1);
        return "cab-1";
    }

    private Bench bench(Database database, Path archive, long nowMs) {
        return new Bench(database, archive, new ManualClock(nowMs * 1_000_000));
    }

    private void send(Bench bench, TestJournal journal, List<byte[]> frames) {
        RecordingSender sender = new RecordingSender("cab-1", journal.epoch(), key.verifyingKey());
        frames.forEach(frame -> bench.ingest.submit(sender, frame));
        await().atMost(PATIENCE).until(() -> sender.doneWith.get() == frames.size());
        await().atMost(PATIENCE).until(() -> bench.loop.judgedTo() == bench.archive.durableEnd());
        assertEquals(List.of(), bench.fatal);
    }

    private static List<List<Chunk>> rows(Bench bench) {
        return List.of(
                bench.chunks.all(Kind.PATH_HOUR),
                bench.chunks.all(Kind.SERIES_HOUR),
                bench.chunks.all(Kind.DEVICE_LATEST),
                bench.chunks.all(Kind.PATH_REASONS),
                bench.chunks.all(Kind.LATE_HOUR),
                bench.chunks.all(Kind.DAY),
                bench.chunks.all(Kind.DAY_DELAYS));
    }

    @Test
    void shouldKeepTheSameRowsWhenFramesComeInAnyOrderAndAgain() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        TestJournal journal = new TestJournal("cab-1", key);
        List<byte[]> frames = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            long atMs = TestJournal.START_MS + 5_000 + i * 50_000L;
            frames.add(
                    i % 10 == 9
                            ? journal.poll("d", atMs, random.nextInt(100))
                            : journal.tenProbes("p" + i % 3, atMs, random));
        }
        long nowMs = TestJournal.START_MS + 2 * HOUR_MS;
        List<List<Chunk>> inOrder = rowsAfter("order-a", nowMs, journal, frames, folder.resolve("a"));
        List<byte[]> mixed = new ArrayList<>(frames);
        mixed.addAll(frames.subList(0, 60));
        Collections.shuffle(mixed, random);
        List<List<Chunk>> shuffled = rowsAfter("order-b", nowMs, journal, mixed, folder.resolve("b"));
        assertFalse(inOrder.get(0).isEmpty());
        assertFalse(inOrder.get(1).isEmpty());
        assertEquals(inOrder, shuffled, "seed " + seed);
    }

    private List<List<Chunk>> rowsAfter(
            String name, long nowMs, TestJournal journal, List<byte[]> frames, Path archive) {
        try (Database database = Database.inMemory(name)) {
            Bench bench = bench(database, archive, nowMs);
            send(bench, journal, frames);
            bench.close();
            return rows(bench);
        }
    }

    @Test
    void shouldGiveTheSameRowsAndFiguresWhenRebuiltFromTheArchiveOrFollowedAfterACrash() {
        Random random = new Random(5);
        TestJournal journal = new TestJournal("cab-1", key);
        List<byte[]> frames = new ArrayList<>();
        for (int i = 1; i <= 400; i++) {
            frames.add(journal.tenProbes("p", TestJournal.START_MS + i * 10_000L, random));
        }
        try (Database database = Database.inMemory("rebuild")) {
            Bench bench = bench(database, folder, TestJournal.START_MS + 2 * HOUR_MS);
            enrol(bench.registry);
            bench.registry.putPath(PathDefinition.icmp("p", "192.0.2.1"), "cab-1", "ann", 1);
            send(bench, journal, frames.subList(0, 250));
            bench.close();
            bench = bench(database, folder, TestJournal.START_MS + 2 * HOUR_MS);
            send(bench, journal, frames.subList(250, 400));
            PathIndicators before = new Figures(bench.shelves, bench.registry, bench.live).path("p", PERIOD);
            bench.close();
            List<List<Chunk>> rows = rows(bench);
            List<Chunk> index = bench.chunks.all(Kind.FRAME_INDEX);
            bench.chunks.clear();
            bench.received.clear();
            bench = bench(database, folder, TestJournal.START_MS + 2 * HOUR_MS);
            assertEquals(before, new Figures(bench.shelves, bench.registry, bench.live).path("p", PERIOD));
            bench.close();
            assertEquals(rows, rows(bench));
            assertEquals(index, bench.chunks.all(Kind.FRAME_INDEX));
            assertEquals(
                    4_000, before.lossAll().sent() + 4_000 - before.lossAll().sent());
            assertTrue(before.ledger().ms(IntervalState.UP) > HOUR_MS);
        }
    }

    @Test
    void shouldRaiseRevisionOnlyWhenDataComesAfterItsHourWasClosed() {
        try (Database database = Database.inMemory("late")) {
            ManualClock clock = new ManualClock((TestJournal.START_MS + HOUR_MS) * 1_000_000);
            Bench bench = new Bench(database, folder, clock);
            enrol(bench.registry);
            bench.registry.putPath(PathDefinition.icmp("p", "192.0.2.1"), "cab-1", "ann", 1);
            Figures figures = new Figures(bench.shelves, bench.registry, bench.live);
            TestJournal journal = new TestJournal("cab-1", key);
            Random random = new Random(3);
            send(bench, journal, List.of(journal.tenProbes("p", TestJournal.START_MS + 10_000, random)));
            assertEquals(List.of(), figures.corrections("p", PERIOD));
            clock.advanceMs(HOUR_MS);
            send(bench, journal, List.of(journal.tenProbes("p", TestJournal.START_MS + 20_000, random)));
            long lateMs = TestJournal.START_MS + 2 * HOUR_MS;
            List<Correction> expected =
                    List.of(new Correction("p", "cab-1", journal.epoch().toString(), DAY_MS, 1, 2, 2, lateMs, lateMs));
            assertEquals(expected, figures.corrections("p", PERIOD));
            Period later = new Period(TestJournal.START_MS + HOUR_MS, TestJournal.START_MS + 2 * HOUR_MS);
            assertEquals(List.of(), figures.corrections("p", later));
            bench.close();
            bench = new Bench(database, folder, clock);
            assertEquals(expected, new Figures(bench.shelves, bench.registry, bench.live).corrections("p", PERIOD));
            bench.close();
        }
    }

    @Test
    void shouldTellLiveStateWhenIntervalsBecomeComplete() {
        try (Database database = Database.inMemory("live")) {
            ManualClock clock = new ManualClock(TestJournal.START_MS * 1_000_000);
            Bench bench = new Bench(database, folder, clock);
            List<PathLive> told = new CopyOnWriteArrayList<>();
            bench.live.subscribe(told::add);
            enrol(bench.registry);
            bench.registry.putPath(PathDefinition.icmp("p", "192.0.2.1"), "cab-1", "ann", 1);
            TestJournal journal = new TestJournal("cab-1", key);
            List<byte[]> frames = new ArrayList<>();
            for (int k = 0; k < 6; k++) {
                frames.add(probes(journal, k, k >= 3 && k < 5));
            }
            send(bench, journal, frames);
            for (int second = 0; second < 60; second++) {
                bench.live.tick(TestJournal.START_MS + 16_000 + second * 1_000L);
            }
            List<PathLive> ours = told.stream()
                    .filter(live -> live.lastIntervalMs() >= TestJournal.START_MS
                            && live.lastIntervalMs() < TestJournal.START_MS + 60_000)
                    .toList();
            assertEquals(
                    "UUUDDU",
                    ours.stream().map(l -> l.state().name().substring(0, 1)).reduce("", String::concat));
            assertEquals(TestJournal.START_MS + 30_000, ours.get(4).sinceMs());
            assertEquals(400.0, ours.get(0).lastRttUs(), 0.1);
            assertEquals(1.0, ours.get(3).lossRatio());
            for (int second = 0; second < 20; second++) {
                bench.live.tick(TestJournal.START_MS + 76_000 + second * 1_000L);
            }
            assertEquals(IntervalState.UNKNOWN, bench.live.of("p").orElseThrow().state());
            assertEquals(
                    TestJournal.START_MS + 60_000,
                    bench.live.of("p").orElseThrow().sinceMs());
            bench.close();
        }
    }

    @Test
    void shouldTellWhyProbesWereLostOrNotMeasuredAndKeepFactsApart() {
        try (Database database = Database.inMemory("reasons")) {
            Bench bench = bench(database, folder, TestJournal.START_MS + HOUR_MS);
            enrol(bench.registry);
            bench.registry.putPath(PathDefinition.icmp("p", "192.0.2.1"), "cab-1", "ann", 1);
            TestJournal journal = new TestJournal("cab-1", key);
            List<Observation> observations = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                observations.add(new Observation("p", (TestJournal.START_MS + i * 1_000L) * 1_000_000, outcome(i)));
            }
            DeviceReadings facts = PathFacts.of(
                    "p",
                    TestJournal.START_MS * 1_000_000,
                    List.of(
                            Reading.text("address", Reading.Kind.STATE, "192.0.2.1", ""),
                            Reading.number("ntp/offset", Reading.Kind.GAUGE, "s", 0.25, "")));
            send(
                    bench,
                    journal,
                    List.of(journal.frame(TestJournal.START_MS + 20_000, observations, List.of(facts), null)));
            Figures figures = new Figures(bench.shelves, bench.registry, bench.live);
            assertEquals(
                    new Reasons(
                            Map.of(Outcome.LossReason.UNREACHABLE, 2L, Outcome.LossReason.TIMEOUT, 1L),
                            Map.of(Outcome.NotMeasuredReason.STARVED, 3L)),
                    figures.reasons("p", PERIOD));
            Period second = new Period(TestJournal.START_MS + 10_000, TestJournal.START_MS + 20_000);
            assertEquals(3, figures.reasons("p", second).notMeasuredSum());
            assertEquals(0, figures.reasons("p", second).lostSum());
            assertEquals(
                    List.of("address", "ntp/offset"),
                    figures.facts("p").orElseThrow().readings().stream()
                            .map(timed -> timed.reading().series())
                            .toList());
            assertEquals(
                    List.of(0.25),
                    figures.factHistory("p", "ntp/offset", PERIOD).stream()
                            .map(Figures.Point::value)
                            .toList());
            bench.close();
        }
    }

    private static Outcome outcome(int i) {
        return switch (i) {
            case 1, 2 -> new Outcome.Lost(Outcome.LossReason.UNREACHABLE);
            case 3 -> new Outcome.Lost(Outcome.LossReason.TIMEOUT);
            case 10, 11, 12 -> new Outcome.NotMeasured(Outcome.NotMeasuredReason.STARVED);
            default -> new Outcome.Replied(400_000, 1_000);
        };
    }

    private static byte[] probes(TestJournal journal, int interval, boolean lost) {
        List<Observation> observations = new ArrayList<>();
        long startMs = TestJournal.START_MS + interval * 10_000L;
        for (int i = 0; i < 10; i++) {
            Outcome outcome = lost ? new Outcome.Lost(Outcome.LossReason.TIMEOUT) : new Outcome.Replied(400_000, 1_000);
            observations.add(new Observation("p", (startMs + i * 1_000L) * 1_000_000, outcome));
        }
        return journal.frame(startMs + 10_000, observations, List.of(), null);
    }

    @Test
    void shouldJudgeLocalPathsByTheirRuleAndLeaveOutImpossibleDates() {
        try (Database database = Database.inMemory("local")) {
            Bench bench = bench(database, folder, TestJournal.START_MS + HOUR_MS);
            enrol(bench.registry);
            PathDefinition gw = new PathDefinition(
                    "gw",
                    "gw",
                    "192.0.2.1",
                    java.util.Optional.empty(),
                    Rule.MINUTE,
                    1000,
                    io.kerbstone.settings.Stream.PERIODIC,
                    io.kerbstone.settings.ProbeOptions.Echo.DEFAULT);
            Assignment local = new Assignment(0, List.of(), List.of(gw));
            TestJournal journal = new TestJournal("cab-1", key);
            List<byte[]> frames = new ArrayList<>();
            frames.add(journal.frame(
                    TestJournal.START_MS, List.of(), List.of(), DefinitionsWriter.toJson(local, Secrets.HIDE)));
            for (int k = 1; k <= 12; k++) {
                frames.add(journal.tenProbes("gw", TestJournal.START_MS + k * 10_000L, new Random(k)));
            }
            frames.add(journal.tenProbes("gw", TestJournal.START_MS + 4 * HOUR_MS, new Random(1)));
            frames.add(journal.tenProbes("gw", 100_000, new Random(1)));
            send(bench, journal, frames);
            Figures figures = new Figures(bench.shelves, bench.registry, bench.live);
            assertEquals(2, figures.intervals("cab-1~gw", PERIOD).size());
            assertEquals(120_000, figures.path("cab-1~gw", PERIOD).ledger().ms(IntervalState.UP));
            assertEquals(20, bench.judge.misdated());
            assertEquals(140, bench.judge.observations());
            bench.close();
        }
    }
}
