package io.kerbstone.collector.judge;

import java.util.Arrays;

/** Writes bits, the highest of a byte first; the last byte is filled with zeros. Owned by one thread. */
final class BitWriter {
    private byte[] bytes = new byte[64];
    private int used;
    private long pending;
    private int pendingBits;

    /** The lowest {@code count} bits, at most 32. */
    void bits(long value, int count) {
        pending = (pending << count) | (value & ((1L << count) - 1));
        pendingBits += count;
        while (pendingBits >= Byte.SIZE) {
            pendingBits -= Byte.SIZE;
            octet((int) (pending >>> pendingBits));
        }
    }

    /** The lowest bits, any number of them. */
    void wide(long value, int count) {
        if (count > Integer.SIZE) {
            bits(value >>> Integer.SIZE, count - Integer.SIZE);
        }
        bits(value, Math.min(count, Integer.SIZE));
    }

    private void octet(int value) {
        if (used == bytes.length) {
            bytes = Arrays.copyOf(bytes, used * 2);
        }
        bytes[used++] = (byte) value;
    }

    byte[] toBytes() {
        if (pendingBits > 0) {
            bits(0, Byte.SIZE - pendingBits);
        }
        return Arrays.copyOf(bytes, used);
    }
}
