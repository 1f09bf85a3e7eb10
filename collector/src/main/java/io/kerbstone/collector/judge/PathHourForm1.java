package io.kerbstone.collector.judge;

import io.kerbstone.measurement.Delays;
import io.kerbstone.measurement.Interval;
import java.util.ArrayList;
import java.util.List;

/**
 * The first packed form of a {@link PathHour}, which is read for ever and no longer written. In varints (u unsigned, s
 * zigzag), differences to the interval before unless said:
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
 * Stateless.
 */
final class PathHourForm1 {
    static final int VERSION = 1;

    private static final int SENT_AS_BEFORE = 1;
    private static final int SOME_LOST = 2;
    private static final int SOME_NOT_SENT = 4;
    private static final int REPLIES = 8;
    private static final int BOUND_AS_BEFORE = 16;
    private static final int FOLLOWS = 32;
    private static final int ALL_COUNTED = 64;

    private PathHourForm1() {}

    /** What follows the version. */
    static List<Interval> read(long hour, ByteReader in) {
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

    /** What the next interval was written against. */
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
