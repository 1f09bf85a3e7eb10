package io.kerbstone.collector.judge;

import io.kerbstone.collector.store.ChunkRows;
import io.kerbstone.collector.store.SpanRows;
import io.kerbstone.measurement.DeviceReadings;
import io.kerbstone.measurement.Interval;
import io.kerbstone.measurement.Outcome;
import io.kerbstone.measurement.Reading;
import io.kerbstone.measurement.Reasons;
import io.kerbstone.measurement.Rule;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.LongPredicate;
import java.util.function.Predicate;

/**
 * Everything the judge keeps packed, and its flush to the store in one commit. One thread changes and flushes; any
 * thread may read.
 */
public final class Shelves {
    /** Most hours of paths kept in memory although they are in the store; about 8 kB each. */
    static final int MAX_CLEAN_HOURS = 20_000;

    private final ChunkRows rows;
    private final Shelf<Layered<PathHour>> pathHours;
    private final Shelf<Layered<SeriesHour>> seriesHours;
    private final Shelf<DeviceLatest> devices;
    private final Shelf<FrameStretch> frames;
    private final Shelf<BootClock> boots;
    private final Shelf<WaitingFrames> waiting;
    private final AgentClocks clocks = new AgentClocks();
    private final Shelf<LateHour> late;
    private final DueSpans due;
    private final Shelf<Layered<ReasonHour>> reasonHours;

    /**
     * Shelves over what the store holds.
     *
     * @param zone whose days, months and years get rows, if the store is new; an old one keeps its own
     */
    public Shelves(ChunkRows rows, SpanRows spans, ZoneId zone) {
        this.rows = rows;
        due = new DueSpans(spans, ZoneId.of(spans.zone(zone.getId())));
        pathHours = new Shelf<>(
                rows,
                ChunkRows.Kind.PATH_HOUR,
                hour -> new Layered<>(hour, PathHour::new),
                (hour, bytes) -> new Layered<>(hour, bytes, PathHour::new, PathHour::new),
                MAX_CLEAN_HOURS);
        seriesHours = new Shelf<>(
                rows,
                ChunkRows.Kind.SERIES_HOUR,
                hour -> new Layered<>(hour, SeriesHour::new),
                (hour, bytes) -> new Layered<>(hour, bytes, SeriesHour::new, SeriesHour::new),
                MAX_CLEAN_HOURS);
        devices = new Shelf<>(
                rows,
                ChunkRows.Kind.DEVICE_LATEST,
                n -> new DeviceLatest(),
                (n, bytes) -> new DeviceLatest(bytes),
                MAX_CLEAN_HOURS / 10);
        late = new Shelf<>(
                rows,
                ChunkRows.Kind.LATE_HOUR,
                n -> new LateHour(),
                (n, bytes) -> new LateHour(bytes),
                MAX_CLEAN_HOURS / 10);
        frames = new Shelf<>(
                rows,
                ChunkRows.Kind.FRAME_INDEX,
                n -> new FrameStretch(),
                (n, bytes) -> new FrameStretch(bytes),
                MAX_CLEAN_HOURS);
        boots = new Shelf<>(
                rows,
                ChunkRows.Kind.BOOT_CLOCK,
                n -> new BootClock(),
                (n, bytes) -> new BootClock(bytes),
                MAX_CLEAN_HOURS);
        waiting = new Shelf<>(
                rows,
                ChunkRows.Kind.WAITING_FRAMES,
                n -> new WaitingFrames(),
                (n, bytes) -> new WaitingFrames(bytes),
                1);
        reasonHours = new Shelf<>(
                rows,
                ChunkRows.Kind.PATH_REASONS,
                hour -> new Layered<>(hour, ReasonHour::new),
                (hour, bytes) -> new Layered<>(hour, bytes, ReasonHour::new, ReasonHour::new),
                MAX_CLEAN_HOURS / 10);
    }

    /** Up to which archive position the store has everything. */
    public long position() {
        return rows.position();
    }

    /**
     * Adds a part of a base interval.
     *
     * @param streamKey whose, see {@link io.kerbstone.collector.registry.StreamKey}
     * @param late whether its hour was closed already, so that a published figure may change
     */
    public void add(String streamKey, Interval part, boolean late) {
        add(streamKey, OptionalLong.empty(), part, late);
    }

    /** Adds it to the layer of a boot, from which it may be taken again; without, for good. */
    void add(String streamKey, OptionalLong layer, Interval part, boolean late) {
        due.mark(streamKey, part.index() * BaseIntervals.BASE_MS);
        pathHours.change(streamKey, BaseIntervals.hourOf(part.index()), late, hour -> in(hour, layer)
                .add(part));
    }

    /** Takes an hour's layer of a boot away. */
    void drop(String streamKey, long layer, long hour, boolean late) {
        due.mark(streamKey, hour * BaseIntervals.HOUR_MS);
        pathHours.change(streamKey, hour, late, layers -> layers.drop(layer));
    }

    /** Adds why a probe of that base interval was lost or not measured; see {@link #add} for the layer. */
    void addReason(String streamKey, OptionalLong layer, long baseIndex, Outcome outcome) {
        reasonHours.change(streamKey, BaseIntervals.hourOf(baseIndex), false, hour -> in(hour, layer)
                .add(baseIndex, outcome));
    }

    /** Takes an hour's reasons of a boot away. */
    void dropReasons(String streamKey, long layer, long hour) {
        reasonHours.change(streamKey, hour, false, layers -> layers.drop(layer));
    }

    /** Why probes were lost or not measured in those base intervals of the hours from, inclusive, to, exclusive. */
    Reasons reasons(String streamKey, long fromHour, long toHour, LongPredicate baseIndex) {
        return reasonHours
                .read(streamKey, fromHour, toHour, rows::chunks, hour -> hour.views(one -> one.sum(baseIndex)))
                .stream()
                .flatMap(hour -> hour.content().stream())
                .reduce(Reasons.NONE, Reasons::plus);
    }

    /** Adds a poll of a device that began at that time, ms since 1970 UTC. */
    public void add(String streamKey, long atMs, DeviceReadings poll) {
        devices.change(streamKey, 0, false, latest -> latest.add(atMs, poll));
        add(streamKey, OptionalLong.empty(), atMs, poll);
    }

    /** Adds only its numbers, to the layer of a boot or for good. */
    void add(String streamKey, OptionalLong layer, long atMs, DeviceReadings poll) {
        long hour = Math.floorDiv(atMs, BaseIntervals.HOUR_MS);
        for (Reading reading : poll.readings()) {
            if (isKept(reading)) {
                String key = seriesKey(streamKey, reading.series());
                seriesHours.change(key, hour, false, layers -> in(layers, layer).add(atMs, reading.value()));
            }
        }
    }

    /** Takes the layer of a boot away from the hour of every series in the poll. */
    void drop(String streamKey, long layer, long hour, DeviceReadings poll) {
        for (Reading reading : poll.readings()) {
            if (isKept(reading)) {
                seriesHours.change(seriesKey(streamKey, reading.series()), hour, false, layers -> layers.drop(layer));
            }
        }
    }

    private static boolean isKept(Reading reading) {
        return reading.quality() == Reading.Quality.GOOD && Double.isFinite(reading.value());
    }

    private static <P extends Packed> P in(Layered<P> layers, OptionalLong layer) {
        return layer.isPresent() ? layers.ofBoot(layer.getAsLong()) : layers.lasting();
    }

    private static String seriesKey(String streamKey, String series) {
        return streamKey + "/" + series;
    }

    void addFrame(String epochKey, long sequence, long position) {
        long stretch = Math.floorDiv(sequence, FrameStretch.LENGTH);
        frames.change(epochKey, stretch, false, frame -> frame.put(sequence, position));
    }

    /** Where a frame stands in the archive; empty when it was not received, or not judged yet. */
    public OptionalLong framePosition(String epochKey, long sequence) {
        return frames.read(epochKey, Math.floorDiv(sequence, FrameStretch.LENGTH), f -> f.position(sequence))
                .orElse(OptionalLong.empty());
    }

    /** Lets the judge look at what a boot knew of the date, and change it when the answer says so. */
    <R> R consult(String bootKey, Function<BootClock, R> look, Predicate<R> isChange) {
        return boots.consult(bootKey, 0, look, isChange);
    }

    /** So many frames of a boot wait for the date. */
    void setWaiting(String bootKey, long frames) {
        waiting.change("", 0, false, all -> all.put(bootKey, frames));
    }

    /** Frames that wait for the date, of the boots whose key begins so. Any thread. */
    long waitingFrames(String prefix) {
        return waiting.read("", 0, all -> all.of(prefix)).orElse(0L);
    }

    /** The clocks of the agents as their newest frames told. */
    AgentClocks clocks() {
        return clocks;
    }

    /** Name of one life of an agent's journal. */
    public static String epochKey(String agentId, String epochHex) {
        return agentId + "~" + epochHex;
    }

    /** Which days, months and years have no rows or old ones. */
    DueSpans due() {
        return due;
    }

    /** The packed rows in the store. */
    ChunkRows rows() {
        return rows;
    }

    /** Intervals of the rule with from &lt;= index &lt; to, ascending; {@code inStore} false looks in memory only. */
    List<Interval> intervals(String streamKey, Rule rule, long from, long to, boolean inStore) {
        return intervals(streamKey, rule, from, to, inStore ? rows::chunks : Shelf.Source.NONE);
    }

    /** The same, from that source where memory has none. */
    List<Interval> intervals(String streamKey, Rule rule, long from, long to, Shelf.Source store) {
        long perInterval = rule.intervalMs() / BaseIntervals.BASE_MS;
        long firstBase = from * perInterval;
        long endBase = to * perInterval;
        List<Interval> base = new ArrayList<>();
        pathHours
                .read(
                        streamKey,
                        BaseIntervals.hourOf(firstBase),
                        BaseIntervals.hourOf(endBase - 1) + 1,
                        store,
                        hour -> merged(hour, firstBase, endBase))
                .forEach(hour -> base.addAll(hour.content()));
        return BaseIntervals.byRule(base, rule);
    }

    private static List<Interval> merged(Layered<PathHour> hour, long from, long to) {
        List<List<Interval>> layers = hour.views(layer -> layer.intervals(from, to));
        if (layers.size() == 1) {
            return layers.get(0);
        }
        TreeMap<Long, Interval> all = new TreeMap<>();
        layers.forEach(layer -> layer.forEach(part -> all.merge(part.index(), part, Interval::plus)));
        return List.copyOf(all.values());
    }

    private static List<Figures.Point> merged(Layered<SeriesHour> hour) {
        TreeMap<Long, Double> all = new TreeMap<>();
        hour.views(SeriesHour::numbers)
                .forEach(layer -> layer.forEach((atMs, value) -> all.merge(atMs, value, Math::max)));
        return SeriesHour.points(all);
    }

    /** Writes down that a part of an interval of that time came late, and in which frame. */
    void addLate(String streamKey, long atMs, String epoch, long sequence, long arrivedAtMs) {
        long hour = Math.floorDiv(atMs, BaseIntervals.HOUR_MS);
        late.change(streamKey, hour, false, its -> its.add(epoch, sequence, arrivedAtMs));
    }

    /** What came late for the hours from, inclusive, to, exclusive: by hour and life of a journal. */
    List<Shelf.Revised<Map<String, LateHour.Late>>> late(String streamKey, long fromHour, long toHour) {
        return late.read(streamKey, fromHour, toHour, rows::chunks, LateHour::byEpoch);
    }

    Optional<DeviceLive> device(String streamKey) {
        return devices.read(streamKey, 0, DeviceLatest::live);
    }

    List<Figures.Point> numbers(String streamKey, String series, long fromHour, long toHour) {
        return seriesHours.read(seriesKey(streamKey, series), fromHour, toHour, rows::chunks, Shelves::merged).stream()
                .flatMap(hour -> hour.content().stream())
                .toList();
    }

    /** Number of packed things that only memory holds. */
    int changed() {
        return pathHours.changed()
                + seriesHours.changed()
                + devices.changed()
                + frames.changed()
                + boots.changed()
                + late.changed()
                + reasonHours.changed();
    }

    /** Writes what was changed, as of that archive position, in one commit. Only the thread that changes. */
    public void flush(long position) {
        List<ChunkRows.Chunk> fresh = new ArrayList<>();
        List<ChunkRows.Chunk> changes = new ArrayList<>();
        List.of(pathHours, seriesHours, devices, frames, boots, waiting, late, reasonHours)
                .forEach(shelf -> shelf.pack(fresh, changes));
        rows.commit(fresh, changes, due.takeUnsaved(), position);
        pathHours.flushed();
        seriesHours.flushed();
        devices.flushed();
        frames.flushed();
        boots.flushed();
        waiting.flushed();
        reasonHours.flushed();
        late.flushed();
    }
}
