package io.kerbstone.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Byte-wise varints and bit-wise Rice codes, as {@code docs/wire-format.md}, "Columns", defines them. */
final class Bits {
    /** Longest unary part; this many ones announce an escape. */
    static final int UNARY_MAX = 12;
    /** Bits that hold the length of an escaped value. */
    static final int ESCAPE_LENGTH_BITS = 6;
    /** Longest varint of 64 bits. */
    static final int VARINT_BYTES_MAX = 10;

    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private Bits() {}

    /** Small whole numbers of either sign as small unsigned numbers: 0, -1, 1, -2 become 0, 1, 2, 3. */
    static long zigzag(long value) {
        return (value << 1) ^ (value >> 63);
    }

    static long unzigzag(long value) {
        return (value >>> 1) ^ -(value & 1);
    }

    /** Bits that an unsigned value (below 2^63) takes with parameter k. */
    static int riceBits(long value, int k) {
        long quotient = value >>> k;
        return quotient < UNARY_MAX
                ? (int) quotient + 1 + k
                : UNARY_MAX + ESCAPE_LENGTH_BITS + Long.SIZE - Long.numberOfLeadingZeros(value);
    }

    /** Writes to a growing array. One thread. */
    static final class Writer {
        private byte[] bytes = new byte[256];
        private int size;
        private int bitsLeft;

        void octet(int value) {
            if (size == bytes.length) {
                bytes = Arrays.copyOf(bytes, size * 2);
            }
            bytes[size++] = (byte) value;
        }

        void varint(long value) {
            long rest = value;
            while ((rest & ~0x7fL) != 0) {
                octet((int) (rest & 0x7f) | 0x80);
                rest >>>= 7;
            }
            octet((int) rest);
        }

        void bit(int value) {
            if (bitsLeft == 0) {
                octet(0);
                bitsLeft = 8;
            }
            bitsLeft--;
            bytes[size - 1] |= (byte) (value << bitsLeft);
        }

        void bits(long value, int count) {
            for (int i = count - 1; i >= 0; i--) {
                bit((int) (value >>> i) & 1);
            }
        }

        void rice(long value, int k) {
            long quotient = value >>> k;
            if (quotient < UNARY_MAX) {
                bits((1L << quotient) - 1, (int) quotient);
                bit(0);
                bits(value, k);
                return;
            }
            int length = Long.SIZE - Long.numberOfLeadingZeros(value);
            bits((1L << UNARY_MAX) - 1, UNARY_MAX);
            bits(length, ESCAPE_LENGTH_BITS);
            bits(value, length);
        }

        /** Fills the last byte of bits with zeros. */
        void align() {
            bitsLeft = 0;
        }

        byte[] toBytes() {
            return Arrays.copyOf(bytes, size);
        }
    }

    /** Reads untrusted bytes. One thread. */
    static final class Reader {
        private final byte[] bytes;
        private int at;
        private int bitsLeft;

        Reader(byte[] bytes) {
            this.bytes = bytes;
        }

        int octet() throws WireException {
            if (at == bytes.length) {
                throw WireException.truncated("the observations end within a block");
            }
            return bytes[at++] & 0xff;
        }

        /** So many octets as characters of ISO 8859-1. */
        String latin(int length) throws WireException {
            if (length > bytes.length - at) {
                throw WireException.truncated("the observations end within a block");
            }
            at += length;
            return new String(bytes, at - length, length, StandardCharsets.ISO_8859_1);
        }

        long varint() throws WireException {
            long value = 0;
            for (int i = 0; i < VARINT_BYTES_MAX; i++) {
                int octet = octet();
                value |= (octet & 0x7fL) << (7 * i);
                if (octet < 0x80) {
                    return value;
                }
            }
            throw WireException.malformed("a varint is longer than " + VARINT_BYTES_MAX + " bytes");
        }

        int varint(String what, long min, long max) throws WireException {
            long value = varint();
            if (value < min || value > max) {
                throw WireException.tooLarge(what + " is outside " + min + " to " + max);
            }
            return (int) value;
        }

        int bit() throws WireException {
            if (bitsLeft == 0) {
                octet();
                bitsLeft = 8;
            }
            bitsLeft--;
            return (bytes[at - 1] >> bitsLeft) & 1;
        }

        long bits(int count) throws WireException {
            long value = 0;
            for (int i = 0; i < count; i++) {
                value = (value << 1) | bit();
            }
            return value;
        }

        long rice(int k) throws WireException {
            // A word at a time while one is there; what is escaped or near the end goes bit by bit.
            int next = bitsLeft == 0 ? at : at - 1;
            if (next + Long.BYTES <= bytes.length) {
                int used = (8 - bitsLeft) & 7;
                long window = (long) WORDS.get(bytes, next) << used;
                int quotient = Long.numberOfLeadingZeros(~window);
                if (quotient < UNARY_MAX) {
                    moveTo(8L * next + used + quotient + 1 + k);
                    return ((long) quotient << k) | leading(window << (quotient + 1), k);
                }
            }
            return riceByBits(k);
        }

        private static long leading(long window, int count) {
            return count == 0 ? 0 : window >>> (Long.SIZE - count);
        }

        private void moveTo(long bit) {
            at = (int) ((bit + 7) >>> 3);
            bitsLeft = (int) (8L * at - bit);
        }

        private long riceByBits(int k) throws WireException {
            int quotient = 0;
            while (quotient < UNARY_MAX && bit() == 1) {
                quotient++;
            }
            return quotient < UNARY_MAX ? ((long) quotient << k) | bits(k) : bits((int) bits(ESCAPE_LENGTH_BITS));
        }

        /** Leaves the last byte of bits, whose rest must be zeros. */
        void align() throws WireException {
            if (bitsLeft > 0 && (bytes[at - 1] & ((1 << bitsLeft) - 1)) != 0) {
                throw WireException.malformed("the padding of a block is not zero");
            }
            bitsLeft = 0;
        }

        /** Bits that are still there, at byte boundaries. */
        long remainingBits() {
            return 8L * (bytes.length - at);
        }

        boolean isAtEnd() {
            return at == bytes.length && bitsLeft == 0;
        }
    }
}
