package io.kerbstone.collector.judge;

import io.kerbstone.measurement.Delays;
import io.kerbstone.measurement.Interval;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The packed form of a {@link PathHour}, version 2: {@code octet 2, u intervals}, and {@link Columns}, of which those marked d
 * are zigzag differences to the number before and those marked z are zigzag:
 *
 * <pre>
 *   of each interval            index - that of the one before - 1 (of the first: index in the hour), sent (d), lost, notSent,
 *                               sent - lost - replies (z)
 *   of each with replies        first bucket (d), buckets - 1, error bound ns (d), replies - 1 - variations (z)
 *   of each bucket              but the first of an interval: difference to the one before - 1
 *   of each bucket              but the last of an interval: count - 1; that of the last is what is left of the replies
 *   of each with 3 replies up   sum - (min + max + the middles of the buckets of the others), ns (z)
 *   of each with variations     their sum, ns (d)
 *   of each with replies        min - start of its bucket and, with 2 replies up, max - start of its bucket, ns, in as many
 *                               bits as the bucket is wide: bytes u, then the bits
 * </pre>
 *
 * Measured: 14 bytes for ten replies within 10 %, 3 for one; the differences within a bucket, the sum and the variations are
 * most of it. Version 1 ({@link PathHourForm1}) is still read. Stateless.
 */
final class PathHourForm {
    static final int VERSION = 2;
    static final byte[] EMPTY = {VERSION, 0};

    private PathHourForm() {}

    static byte[] write(long hour, List<Interval> intervals) {
        ByteWriter out = new ByteWriter().octet(VERSION).unsigned(intervals.size());
        Column[] counts = columns(5);
        long before = hour * BaseIntervals.PER_HOUR - 1;
        DelayColumns delays = new DelayColumns();
        for (Interval interval : intervals) {
            counts[0].add(interval.index() - before - 1);
            counts[1].addDifference(interval.sent());
            counts[2].add(interval.lost());
            counts[3].add(interval.notSent());
            counts[4].addSigned(
                    interval.sent() - interval.lost() - interval.delays().count());
            before = interval.index();
            if (interval.delays().count() > 0) {
                delays.add(interval.delays());
            }
        }
        write(out, counts);
        delays.write(out);
        return out.toBytes();
    }

    private static Column[] columns(int number) {
        Column[] columns = new Column[number];
        for (int i = 0; i < number; i++) {
            columns[i] = new Column();
        }
        return columns;
    }

    private static void write(ByteWriter out, Column[] columns) {
        for (Column column : columns) {
            Columns.write(out, column.values, column.used);
        }
    }

    static List<Interval> read(long hour, byte[] packed) {
        ByteReader in = new ByteReader(packed);
        int version = in.octet();
        if (version == PathHourForm1.VERSION) {
            return PathHourForm1.read(hour, in);
        }
        if (version != VERSION) {
            throw new IllegalStateException("BUG: packed hour of form " + version);
        }
        return read(hour, in, in.count());
    }

    private static List<Interval> read(long hour, ByteReader in, int count) {
        long[] gaps = Columns.read(in, count);
        long[] sent = differences(in, count);
        long[] lost = Columns.read(in, count);
        long[] notSent = Columns.read(in, count);
        long[] replies = Columns.read(in, count);
        int answered = 0;
        for (int i = 0; i < count; i++) {
            replies[i] = sent[i] - lost[i] - Columns.unzigzag(replies[i]);
            answered += replies[i] > 0 ? 1 : 0;
        }
        DelayReader delays = new DelayReader(in, replies, answered);
        List<Interval> intervals = new ArrayList<>(count);
        long index = hour * BaseIntervals.PER_HOUR - 1;
        for (int i = 0; i < count; i++) {
            index += gaps[i] + 1;
            Delays its = replies[i] > 0 ? delays.next(replies[i]) : Delays.NONE;
            intervals.add(new Interval(index, (int) sent[i], (int) lost[i], (int) notSent[i], its));
        }
        return intervals;
    }

    private static long[] differences(ByteReader in, int count) {
        long[] values = Columns.read(in, count);
        long before = 0;
        for (int i = 0; i < count; i++) {
            before += Columns.unzigzag(values[i]);
            values[i] = before;
        }
        return values;
    }

    private static long total(long[] values) {
        long sum = 0;
        for (long value : values) {
            sum += value;
        }
        return sum;
    }

    /** A growing column. */
    private static final class Column {
        private long[] values = new long[64];
        private int used;
        private long before;

        void add(long value) {
            if (used == values.length) {
                values = Arrays.copyOf(values, used * 2);
            }
            values[used++] = value;
        }

        void addSigned(long value) {
            add(Columns.zigzag(value));
        }

        void addDifference(long value) {
            addSigned(value - before);
            before = value;
        }
    }

    /** The delays of the intervals with replies, column by column. */
    private static final class DelayColumns {
        private final Column[] columns = columns(8);
        private final BitWriter offsets = new BitWriter();

        void add(Delays delays) {
            int size = delays.size();
            int last = size - 1;
            columns[0].addDifference(delays.bucket(0));
            columns[1].add(last);
            columns[2].addDifference(delays.errorBoundNs());
            columns[3].addSigned(delays.count() - 1 - delays.variationCount());
            for (int i = 0; i < last; i++) {
                columns[4].add((long) delays.bucket(i + 1) - delays.bucket(i) - 1);
                columns[5].add(delays.countAt(i) - 1);
            }
            if (delays.count() > 2) {
                columns[6].addSigned(delays.sumNs() - guess(delays));
            }
            if (delays.variationCount() > 0) {
                columns[7].addDifference(delays.variationSumNs());
            }
            addOffset(delays.minNs(), delays.bucket(0));
            if (delays.count() > 1) {
                addOffset(delays.maxNs(), delays.bucket(last));
            }
        }

        private void addOffset(long ns, int bucket) {
            int width = Delays.bucketBits(bucket);
            long offset = ns - Delays.bucketStartNs(bucket);
            if (offset < 0 || offset >>> width != 0) {
                throw new IllegalStateException("BUG: " + ns + " ns is not in bucket " + bucket);
            }
            offsets.wide(offset, width);
        }

        private static long guess(Delays delays) {
            long guess = delays.minNs() + delays.maxNs();
            int last = delays.size() - 1;
            for (int i = 0; i <= last; i++) {
                int others = delays.countAt(i) - (i == 0 ? 1 : 0) - (i == last ? 1 : 0);
                guess += others * Delays.bucketMiddleNs(delays.bucket(i));
            }
            return guess;
        }

        void write(ByteWriter out) {
            PathHourForm.write(out, columns);
            if (columns[0].used > 0) {
                byte[] bits = offsets.toBytes();
                out.unsigned(bits.length).octets(bits);
            }
        }
    }

    /** Gives the delays back, one interval after the other. */
    private static final class DelayReader {
        private final long[] first;
        private final long[] more;
        private final long[] bounds;
        private final long[] unvaried;
        private final long[] gaps;
        private final long[] counts;
        private final long[] residuals;
        private final long[] variations;
        private final BitReader offsets;
        private int at;
        private int atBucket;
        private int atResidual;
        private int atVariation;

        DelayReader(ByteReader in, long[] replies, int answered) {
            first = differences(in, answered);
            more = Columns.read(in, answered);
            bounds = differences(in, answered);
            unvaried = Columns.read(in, answered);
            int buckets = Math.toIntExact(total(more));
            gaps = Columns.read(in, buckets);
            counts = Columns.read(in, buckets);
            int several = 0;
            int varied = 0;
            int i = 0;
            for (long count : replies) {
                if (count > 0) {
                    several += count > 2 ? 1 : 0;
                    varied += count - 1 - Columns.unzigzag(unvaried[i++]) > 0 ? 1 : 0;
                }
            }
            residuals = Columns.read(in, several);
            variations = differences(in, varied);
            offsets = answered > 0 ? in.bits(in.count()) : in.bits(0);
        }

        Delays next(long replies) {
            Delays.Builder delays = new Delays.Builder();
            int bucket = (int) first[at];
            long left = replies;
            long middles = 0;
            for (long i = more[at]; i > 0; i--) {
                int count = (int) counts[atBucket] + 1;
                delays.bucket(bucket, count);
                middles += count * Delays.bucketMiddleNs(bucket);
                left -= count;
                bucket += (int) gaps[atBucket++] + 1;
            }
            delays.bucket(bucket, Math.toIntExact(left));
            middles += left * Delays.bucketMiddleNs(bucket);
            int firstBucket = (int) first[at];
            long min = Delays.bucketStartNs(firstBucket) + offsets.wide(Delays.bucketBits(firstBucket));
            long max = min;
            long sum = min;
            if (replies > 1) {
                max = Delays.bucketStartNs(bucket) + offsets.wide(Delays.bucketBits(bucket));
                sum = min + max;
            }
            if (replies > 2) {
                long others = middles - Delays.bucketMiddleNs(firstBucket) - Delays.bucketMiddleNs(bucket);
                sum += others + Columns.unzigzag(residuals[atResidual++]);
            }
            long varied = replies - 1 - Columns.unzigzag(unvaried[at]);
            long variation = varied > 0 ? variations[atVariation++] : 0;
            return delays.exact(sum, min, max, variation, varied, bounds[at++]).build();
        }
    }
}
