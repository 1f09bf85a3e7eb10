package io.kerbstone.rigs.bench;

import io.kerbstone.collector.judge.BaseIntervals;
import io.kerbstone.collector.judge.Figures;
import io.kerbstone.collector.judge.LiveStates;
import io.kerbstone.collector.judge.Shelves;
import io.kerbstone.collector.judge.SpanMaker;
import io.kerbstone.collector.registry.Registry;
import io.kerbstone.collector.registry.Sealer;
import io.kerbstone.collector.registry.StreamKey;
import io.kerbstone.collector.store.ChunkRows;
import io.kerbstone.collector.store.Database;
import io.kerbstone.collector.store.SpanRows;
import io.kerbstone.measurement.Interval;
import io.kerbstone.measurement.PathIndicators;
import io.kerbstone.measurement.Period;
import io.kerbstone.settings.PathDefinition;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** A collector's store on disk with made-up paths and days in it, put in through the shelves as the judge does. */
final class YearStore implements AutoCloseable {
    static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    static final LocalDate FIRST_DAY = LocalDate.of(2025, 1, 1);

    private static final long MINUTE_MS = 60_000;
    private static final long DAY_MS = 86_400_000;
    private static final String AGENT = "bench";

    private final long seed;
    private final int paths;
    private final int days;
    private final Database database;
    private final Registry registry;
    private final Shelves shelves;

    /** Opens the store in the folder, or makes it. */
    YearStore(Path folder, long seed, int paths, int days) {
        this.seed = seed;
        this.paths = paths;
        this.days = days;
        database = Database.open(folder);
        registry = new Registry(database, Plain.SEALER, entry -> {});
        shelves = new Shelves(new ChunkRows(database), new SpanRows(database), ZONE);
    }

    /** The days that are loaded. */
    Period period() {
        long startMs = FIRST_DAY.atStartOfDay(ZONE).toInstant().toEpochMilli();
        return new Period(startMs, startMs + days * DAY_MS);
    }

    List<String> pathIds() {
        return IntStream.range(0, paths).mapToObj(n -> "path-" + n).toList();
    }

    Figures figures() {
        return new Figures(shelves, registry, new LiveStates(shelves, registry));
    }

    void define() {
        registry.addToken("hash-1234", "", DAY_MS, 1, "bench", 0);
        registry.enrol("hash-1234", AGENT, AGENT, new byte[32], 1);
        for (String id : pathIds()) {
            PathDefinition usual = PathDefinition.icmp(id, "192.0.2.1");
            registry.putPath(
                    new PathDefinition(
                            id,
                            id,
                            usual.target(),
                            usual.deviceId(),
                            MadeUpPath.RULE,
                            usual.waitingTimeMs(),
                            usual.stream(),
                            usual.options()),
                    AGENT,
                    "bench",
                    1);
        }
    }

    /** Puts every minute in, a day of all paths at a time, and makes the rows of each day, month and year as it ends. */
    void load(Progress progress) {
        List<MadeUpPath> all = IntStream.range(0, paths).mapToObj(this::madeUp).toList();
        SpanMaker maker = new SpanMaker(shelves, registry);
        long minutesPerHour = BaseIntervals.HOUR_MS / MINUTE_MS;
        for (int day = 0; day < days; day++) {
            for (int hour = 0; hour < 24; hour++) {
                for (int path = 0; path < paths; path++) {
                    String key = StreamKey.of(AGENT, "path-" + path);
                    for (long minute = 0; minute < minutesPerHour; minute++) {
                        shelves.add(key, asBase(all.get(path).next()), false);
                    }
                }
                shelves.flush(day * 24L + hour + 1);
            }
            maker.makeAll(period().startMs() + (day + 1) * DAY_MS + 2 * BaseIntervals.HOUR_MS);
            progress.step(day + 1, days);
        }
    }

    /** One probe a minute is in the first base interval of the minute. */
    private static Interval asBase(Interval minute) {
        long index = minute.index() * (MINUTE_MS / BaseIntervals.BASE_MS);
        return new Interval(index, minute.sent(), minute.lost(), minute.notSent(), minute.delays());
    }

    private MadeUpPath madeUp(int path) {
        return new MadeUpPath(seed, path, period().startMs() / MINUTE_MS);
    }

    /** The figures of a path computed from each of its minutes, which are made up once more. */
    PathIndicators plain(int path, Period period) {
        MadeUpPath again = madeUp(path);
        Iterator<Interval> minutes = LongStream.range(0, period().lengthMs() / MINUTE_MS)
                .mapToObj(minute -> again.next())
                .iterator();
        return PathIndicators.judge(period, MadeUpPath.RULE, List.of(), minutes);
    }

    /** What the rows of one kind take. */
    record Size(String kind, long rows, long bytes) {}

    List<Size> sizes() {
        List<Size> sizes = new ArrayList<>();
        for (ChunkRows.Kind kind : List.of(
                ChunkRows.Kind.PATH_HOUR,
                ChunkRows.Kind.DAY,
                ChunkRows.Kind.DAY_DELAYS,
                ChunkRows.Kind.MONTH,
                ChunkRows.Kind.MONTH_DELAYS,
                ChunkRows.Kind.YEAR,
                ChunkRows.Kind.YEAR_DELAYS)) {
            ChunkRows.Count count = new ChunkRows(database).count(kind);
            sizes.add(new Size(kind.name(), count.rows(), count.bytes()));
        }
        return sizes;
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
