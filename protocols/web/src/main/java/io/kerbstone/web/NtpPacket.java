package io.kerbstone.web;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * A packet of NTP without extensions (RFC 5905, section 7.3).
 *
 * <pre>
 *  0  leap (2 bits), version (3), mode (3)    4  root delay        16  reference time
 *  1  stratum                                 8  root dispersion   24  origin time
 *  2  poll                                   12  reference id      32  receive time
 *  3  precision                                                    40  transmit time
 * </pre>
 *
 * <p>Times are 32 bits of seconds since 1900 and 32 of fraction; only differences are made of them, so that they hold
 * across the wrap of 2036 as long as the two clocks are within 68 years.
 */
record NtpPacket(
        int leap,
        int version,
        int mode,
        int stratum,
        long rootDelayNs,
        long rootDispersionNs,
        int referenceId,
        long origin,
        long receive,
        long transmit) {
    /** Bytes of a packet. */
    static final int BYTES = 48;
    /** Mode of a question. */
    static final int CLIENT = 3;
    /** Mode of an answer. */
    static final int SERVER = 4;
    /** Leap indicator of a clock that is not synchronised. */
    private static final int UNSYNCHRONISED = 3;
    /** Greatest stratum of a synchronised clock. */
    private static final int STRATUM_MAX = 15;

    private static final Pattern KISS = Pattern.compile("[A-Z0-9]{1,4}");
    private static final int VERSION = 4;
    private static final int ROOT_AT = 4;
    private static final int ORIGIN_AT = 24;
    private static final int TRANSMIT_AT = 40;
    private static final long SECONDS_1900_TO_1970 = 2_208_988_800L;
    private static final long NS_PER_S = 1_000_000_000L;

    /** A question whose transmit time is a nonce: the server gives it back as origin, and learns nothing of our clock. */
    static ByteBuf question(long nonce) {
        return Unpooled.buffer(BYTES)
                .writeByte((VERSION << 3) | CLIENT)
                .writeZero(TRANSMIT_AT - 1)
                .writeLong(nonce);
    }

    /** The origin time of an answer: what ours must be recognised by; 0 when it is too short to have one. */
    static long originOf(ByteBuf bytes) {
        return bytes.readableBytes() < BYTES ? 0 : bytes.getLong(bytes.readerIndex() + ORIGIN_AT);
    }

    /** Reads at least {@link #BYTES}; what follows is not looked at. */
    static NtpPacket read(ByteBuf bytes) {
        int at = bytes.readerIndex();
        int first = bytes.getUnsignedByte(at);
        return new NtpPacket(
                first >> 6,
                (first >> 3) & 7,
                first & 7,
                bytes.getUnsignedByte(at + 1),
                shortNs(bytes.getUnsignedInt(at + ROOT_AT)),
                shortNs(bytes.getUnsignedInt(at + ROOT_AT + 4)),
                bytes.getInt(at + ROOT_AT + 8),
                bytes.getLong(at + ORIGIN_AT),
                bytes.getLong(at + ORIGIN_AT + 8),
                bytes.getLong(at + TRANSMIT_AT));
    }

    /** Whether the server says that its own clock follows a reference. */
    boolean isSynchronised() {
        return leap != UNSYNCHRONISED && stratum >= 1 && stratum <= STRATUM_MAX;
    }

    /** The code of a kiss of death (RFC 5905, section 7.4): up to four letters; empty when this is none. */
    String kissCode() {
        byte[] letters = new byte[4];
        for (int i = 0; i < letters.length; i++) {
            letters[i] = (byte) (referenceId >>> (8 * (3 - i)));
        }
        String code = new String(letters, StandardCharsets.US_ASCII).replace("\0", "");
        return stratum == 0 && KISS.matcher(code).matches() ? code : "";
    }

    /** Seconds with 16 bits of fraction, as ns. */
    private static long shortNs(long value) {
        return (value * NS_PER_S) >> 16;
    }

    /** A moment as a time of NTP. */
    static long timeOf(long unixNs) {
        long seconds = Math.floorDiv(unixNs, NS_PER_S) + SECONDS_1900_TO_1970;
        long fraction = (Math.floorMod(unixNs, NS_PER_S) << 32) / NS_PER_S;
        return (seconds << 32) | fraction;
    }

    /** How much later one time is than another, ns. */
    static long differenceNs(long later, long earlier) {
        long difference = later - earlier;
        return (difference >> 32) * NS_PER_S + (((difference & 0xFFFF_FFFFL) * NS_PER_S) >> 32);
    }
}
