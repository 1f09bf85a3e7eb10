package io.kerbstone.collector.judge;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads what {@link ByteWriter} wrote. The bytes are our own from the store, so anything that does not fit is a
 * broken invariant. Owned by one thread.
 */
final class ByteReader {
    private final byte[] bytes;
    private int at;

    ByteReader(byte[] bytes) {
        this.bytes = bytes;
    }

    int octet() {
        if (at == bytes.length) {
            throw new IllegalStateException("BUG: packed bytes end after " + at);
        }
        return bytes[at++] & 0xff;
    }

    void version(int expected) {
        int found = octet();
        if (found != expected) {
            throw new IllegalStateException("BUG: packed form " + found + " where " + expected + " is known");
        }
    }

    long unsigned() {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            int octet = octet();
            value |= (long) (octet & 0x7f) << shift;
            if (octet < 0x80) {
                return value;
            }
        }
        throw new IllegalStateException("BUG: packed number longer than ten bytes");
    }

    int count() {
        return Math.toIntExact(unsigned());
    }

    long signed() {
        long value = unsigned();
        return (value >>> 1) ^ -(value & 1);
    }

    long eight() {
        long value = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            value = (value << 8) | octet();
        }
        return value;
    }

    /** The next bytes, as bits. */
    BitReader bits(int length) {
        if (length > bytes.length - at) {
            throw new IllegalStateException("BUG: packed bits longer than the bytes");
        }
        at += length;
        return new BitReader(bytes, at - length, at);
    }

    /** The next bytes as they are. */
    byte[] octets(int length) {
        if (length > bytes.length - at) {
            throw new IllegalStateException("BUG: packed octets longer than the bytes");
        }
        at += length;
        return Arrays.copyOfRange(bytes, at - length, at);
    }

    String text() {
        int length = count();
        if (length > bytes.length - at) {
            throw new IllegalStateException("BUG: packed text longer than the bytes");
        }
        at += length;
        return new String(bytes, at - length, length, StandardCharsets.UTF_8);
    }
}
