package io.kerbstone.collector.judge;

import io.kerbstone.collector.registry.DeviceRecord;
import io.kerbstone.collector.registry.GroupRecord;
import io.kerbstone.collector.registry.PathRecord;
import io.kerbstone.collector.registry.Registry;
import io.kerbstone.collector.registry.StreamKey;
import io.kerbstone.collector.store.ChunkRows;
import io.kerbstone.measurement.GroupIndicators;
import io.kerbstone.measurement.GroupPolicy;
import io.kerbstone.measurement.Interval;
import io.kerbstone.measurement.Ledger;
import io.kerbstone.measurement.PathIndicators;
import io.kerbstone.measurement.Period;
import io.kerbstone.measurement.Reading;
import io.kerbstone.measurement.Reasons;
import io.kerbstone.measurement.Rule;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/**
 * Every figure there is, as a pure function of what was judged, of the registry's rules and groups, and of what is
 * excluded. A path or
 * group that is not known is UNKNOWN for all of the period. Safe for many threads.
 */
public final class Figures {
    private static final long BLOCK_MS = 24 * BaseIntervals.HOUR_MS;
    private static final long HOURS_PER_DAY = 24;
    private static final int PATHS_PER_READING = 64;

    private final Shelves shelves;
    private final SpanReader spans;
    private final Registry registry;
    private final LiveStates live;
    private final ExcludedTimes excluded;

    /** Figures from the shelves, nothing excluded. */
    public Figures(Shelves shelves, Registry registry, LiveStates live) {
        this(shelves, registry, live, ExcludedTimes.NONE);
    }

    /** Figures from the shelves. */
    public Figures(Shelves shelves, Registry registry, LiveStates live, ExcludedTimes excluded) {
        this.shelves = shelves;
        this.spans = new SpanReader(shelves);
        this.registry = registry;
        this.live = live;
        this.excluded = excluded;
    }

    /**
     * A number of a device's series.
     *
     * @param atMs when the poll that gave it began, ms since 1970 UTC
     * @param value the number
     */
    public record Point(long atMs, double value) {}

    /** Indicators of a path. */
    public PathIndicators path(String pathId, Period period) {
        return judge(pathId, period, excluded.ofPath(pathId));
    }

    /** Indicators of paths, in their order; quicker than one after the other. */
    public List<PathIndicators> paths(List<String> pathIds, Period period) {
        return together(pathIds, (reading, id) -> judge(reading, id, period, excluded.ofPath(id), true));
    }

    /** States of paths, in their order: availability and outages, for which no delay is read. */
    public List<Ledger> ledgers(List<String> pathIds, Period period) {
        return together(pathIds, (reading, id) -> judge(reading, id, period, excluded.ofPath(id), false)
                .ledger());
    }

    /** Asks for many paths on few connections at once. */
    private <T> List<T> together(List<String> pathIds, BiFunction<ChunkRows.Reading, String, T> each) {
        int parts = (pathIds.size() + PATHS_PER_READING - 1) / PATHS_PER_READING;
        return IntStream.range(0, parts)
                .parallel()
                .mapToObj(part -> pathIds.subList(
                        part * PATHS_PER_READING, Math.min(pathIds.size(), (part + 1) * PATHS_PER_READING)))
                .map(some -> shelves.rows()
                        .reading(reading ->
                                some.stream().map(id -> each.apply(reading, id)).toList()))
                .toList()
                .stream()
                .flatMap(List::stream)
                .toList();
    }

    private PathIndicators judge(String pathId, Period period, List<Period> exclusions) {
        return shelves.rows().reading(reading -> judge(reading, pathId, period, exclusions, true));
    }

    private PathIndicators judge(
            ChunkRows.Reading reading, String pathId, Period period, List<Period> exclusions, boolean withSample) {
        Optional<PathRecord> path = registry.path(pathId);
        if (path.isEmpty()) {
            return PathIndicators.judge(period, Rule.STANDARD, exclusions, Collections.emptyIterator());
        }
        SpanReader.Question asked = new SpanReader.Question(
                path.get().streamKey(), path.get().definition().rule(), period, exclusions, withSample);
        return spans.read(reading, asked, SpanLevel.COARSE_FIRST).build(exclusions);
    }

    /**
     * Indicators of a group and of its members, in the order of its paths. What is excluded of a member counts as
     * UNKNOWN in the group's own ledger; what is excluded of the group is excluded of its members too.
     */
    public GroupIndicators group(String groupId, Period period) {
        Optional<GroupRecord> group = registry.group(groupId);
        List<Period> ofGroup = excluded.ofGroup(groupId);
        List<PathIndicators> members = together(
                group.map(GroupRecord::pathIds).orElse(List.of()),
                (reading, id) -> judge(reading, id, period, both(excluded.ofPath(id), ofGroup), true));
        GroupPolicy policy = group.map(GroupRecord::policy).orElse(new GroupPolicy(GroupPolicy.Kind.ALL, 1));
        List<Ledger> ledgers = members.stream().map(PathIndicators::ledger).toList();
        return new GroupIndicators(GroupIndicators.combine(period, policy, ledgers, ofGroup), members);
    }

    private static List<Period> both(List<Period> some, List<Period> more) {
        List<Period> all = new ArrayList<>(some);
        all.addAll(more);
        return all;
    }

    /**
     * What came more than {@link Judge#LATE_AFTER_MS} after the hours of the period that it belongs to, by day and life of
     * the agent's journal, oldest day first.
     */
    public List<Correction> corrections(String pathId, Period period) {
        Optional<PathRecord> path = registry.path(pathId);
        if (path.isEmpty()) {
            return List.of();
        }
        TreeMap<String, Correction> byDayAndEpoch = new TreeMap<>();
        for (var hour : shelves.late(path.get().streamKey(), firstHour(period), endHour(period))) {
            long day = Math.floorDiv(hour.number(), HOURS_PER_DAY);
            hour.content()
                    .forEach((epoch, late) -> byDayAndEpoch.merge(
                            day + " " + epoch,
                            correction(path.get(), epoch, day, late),
                            (some, same) -> some.plus(late)));
        }
        return byDayAndEpoch.values().stream()
                .sorted(Comparator.comparingLong(Correction::dayMs))
                .toList();
    }

    private static Correction correction(PathRecord path, String epoch, long day, LateHour.Late late) {
        return new Correction(
                path.id(),
                path.agentId(),
                epoch,
                day * BLOCK_MS,
                late.parts(),
                late.firstSequence(),
                late.lastSequence(),
                late.firstArrivalMs(),
                late.lastArrivalMs());
    }

    /** Intervals of the path's rule that touch the period, ascending; those without data are not there. */
    public List<Interval> intervals(String pathId, Period period) {
        List<Interval> all = new ArrayList<>();
        registry.path(pathId).ifPresent(path -> new Blocks(path, period).forEachRemaining(all::add));
        return all;
    }

    /**
     * Why probes of a path were lost or not measured, over the intervals that lie wholly inside the period and touch no
     * exclusion: those that its loss figures count.
     */
    public Reasons reasons(String pathId, Period period) {
        List<Period> exclusions = excluded.ofPath(pathId);
        return registry.path(pathId)
                .map(path -> shelves.reasons(path.streamKey(), firstHour(period), endHour(period), base -> {
                    Rule rule = path.definition().rule();
                    Period whole = rule.periodOf(rule.indexAt(base * BaseIntervals.BASE_MS));
                    return period.contains(whole) && exclusions.stream().noneMatch(whole::touches);
                }))
                .orElse(Reasons.NONE);
    }

    /** The newest facts about a path beside its observations; empty when its agent sent none. */
    public Optional<DeviceLive> facts(String pathId) {
        return registry.path(pathId).map(Figures::factsKey).flatMap(shelves::device);
    }

    /** The numbers of one of a path's facts in the period, ascending by time. */
    public List<Point> factHistory(String pathId, String series, Period period) {
        return registry.path(pathId)
                .map(path -> numbers(factsKey(path), series, period))
                .orElse(List.of());
    }

    private static String factsKey(PathRecord path) {
        return StreamKey.ofFacts(path.agentId(), path.definition().id());
    }

    private List<Point> numbers(String streamKey, String series, Period period) {
        return shelves.numbers(streamKey, series, firstHour(period), endHour(period)).stream()
                .filter(point -> point.atMs() >= period.startMs() && point.atMs() < period.endMs())
                .toList();
    }

    /** The state of a path now; empty before its first complete interval. */
    public Optional<PathLive> live(String pathId) {
        return live.of(pathId);
    }

    /** A device as it was last seen; empty when it was never polled. */
    public Optional<DeviceLive> device(String deviceId) {
        return registry.device(deviceId).map(DeviceRecord::streamKey).flatMap(shelves::device);
    }

    /** The clock of an agent; empty before its first frame since the collector started. */
    public Optional<AgentClock> agentClock(String agentId) {
        return shelves.clocks().of(agentId);
    }

    /** Frames of an agent that wait until their boot knows the date. */
    public long waitingFrames(String agentId) {
        return shelves.waitingFrames(StreamKey.of(agentId, ""));
    }

    /** What agents call readings of their own machine and of devices nobody registered. */
    public Optional<DeviceLive> deviceOf(String agentId, String deviceId) {
        return shelves.device(StreamKey.of(agentId, deviceId));
    }

    /** The newest readings of a device, by series. */
    public List<Reading> latestReadings(String deviceId) {
        return device(deviceId)
                .map(d -> d.readings().stream()
                        .map(DeviceLive.TimedReading::reading)
                        .toList())
                .orElse(List.of());
    }

    /** The numbers of a device's series in the period, ascending by time. */
    public List<Point> history(String deviceId, String series, Period period) {
        return registry.device(deviceId)
                .map(device -> numbers(device.streamKey(), series, period))
                .orElse(List.of());
    }

    private static long firstHour(Period period) {
        return Math.floorDiv(period.startMs(), BaseIntervals.HOUR_MS);
    }

    private static long endHour(Period period) {
        return Math.floorDiv(period.endMs() - 1, BaseIntervals.HOUR_MS) + 1;
    }

    /** The intervals of a path a day at a time, so that a year need not be in memory at once. */
    private final class Blocks implements Iterator<Interval> {
        private final PathRecord path;
        private final Rule rule;
        private final long end;
        private long next;
        private Iterator<Interval> block = Collections.emptyIterator();

        Blocks(PathRecord path, Period period) {
            this.path = path;
            this.rule = path.definition().rule();
            this.next = rule.indexAt(period.startMs());
            this.end = rule.indexAt(period.endMs() - 1) + 1;
        }

        @Override
        public boolean hasNext() {
            while (!block.hasNext() && next < end) {
                long to = Math.min(end, next + Math.max(1, BLOCK_MS / rule.intervalMs()));
                block = shelves.intervals(path.streamKey(), rule, next, to, true)
                        .iterator();
                next = to;
            }
            return block.hasNext();
        }

        @Override
        public Interval next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return block.next();
        }
    }
}
