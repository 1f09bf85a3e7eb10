package io.kerbstone.collector.judge;

import io.kerbstone.collector.registry.Registry;
import io.kerbstone.collector.registry.Sealer;
import io.kerbstone.collector.registry.StreamKey;
import io.kerbstone.collector.store.ChunkRows;
import io.kerbstone.collector.store.ChunkRows.Chunk;
import io.kerbstone.collector.store.ChunkRows.Kind;
import io.kerbstone.collector.store.Database;
import io.kerbstone.collector.store.SpanRows;
import io.kerbstone.measurement.Delays;
import io.kerbstone.measurement.Interval;
import io.kerbstone.measurement.PathIndicators;
import io.kerbstone.measurement.Period;
import io.kerbstone.measurement.Rule;
import io.kerbstone.settings.PathDefinition;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * The shelves of a few paths over a store in memory, and beside them the intervals as they were put in, from which a test
 * computes plainly. A crash forgets what was not flushed, and then it is put in again, as following the archive does.
 */
final class SpanFixture implements AutoCloseable {
    static final String AGENT = "cab-1";
    static final long START_MS = Instant.parse("2025-11-24T00:00:00Z").toEpochMilli();
    static final long DAY_MS = 86_400_000;

    final Database database;
    final Registry registry;
    final ChunkRows rows;
    final Map<String, TreeMap<Long, Interval>> plain = new TreeMap<>();
    private final ZoneId zone;
    private final List<Map.Entry<String, Interval>> unflushed = new ArrayList<>();
    private long flushes;
    Shelves shelves;
    SpanMaker maker;

    SpanFixture(String name, ZoneId zone) {
        this.zone = zone;
        database = Database.inMemory(name);
        registry = new Registry(database, Plain.SEALER, entry -> {});
        registry.addToken("hash-1234", "", 3_600_000, 1, "ann", 0);
        registry.enrol("hash-1234", AGENT, AGENT, new byte[32], 1);
        rows = new ChunkRows(database);
        shelves = new Shelves(rows, new SpanRows(database), zone);
        maker = new SpanMaker(shelves, registry);
    }

    void path(String id, Rule rule) {
        PathDefinition usual = PathDefinition.icmp(id, "192.0.2.1");
        registry.putPath(
                new PathDefinition(
                        id, id, usual.target(), usual.deviceId(), rule, 1_000, usual.stream(), usual.options()),
                AGENT,
                "ann",
                1);
        plain.putIfAbsent(id, new TreeMap<>());
    }

    void add(String pathId, Interval part) {
        plain.computeIfAbsent(pathId, id -> new TreeMap<>()).merge(part.index(), part, Interval::plus);
        unflushed.add(Map.entry(pathId, part));
        shelves.add(StreamKey.of(AGENT, pathId), part, false);
    }

    void flush() {
        shelves.flush(++flushes);
        unflushed.clear();
    }

    void crash() {
        shelves = new Shelves(rows, new SpanRows(database), zone);
        maker = new SpanMaker(shelves, registry);
        unflushed.forEach(entry -> shelves.add(StreamKey.of(AGENT, entry.getKey()), entry.getValue(), false));
    }

    /** From the rows, as every page and report gets it. */
    PathIndicators judged(String pathId, Period period, List<Period> exclusions) {
        SpanReader.Question asked =
                new SpanReader.Question(StreamKey.of(AGENT, pathId), rule(pathId), period, exclusions, true);
        return rows.reading(reading -> new SpanReader(shelves).read(reading, asked, SpanLevel.COARSE_FIRST))
                .build(exclusions);
    }

    /** From the intervals that were put in. */
    PathIndicators plain(String pathId, Period period, List<Period> exclusions) {
        List<Interval> intervals = BaseIntervals.byRule(
                List.copyOf(plain.getOrDefault(pathId, new TreeMap<>()).values()), rule(pathId));
        return PathIndicators.judge(period, rule(pathId), exclusions, intervals.iterator());
    }

    Rule rule(String pathId) {
        return registry.path(pathId).orElseThrow().definition().rule();
    }

    Figures figures() {
        return new Figures(shelves, registry, new LiveStates(shelves, registry));
    }

    /** The rows of days, months and years. */
    List<Chunk> spanRows() {
        List<Chunk> all = new ArrayList<>();
        for (SpanLevel level : SpanLevel.values()) {
            all.addAll(rows.all(level.ledger()));
            all.addAll(rows.all(level.delays()));
        }
        return all;
    }

    void forgetHours() {
        database.update("DELETE FROM chunks WHERE kind = 1");
        crash();
    }

    List<Chunk> hours() {
        return rows.all(Kind.PATH_HOUR);
    }

    static Interval interval(Random random, long index, int due) {
        int sent = random.nextInt(10) == 0 ? random.nextInt(due + 1) : due;
        int lost =
                switch (random.nextInt(12)) {
                    case 0 -> sent;
                    case 1 -> random.nextInt(sent + 1);
                    default -> 0;
                };
        Delays.Builder delays = new Delays.Builder();
        long last = -1;
        for (int i = lost; i < sent; i++) {
            long ns = 300_000 + random.nextInt(90_000) + (random.nextInt(50) == 0 ? random.nextLong(1L << 33) : 0);
            delays.add(ns, 4_000 + random.nextInt(2_000));
            if (last >= 0) {
                delays.addVariation(Math.abs(ns - last));
            }
            last = ns;
        }
        return new Interval(index, sent, lost, due - sent, delays.build());
    }

    @Override
    public void close() {
        database.close();
    }

    private enum Plain implements Sealer {
        SEALER;

        @Override
        public byte[] seal(byte[] plain) {
            return plain;
        }

        @Override
        public byte[] open(byte[] sealed) {
            return sealed;
        }
    }
}
