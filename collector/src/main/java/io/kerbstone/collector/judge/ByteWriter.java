package io.kerbstone.collector.judge;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes numbers of seven bits to the byte, low first, with a signed form in zigzag. Owned by one thread. */
final class ByteWriter {
    private byte[] bytes = new byte[256];
    private int used;

    ByteWriter octet(int value) {
        if (used == bytes.length) {
            bytes = Arrays.copyOf(bytes, used * 2);
        }
        bytes[used++] = (byte) value;
        return this;
    }

    /** A number taken as unsigned. */
    ByteWriter unsigned(long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            octet((int) ((rest & 0x7f) | 0x80));
            rest >>>= 7;
        }
        return octet((int) rest);
    }

    ByteWriter signed(long value) {
        return unsigned((value << 1) ^ (value >> 63));
    }

    /** Eight bytes, big-endian. */
    ByteWriter eight(long value) {
        for (int shift = 56; shift >= 0; shift -= 8) {
            octet((int) (value >>> shift));
        }
        return this;
    }

    ByteWriter text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        unsigned(utf8.length);
        for (byte b : utf8) {
            octet(b);
        }
        return this;
    }

    ByteWriter octets(byte[] more) {
        while (bytes.length - used < more.length) {
            bytes = Arrays.copyOf(bytes, bytes.length * 2);
        }
        System.arraycopy(more, 0, bytes, used, more.length);
        used += more.length;
        return this;
    }

    int size() {
        return used;
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, used);
    }
}
