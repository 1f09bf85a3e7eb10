package io.kerbstone.collector.judge;

import io.kerbstone.measurement.Interval;
import java.util.List;
import java.util.TreeMap;

/**
 * The base intervals of one path in one hour, kept packed ({@link PathHourForm}) with what came since beside it: unpacked
 * it is nine times as large. Not thread-safe.
 */
final class PathHour implements Packed {
    private static final int MAX_FRESH = 32;

    private final long hour;
    private byte[] packed;
    private long lastPacked;
    private final TreeMap<Long, Interval> fresh = new TreeMap<>();

    /** An hour since 1970 UTC without any interval. */
    PathHour(long hour) {
        this(hour, PathHourForm.EMPTY);
    }

    /** An hour as {@link #pack} gave it. */
    PathHour(long hour, byte[] packed) {
        this.hour = hour;
        this.packed = packed;
        this.lastPacked = packed.length == PathHourForm.EMPTY.length
                ? Long.MIN_VALUE
                : Long.MAX_VALUE; // not known without unpacking
    }

    /** Adds to the interval of that index, which lies in this hour. */
    void add(Interval interval) {
        if (BaseIntervals.hourOf(interval.index()) != hour) {
            throw new IllegalStateException("BUG: interval " + interval.index() + " is not in hour " + hour);
        }
        if (fresh.size() >= MAX_FRESH && !fresh.containsKey(interval.index())) {
            pack();
        }
        fresh.merge(interval.index(), interval, Interval::plus);
    }

    /** The intervals, ascending. */
    List<Interval> intervals() {
        if (fresh.isEmpty()) {
            return PathHourForm.read(hour, packed);
        }
        TreeMap<Long, Interval> all = new TreeMap<>(fresh);
        PathHourForm.read(hour, packed).forEach(interval -> all.merge(interval.index(), interval, Interval::plus));
        return List.copyOf(all.values());
    }

    /** The intervals with from &lt;= index &lt; to, ascending; quick for what came last. */
    List<Interval> intervals(long from, long to) {
        if (from > lastPacked) {
            return List.copyOf(fresh.subMap(from, to).values());
        }
        return intervals().stream()
                .filter(interval -> interval.index() >= from && interval.index() < to)
                .toList();
    }

    @Override
    public boolean isEmpty() {
        return fresh.isEmpty() && packed.length == PathHourForm.EMPTY.length;
    }

    @Override
    public byte[] pack() {
        if (!fresh.isEmpty()) {
            List<Interval> all = intervals();
            packed = PathHourForm.write(hour, all);
            lastPacked = all.get(all.size() - 1).index();
            fresh.clear();
        }
        return packed.clone();
    }
}
