package io.kerbstone.measurement;

import java.util.Arrays;

/**
 * Round-trip delays of a sample, as a mergeable histogram with exact count, sum, least and greatest value. A percentile
 * is off by at most 0.05 %: a value keeps its 11 leading bits ({@link #bucketOf}). Sparse, so that an interval of ten
 * replies stays tens of bytes; {@code docs/decisions/0002-own-delay-histogram.md} says why this is not HdrHistogram.
 * Immutable.
 */
public final class Delays {
    /** No replies. */
    public static final Delays NONE = new Builder().build();

    private static final int LEADING_BITS = 11;
    private static final int EXACT_BELOW = 1 << LEADING_BITS;
    private static final int PER_OCTAVE = EXACT_BELOW / 2;
    /** A merge of fewer buckets than a quarter goes bucket by bucket. */
    private static final int LINEAR_FROM = 4;

    private final int[] buckets;
    private final int[] counts;
    private final long count;
    private final long sumNs;
    private final long minNs;
    private final long maxNs;
    private final long variationSumNs;
    private final long variationCount;
    private final long errorBoundNs;

    private Delays(Builder from) {
        this.buckets = Arrays.copyOf(from.buckets, from.used);
        this.counts = Arrays.copyOf(from.counts, from.used);
        this.count = from.count;
        this.sumNs = from.sumNs;
        this.minNs = from.minNs;
        this.maxNs = from.maxNs;
        this.variationSumNs = from.variationSumNs;
        this.variationCount = from.variationCount;
        this.errorBoundNs = from.errorBoundNs;
    }

    /** Both samples; the lists of both ascend, so one pass puts them together. */
    private Delays(Delays one, Delays other) {
        int[] ascending = new int[one.buckets.length + other.buckets.length];
        int[] each = new int[ascending.length];
        int used = 0;
        int i = 0;
        int j = 0;
        while (i < one.buckets.length || j < other.buckets.length) {
            int here = i < one.buckets.length ? one.buckets[i] : Integer.MAX_VALUE;
            int there = j < other.buckets.length ? other.buckets[j] : Integer.MAX_VALUE;
            ascending[used] = Math.min(here, there);
            each[used++] = (here <= there ? one.counts[i++] : 0) + (there <= here ? other.counts[j++] : 0);
        }
        this.buckets = used == ascending.length ? ascending : Arrays.copyOf(ascending, used);
        this.counts = used == each.length ? each : Arrays.copyOf(each, used);
        this.count = one.count + other.count;
        this.sumNs = one.sumNs + other.sumNs;
        this.minNs = Math.min(one.minNs, other.minNs);
        this.maxNs = Math.max(one.maxNs, other.maxNs);
        this.variationSumNs = one.variationSumNs + other.variationSumNs;
        this.variationCount = one.variationCount + other.variationCount;
        this.errorBoundNs = Math.max(one.errorBoundNs, other.errorBoundNs);
    }

    /** Both samples as one. */
    public Delays plus(Delays other) {
        if (other.count == 0) {
            return this;
        }
        return count == 0 ? other : new Delays(this, other);
    }

    /** Number of replies. */
    public long count() {
        return count;
    }

    /** Sum of all delays, ns. */
    public long sumNs() {
        return sumNs;
    }

    /** Least delay, ns; 0 when there are none. */
    public long minNs() {
        return count == 0 ? 0 : minNs;
    }

    /** Greatest delay, ns; 0 when there are none. */
    public long maxNs() {
        return maxNs;
    }

    /** Sum of the absolute differences of consecutive delays (IPDV, RFC 5481), ns. */
    public long variationSumNs() {
        return variationSumNs;
    }

    /** Number of those differences. */
    public long variationCount() {
        return variationCount;
    }

    /** Greatest error bound of any of the time stamps, ns. */
    public long errorBoundNs() {
        return errorBoundNs;
    }

    /** Number of distinct buckets; walk them with {@link #bucket} and {@link #countAt}. */
    public int size() {
        return buckets.length;
    }

    /** Bucket number at the position, ascending with it. */
    public int bucket(int position) {
        return buckets[position];
    }

    /** Number of delays in the bucket at the position, at least 1. */
    public int countAt(int position) {
        return counts[position];
    }

    /** Nearest-rank percentile, ns, to 0.05 %; 0 when there are none. {@code percent} is above 0 and at most 100. */
    public long percentileNs(double percent) {
        long rank = Math.max(1, (long) Math.ceil(percent / 100 * count));
        long seen = 0;
        for (int i = 0; i < buckets.length; i++) {
            seen += counts[i];
            if (seen >= rank) {
                return Math.min(maxNs, Math.max(minNs, bucketMiddleNs(buckets[i])));
            }
        }
        return 0;
    }

    /** Bucket of a delay: exact below 2,048 ns, then 1,024 buckets to the octave. */
    static int bucketOf(long ns) {
        if (ns < EXACT_BELOW) {
            return (int) ns;
        }
        int shift = Long.SIZE - Long.numberOfLeadingZeros(ns) - LEADING_BITS;
        return EXACT_BELOW + (shift - 1) * PER_OCTAVE + (int) (ns >>> shift) - PER_OCTAVE;
    }

    /** For encoders: the least delay of a bucket, ns. */
    public static long bucketStartNs(int bucket) {
        if (bucket < EXACT_BELOW) {
            return bucket;
        }
        long leading = (long) (bucket - EXACT_BELOW) % PER_OCTAVE + PER_OCTAVE;
        return leading << bucketBits(bucket);
    }

    /** For encoders: how many bits tell the delays of one bucket apart. */
    public static int bucketBits(int bucket) {
        return bucket < EXACT_BELOW ? 0 : (bucket - EXACT_BELOW) / PER_OCTAVE + 1;
    }

    /** For encoders: the middle of a bucket, ns; what {@link #percentileNs} tells of it. */
    public static long bucketMiddleNs(int bucket) {
        int bits = bucketBits(bucket);
        return bits == 0 ? bucket : bucketStartNs(bucket) + (1L << (bits - 1));
    }

    /** Width of a bucket, ns; 1 where values are kept exactly. */
    static long widthNs(int bucket) {
        return bucket < EXACT_BELOW ? 1 : 1L << ((bucket - EXACT_BELOW) / PER_OCTAVE + 1);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Delays d
                && Arrays.equals(buckets, d.buckets)
                && Arrays.equals(counts, d.counts)
                && count == d.count
                && sumNs == d.sumNs
                && minNs == d.minNs
                && maxNs == d.maxNs
                && variationSumNs == d.variationSumNs
                && variationCount == d.variationCount
                && errorBoundNs == d.errorBoundNs;
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(buckets) * 31 + Long.hashCode(sumNs);
    }

    @Override
    public String toString() {
        return count + " delays, " + minNs() + " to " + maxNs + " ns";
    }

    /** Gathers delays; owned by one thread. The result does not depend on the order of {@code add} and {@code merge}. */
    public static final class Builder {
        private int[] buckets = new int[8];
        private int[] counts = new int[8];
        private int used;
        private long count;
        private long sumNs;
        private long minNs = Long.MAX_VALUE;
        private long maxNs;
        private long variationSumNs;
        private long variationCount;
        private long errorBoundNs;

        /** Adds one delay, ns, at least 0, with the bound of its error. */
        public Builder add(long delayNs, long boundNs) {
            if (delayNs < 0 || boundNs < 0) {
                throw new IllegalArgumentException("a delay is not negative: " + delayNs + " +- " + boundNs);
            }
            count++;
            sumNs += delayNs;
            minNs = Math.min(minNs, delayNs);
            maxNs = Math.max(maxNs, delayNs);
            errorBoundNs = Math.max(errorBoundNs, boundNs);
            addToBucket(bucketOf(delayNs), 1);
            return this;
        }

        /** Adds one difference of consecutive delays, ns, at least 0. */
        public Builder addVariation(long differenceNs) {
            variationSumNs += differenceNs;
            variationCount++;
            return this;
        }

        /** Adds all of another sample. */
        public Builder merge(Delays other) {
            if (other.count == 0) {
                return this;
            }
            if (other.buckets.length < used / LINEAR_FROM) {
                for (int i = 0; i < other.buckets.length; i++) {
                    addToBucket(other.buckets[i], other.counts[i]);
                }
            } else {
                mergeSorted(other);
            }
            count += other.count;
            minNs = Math.min(minNs, other.minNs);
            return sums(other.sumNs, other.maxNs, other.variationSumNs, other.variationCount, other.errorBoundNs);
        }

        /** For decoders: adds a bucket as {@link Delays#bucket} and {@link Delays#countAt} gave it. */
        public Builder bucket(int bucket, int bucketCount) {
            if (bucket < 0 || bucketCount < 1) {
                throw new IllegalArgumentException("not a bucket: " + bucket + " with " + bucketCount);
            }
            addToBucket(bucket, bucketCount);
            count += bucketCount;
            return this;
        }

        /** For decoders: adds the exact figures that go with the buckets. */
        public Builder exact(long sum, long min, long max, long varSum, long varCount, long bound) {
            minNs = Math.min(minNs, min);
            return sums(sum, max, varSum, varCount, bound);
        }

        private Builder sums(long sum, long max, long varSum, long varCount, long bound) {
            sumNs += sum;
            maxNs = Math.max(maxNs, max);
            variationSumNs += varSum;
            variationCount += varCount;
            errorBoundNs = Math.max(errorBoundNs, bound);
            return this;
        }

        /** The sample so far. */
        public Delays build() {
            return new Delays(this);
        }

        /** Both lists ascend, so one pass puts them together. */
        private void mergeSorted(Delays other) {
            int[] mine = buckets;
            int[] mineCounts = counts;
            int mineUsed = used;
            buckets = new int[Math.max(mine.length, mineUsed + other.buckets.length)];
            counts = new int[buckets.length];
            used = 0;
            int i = 0;
            int j = 0;
            while (i < mineUsed || j < other.buckets.length) {
                int here = i < mineUsed ? mine[i] : Integer.MAX_VALUE;
                int there = j < other.buckets.length ? other.buckets[j] : Integer.MAX_VALUE;
                buckets[used] = Math.min(here, there);
                counts[used++] = (here <= there ? mineCounts[i++] : 0) + (there <= here ? other.counts[j++] : 0);
            }
        }

        private void addToBucket(int bucket, int n) {
            if (used > 0 && used < buckets.length && bucket > buckets[used - 1]) {
                buckets[used] = bucket;
                counts[used++] = n;
                return;
            }
            int at = Arrays.binarySearch(buckets, 0, used, bucket);
            if (at >= 0) {
                counts[at] += n;
                return;
            }
            at = -at - 1;
            if (used == buckets.length) {
                buckets = Arrays.copyOf(buckets, used * 2);
                counts = Arrays.copyOf(counts, used * 2);
            }
            System.arraycopy(buckets, at, buckets, at + 1, used - at);
            System.arraycopy(counts, at, counts, at + 1, used - at);
            buckets[at] = bucket;
            counts[at] = n;
            used++;
        }
    }
}
