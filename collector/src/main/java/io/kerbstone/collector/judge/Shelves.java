package io.kerbstone.collector.judge;

import io.kerbstone.collector.store.ChunkRows;
import io.kerbstone.collector.store.SpanRows;
import io.kerbstone.measurement.DeviceReadings;
import io.kerbstone.measurement.Interval;
import io.kerbstone.measurement.Reading;
import io.kerbstone.measurement.Rule;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Everything the judge keeps packed, and its flush to the store in one commit. One thread changes and flushes; any
 * thread may read.
 */
public final class Shelves {
    /** Most hours of paths kept in memory although they are in the store; about 8 kB each. */
    static final int MAX_CLEAN_HOURS = 20_000;

    private final ChunkRows rows;
    private final Shelf<PathHour> pathHours;
    private final Shelf<SeriesHour> seriesHours;
    private final Shelf<DeviceLatest> devices;
    private final Shelf<FrameStretch> frames;
    private final DueSpans due;

    /**
     * Shelves over what the store holds.
     *
     * @param zone whose days, months and years get rows, if the store is new; an old one keeps its own
     */
    public Shelves(ChunkRows rows, SpanRows spans, ZoneId zone) {
        this.rows = rows;
        due = new DueSpans(spans, ZoneId.of(spans.zone(zone.getId())));
        pathHours = new Shelf<>(rows, ChunkRows.Kind.PATH_HOUR, PathHour::new, PathHour::new, MAX_CLEAN_HOURS);
        seriesHours = new Shelf<>(rows, ChunkRows.Kind.SERIES_HOUR, SeriesHour::new, SeriesHour::new, MAX_CLEAN_HOURS);
        devices = new Shelf<>(
                rows,
                ChunkRows.Kind.DEVICE_LATEST,
                n -> new DeviceLatest(),
                (n, bytes) -> new DeviceLatest(bytes),
                MAX_CLEAN_HOURS / 10);
        frames = new Shelf<>(
                rows,
                ChunkRows.Kind.FRAME_INDEX,
                n -> new FrameStretch(),
                (n, bytes) -> new FrameStretch(bytes),
                MAX_CLEAN_HOURS);
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
        due.mark(streamKey, part.index() * BaseIntervals.BASE_MS);
        pathHours.change(streamKey, BaseIntervals.hourOf(part.index()), late, hour -> hour.add(part));
    }

    /** Adds a poll of a device that began at that time, ms since 1970 UTC. */
    public void add(String streamKey, long atMs, DeviceReadings poll) {
        devices.change(streamKey, 0, false, latest -> latest.add(atMs, poll));
        long hour = Math.floorDiv(atMs, BaseIntervals.HOUR_MS);
        for (Reading reading : poll.readings()) {
            if (reading.quality() == Reading.Quality.GOOD && Double.isFinite(reading.value())) {
                String key = seriesKey(streamKey, reading.series());
                seriesHours.change(key, hour, false, series -> series.add(atMs, reading.value()));
            }
        }
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
                        hour -> hour.intervals(firstBase, endBase))
                .forEach(hour -> base.addAll(hour.content()));
        return BaseIntervals.byRule(base, rule);
    }

    /** How often late data changed the hours from, inclusive, to, exclusive. */
    long revisions(String streamKey, long fromHour, long toHour) {
        return pathHours.read(streamKey, fromHour, toHour, rows::chunks, hour -> 0).stream()
                .mapToLong(Shelf.Revised::revision)
                .sum();
    }

    Optional<DeviceLive> device(String streamKey) {
        return devices.read(streamKey, 0, DeviceLatest::live);
    }

    List<Figures.Point> numbers(String streamKey, String series, long fromHour, long toHour) {
        return seriesHours
                .read(seriesKey(streamKey, series), fromHour, toHour, rows::chunks, SeriesHour::points)
                .stream()
                .flatMap(hour -> hour.content().stream())
                .toList();
    }

    /** Number of packed things that only memory holds. */
    int changed() {
        return pathHours.changed() + seriesHours.changed() + devices.changed() + frames.changed();
    }

    /** Writes what was changed, as of that archive position, in one commit. */
    void flush(long position) {
        List<ChunkRows.Chunk> chunks = new ArrayList<>(pathHours.pack());
        chunks.addAll(seriesHours.pack());
        chunks.addAll(devices.pack());
        chunks.addAll(frames.pack());
        rows.commit(chunks, due.takeUnsaved(), position);
        pathHours.flushed();
        seriesHours.flushed();
        devices.flushed();
        frames.flushed();
    }
}
