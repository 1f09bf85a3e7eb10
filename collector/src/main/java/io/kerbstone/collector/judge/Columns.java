package io.kerbstone.collector.judge;

import java.util.Arrays;

/**
 * Columns of numbers from 0, written one after the other, each in the shorter of two forms. A column without numbers takes
 * no byte, for its length is known from elsewhere. Stateless.
 *
 * <pre>
 *   octet 64               runs: u value, u length - 1, until all numbers are there
 *   octet k, 0 to 63       Rice code (R. F. Rice 1979): u bytes, then of each number value &gt;&gt;&gt; k ones, a zero and the lowest
 *                          k bits; {@link #ESCAPE} ones and 64 bits when there were as many ones or more
 * </pre>
 */
final class Columns {
    private static final int RUNS = 64;
    private static final int ESCAPE = 24;

    private Columns() {}

    static long zigzag(long value) {
        return (value << 1) ^ (value >> 63);
    }

    static long unzigzag(long value) {
        return (value >>> 1) ^ -(value & 1);
    }

    static void write(ByteWriter out, long[] values, int count) {
        if (count == 0) {
            return;
        }
        int k = shift(values, count);
        byte[] runs = runs(values, count, (riceBits(values, count, k) + 7) / Byte.SIZE);
        if (runs.length > 0) {
            out.octet(RUNS).octets(runs);
        } else {
            byte[] rice = rice(values, count, k);
            out.octet(k).unsigned(rice.length).octets(rice);
        }
    }

    /** The runs, or nothing when they would take more than that many bytes. */
    private static byte[] runs(long[] values, int count, long most) {
        ByteWriter out = new ByteWriter();
        for (int from = 0; from < count && out.size() <= most; ) {
            int to = from + 1;
            while (to < count && values[to] == values[from]) {
                to++;
            }
            out.unsigned(values[from]).unsigned(to - from - 1);
            from = to;
        }
        return out.size() <= most ? out.toBytes() : new byte[0];
    }

    private static byte[] rice(long[] values, int count, int k) {
        BitWriter out = new BitWriter();
        for (int i = 0; i < count; i++) {
            long ones = values[i] >>> k;
            if (ones >= 0 && ones < ESCAPE) {
                out.bits(((1L << ones) - 1) << 1, (int) ones + 1);
                out.wide(values[i], k);
            } else {
                out.bits((1L << ESCAPE) - 1, ESCAPE);
                out.wide(values[i], Long.SIZE);
            }
        }
        return out.toBytes();
    }

    private static long riceBits(long[] values, int count, int k) {
        long bits = 0;
        for (int i = 0; i < count; i++) {
            long ones = values[i] >>> k;
            bits += ones >= 0 && ones < ESCAPE ? ones + 1 + k : ESCAPE + Long.SIZE;
        }
        return bits;
    }

    /** The shift with the fewest bits, by how many numbers there are of each length, each taken as the middle of those. */
    private static int shift(long[] values, int count) {
        int[] ofLength = new int[Long.SIZE + 1];
        for (int i = 0; i < count; i++) {
            ofLength[Long.SIZE - Long.numberOfLeadingZeros(values[i])]++;
        }
        int longest = Long.SIZE;
        while (longest > 0 && ofLength[longest] == 0) {
            longest--;
        }
        int best = 0;
        long fewest = Long.MAX_VALUE;
        for (int k = 0; k <= Math.min(longest, Long.SIZE - 1); k++) {
            long bits = 0;
            for (int length = 0; length <= longest; length++) {
                bits += ofLength[length] * bitsOfLength(length, k);
            }
            if (bits < fewest) {
                fewest = bits;
                best = k;
            }
        }
        return best;
    }

    private static long bitsOfLength(int length, int k) {
        int over = length - k;
        if (over > 5) {
            return ESCAPE + Long.SIZE;
        }
        return 1 + k + (over <= 0 ? 0 : (3L << over) >>> 2);
    }

    static long[] read(ByteReader in, int count) {
        long[] values = new long[count];
        if (count == 0) {
            return values;
        }
        int form = in.octet();
        if (form == RUNS) {
            readRuns(in, values);
        } else {
            readRice(in.bits(in.count()), form, values);
        }
        return values;
    }

    private static void readRuns(ByteReader in, long[] values) {
        for (int from = 0; from < values.length; ) {
            long value = in.unsigned();
            int to = Math.addExact(from, in.count() + 1);
            if (to > values.length) {
                throw new IllegalStateException("BUG: packed run longer than its column");
            }
            Arrays.fill(values, from, to, value);
            from = to;
        }
    }

    private static void readRice(BitReader in, int k, long[] values) {
        for (int i = 0; i < values.length; i++) {
            int ones = in.ones(ESCAPE);
            values[i] = ones < ESCAPE ? ((long) ones << k) | in.wide(k) : in.wide(Long.SIZE);
        }
    }
}
