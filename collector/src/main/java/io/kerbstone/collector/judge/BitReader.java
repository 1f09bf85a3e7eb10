package io.kerbstone.collector.judge;

/**
 * Reads what {@link BitWriter} wrote. The bytes are our own from the store, so anything that does not fit is a broken
 * invariant. Owned by one thread.
 */
final class BitReader {
    private final byte[] bytes;
    private final int end;
    private int at;
    private long window;
    private int left;

    BitReader(byte[] bytes, int from, int end) {
        this.bytes = bytes;
        this.at = from;
        this.end = end;
    }

    /** The next bits, at most 32, as a number. */
    long bits(int count) {
        if (count == 0) {
            return 0;
        }
        fill(count);
        left -= count;
        return (window >>> left) & ((1L << count) - 1);
    }

    /** The next bits, any number of them. */
    long wide(int count) {
        long high = count > Integer.SIZE ? bits(count - Integer.SIZE) : 0;
        return (high << Integer.SIZE) | bits(Math.min(count, Integer.SIZE));
    }

    /** Number of ones before the next zero, which is passed over too; at most {@code max}, after which none is. */
    int ones(int max) {
        fill(1);
        int ones = Math.min(left, Long.numberOfLeadingZeros(~(window << (Long.SIZE - left))));
        if (ones < left && ones <= max) {
            left -= ones == max ? max : ones + 1;
            return ones;
        }
        ones = 0;
        while (ones < max && bits(1) == 1) {
            ones++;
        }
        return ones;
    }

    private void fill(int count) {
        while (left <= Long.SIZE - 2 * Byte.SIZE && at < end) {
            window = (window << Byte.SIZE) | (bytes[at++] & 0xff);
            left += Byte.SIZE;
        }
        if (left < count) {
            throw new IllegalStateException("BUG: packed bits end early");
        }
    }
}
