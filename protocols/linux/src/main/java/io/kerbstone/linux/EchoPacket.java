package io.kerbstone.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A view of one received echo message, or of an echo request quoted by an ICMP error; valid only during the
 * {@link EchoListener} call that hands it over. Positions count from the first byte after the 8-byte ICMP header.
 * Owned by the thread that reads the socket.
 */
public final class EchoPacket {
    /** Stands for a packet without a kernel time stamp. */
    public static final long NO_STAMP = MessageBatch.NO_STAMP;

    static final int ICMP_HEADER_BYTES = 8;

    private final ByteBuffer memory;
    private int icmpAt;
    private int length;
    private long addressHigh;
    private long addressLow;
    private long stampUnixNs;

    EchoPacket(ByteBuffer memory) {
        // Network byte order, on the same bytes.
        this.memory = memory.duplicate().order(ByteOrder.BIG_ENDIAN);
    }

    void set(Family family, int newIcmpAt, int newLength, int nameAt, long newStampUnixNs) {
        icmpAt = newIcmpAt;
        length = newLength;
        stampUnixNs = newStampUnixNs;
        int at = nameAt + family.addressOffset();
        addressHigh = family == Family.IPV4 ? 0 : memory.getLong(at);
        addressLow = family == Family.IPV4 ? memory.getInt(at) & 0xFFFF_FFFFL : memory.getLong(at + Long.BYTES);
    }

    byte type() {
        return memory.get(icmpAt);
    }

    /** The identifier field. */
    public int identifier() {
        return memory.getShort(icmpAt + 4) & 0xFFFF;
    }

    /** The sequence number field. */
    public int sequence() {
        return memory.getShort(icmpAt + 6) & 0xFFFF;
    }

    /** Upper 64 bits of the sender (for a quoted request: of its destination); 0 for IPv4. */
    public long addressHigh() {
        return addressHigh;
    }

    /** Lower 64 bits of that address. */
    public long addressLow() {
        return addressLow;
    }

    /** Bytes that follow the ICMP header. */
    public int payloadBytes() {
        return length - ICMP_HEADER_BYTES;
    }

    /** Eight payload bytes in network order; {@code at + 8} must not pass {@link #payloadBytes}. */
    public long payloadLong(int at) {
        return memory.getLong(icmpAt + ICMP_HEADER_BYTES + at);
    }

    /** One payload byte. */
    public byte payloadByte(int at) {
        return memory.get(icmpAt + ICMP_HEADER_BYTES + at);
    }

    /** When the kernel took the packet in, by the wall clock, ns since 1970; {@link #NO_STAMP} when it did not say. */
    public long stampUnixNs() {
        return stampUnixNs;
    }
}
