package io.kerbstone.collector.judge;

import io.kerbstone.measurement.Delays;
import io.kerbstone.measurement.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * The base intervals of one path in one hour. Packed form, version 1, in varints (u unsigned, s zigzag), differences to
 * the interval before unless said:
 *
 * <pre>
 *   octet 1                version
 *   u count                intervals; then of each
 *     octet flags          1 sent as before, 2 some lost, 4 some not sent, 8 replies, 16 error bound as before,
 *                          32 follows directly on the one before, 64 every reply counted
 *     u gap - 1            to the index before (of the first: index in the hour), unless flag 32
 *     u sent               unless flag 1
 *     u lost               if flag 2
 *     u notSent            if flag 4
 *     if flag 8:
 *       u replies          unless flag 64 (then sent - lost)
 *       u buckets
 *       s first bucket     difference; then u (difference to the bucket before) * 2 + (its count &gt; 1), u count if so;
 *                          the first bucket's count &gt; 1 is written like that with difference 0
 *       s min ns           difference
 *       u max - min ns
 *       u sum - min * replies, ns
 *       u variation sum ns
 *       s replies - 1 - number of variations
 *       u error bound ns   unless flag 16
 * </pre>
 *
 * Kept packed, with what came since beside it: unpacked it is nine times as large. Not thread-safe.
 */
final class PathHour implements Packed {
    static final int VERSION = 1;

    private static final int SENT_AS_BEFORE = 1;
    private static final int SOME_LOST = 2;
    private static final int SOME_NOT_SENT = 4;
    private static final int REPLIES = 8;
    private static final int BOUND_AS_BEFORE = 16;
    private static final int FOLLOWS = 32;
    private static final int ALL_COUNTED = 64;
    private static final int MAX_FRESH = 32;

    private final long hour;
    private byte[] packed;
    private long lastPacked;
    private final TreeMap<Long, Interval> fresh = new TreeMap<>();

    /** An hour since 1970 UTC without any interval. */
    PathHour(long hour) {
        this(hour, new byte[] {VERSION, 0});
    }

    /** An hour as {@link #pack} gave it. */
    PathHour(long hour, byte[] packed) {
        this.hour = hour;
        this.packed = packed;
        this.lastPacked = packed.length == 2 ? Long.MIN_VALUE : Long.MAX_VALUE; // not known without unpacking
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
            return unpack(hour, packed);
        }
        TreeMap<Long, Interval> all = new TreeMap<>(fresh);
        unpack(hour, packed).forEach(interval -> all.merge(interval.index(), interval, Interval::plus));
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
    public byte[] pack() {
        if (!fresh.isEmpty()) {
            List<Interval> all = intervals();
            packed = pack(hour, all);
            lastPacked = all.get(all.size() - 1).index();
            fresh.clear();
        }
        return packed.clone();
    }

    private static byte[] pack(long hour, List<Interval> intervals) {
        ByteWriter out = new ByteWriter().octet(VERSION).unsigned(intervals.size());
        State before = new State(hour);
        for (Interval interval : intervals) {
            write(out, before, interval);
            before.follow(interval);
        }
        return out.toBytes();
    }

    private static void write(ByteWriter out, State before, Interval interval) {
        Delays delays = interval.delays();
        int flags = flag(interval.sent() == before.sent, SENT_AS_BEFORE)
                | flag(interval.lost() > 0, SOME_LOST)
                | flag(interval.notSent() > 0, SOME_NOT_SENT)
                | flag(delays.count() > 0, REPLIES)
                | flag(delays.errorBoundNs() == before.boundNs, BOUND_AS_BEFORE)
                | flag(interval.index() == before.index + 1, FOLLOWS)
                | flag(delays.count() == interval.sent() - interval.lost(), ALL_COUNTED);
        out.octet(flags);
        if ((flags & FOLLOWS) == 0) {
            out.unsigned(interval.index() - before.index - 1);
        }
        unless(out, flags, SENT_AS_BEFORE, interval.sent());
        when(out, flags, SOME_LOST, interval.lost());
        when(out, flags, SOME_NOT_SENT, interval.notSent());
        if ((flags & REPLIES) != 0) {
            write(out, before, flags, delays);
        }
    }

    private static void write(ByteWriter out, State before, int flags, Delays delays) {
        unless(out, flags, ALL_COUNTED, delays.count());
        out.unsigned(delays.size());
        out.signed((long) delays.bucket(0) - before.bucket);
        int last = delays.bucket(0);
        for (int i = 0; i < delays.size(); i++) {
            boolean several = delays.countAt(i) > 1;
            out.unsigned(((long) (delays.bucket(i) - last) << 1) | (several ? 1 : 0));
            if (several) {
                out.unsigned(delays.countAt(i));
            }
            last = delays.bucket(i);
        }
        out.signed(delays.minNs() - before.minNs);
        out.unsigned(delays.maxNs() - delays.minNs());
        out.unsigned(delays.sumNs() - delays.minNs() * delays.count());
        out.unsigned(delays.variationSumNs());
        out.signed(delays.count() - 1 - delays.variationCount());
        unless(out, flags, BOUND_AS_BEFORE, delays.errorBoundNs());
    }

    private static int flag(boolean is, int flag) {
        return is ? flag : 0;
    }

    private static void when(ByteWriter out, int flags, int flag, long value) {
        if ((flags & flag) != 0) {
            out.unsigned(value);
        }
    }

    private static void unless(ByteWriter out, int flags, int flag, long value) {
        if ((flags & flag) == 0) {
            out.unsigned(value);
        }
    }

    private static List<Interval> unpack(long hour, byte[] packed) {
        ByteReader in = new ByteReader(packed);
        in.version(VERSION);
        int count = in.count();
        List<Interval> intervals = new ArrayList<>(count);
        State before = new State(hour);
        for (int i = 0; i < count; i++) {
            Interval interval = read(in, before);
            before.follow(interval);
            intervals.add(interval);
        }
        return intervals;
    }

    private static Interval read(ByteReader in, State before) {
        int flags = in.octet();
        long index = before.index + 1 + ((flags & FOLLOWS) != 0 ? 0 : in.unsigned());
        int sent = (flags & SENT_AS_BEFORE) != 0 ? before.sent : in.count();
        int lost = (flags & SOME_LOST) != 0 ? in.count() : 0;
        int notSent = (flags & SOME_NOT_SENT) != 0 ? in.count() : 0;
        Delays delays = (flags & REPLIES) != 0 ? read(in, before, flags, sent - lost) : Delays.NONE;
        return new Interval(index, sent, lost, notSent, delays);
    }

    private static Delays read(ByteReader in, State before, int flags, int replies) {
        long count = (flags & ALL_COUNTED) != 0 ? replies : in.unsigned();
        int size = in.count();
        long bucket = before.bucket + in.signed();
        Delays.Builder delays = new Delays.Builder();
        for (int i = 0; i < size; i++) {
            long step = in.unsigned();
            bucket += step >>> 1;
            delays.bucket(Math.toIntExact(bucket), (step & 1) == 0 ? 1 : in.count());
        }
        long min = before.minNs + in.signed();
        long max = min + in.unsigned();
        long sum = min * count + in.unsigned();
        long variationSum = in.unsigned();
        long variationCount = count - 1 - in.signed();
        long bound = (flags & BOUND_AS_BEFORE) != 0 ? before.boundNs : in.unsigned();
        return delays.exact(sum, min, max, variationSum, variationCount, bound).build();
    }

    /** What the next interval is written against. */
    private static final class State {
        private long index;
        private int sent;
        private int bucket;
        private long minNs;
        private long boundNs;

        State(long hour) {
            this.index = hour * BaseIntervals.PER_HOUR - 1;
        }

        void follow(Interval interval) {
            index = interval.index();
            sent = interval.sent();
            Delays delays = interval.delays();
            if (delays.count() > 0) {
                bucket = delays.bucket(0);
                minNs = delays.minNs();
                boundNs = delays.errorBoundNs();
            }
        }
    }
}
