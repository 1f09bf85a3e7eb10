package io.kerbstone.linux;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/**
 * A view of one received datagram, or of one of ours quoted by an ICMP error; valid only during the
 * {@link UdpListener} call that hands it over. Owned by the thread that reads the socket.
 */
public final class UdpPacket {
    /** Stands for a packet without a kernel time stamp. */
    public static final long NO_STAMP = MessageBatch.NO_STAMP;

    /** Stands for a header field the kernel did not tell. */
    public static final int UNKNOWN = -1;

    private static final int SOL_IP = StampedSocket.SOL_IP;
    private static final int SOL_IPV6 = StampedSocket.SOL_IPV6;
    private static final int IP_TOS = 1;
    private static final int IP_TTL = 2;
    private static final int IP_PKTINFO = 8;
    private static final int IPV6_PKTINFO = 50;
    private static final int IPV6_HOPLIMIT = 52;
    private static final int IPV6_TCLASS = 67;
    private static final int PKTINFO4_ADDRESS = 8;
    private static final int PORT_AT = 2;

    private final MessageBatch batch;
    private final Family family;
    private int message;
    private int length;
    private long stampUnixNs;

    UdpPacket(MessageBatch batch, Family family) {
        this.batch = batch;
        this.family = family;
    }

    void set(int newMessage, long newStampUnixNs) {
        message = newMessage;
        length = batch.dataLength(newMessage);
        stampUnixNs = newStampUnixNs;
    }

    int nameAt() {
        return batch.nameAt(message);
    }

    ByteBuffer memory() {
        return batch.memory();
    }

    /** Bytes of the datagram, or as many as the socket reads. */
    public int length() {
        return length;
    }

    /** Copies the datagram's bytes to the beginning of an array that has room. */
    public void copyTo(byte[] to) {
        batch.memory().get(batch.dataAt(message), to, 0, length);
    }

    /** When the kernel took the packet in, by the wall clock, ns since 1970; {@link #NO_STAMP} when it did not say. */
    public long stampUnixNs() {
        return stampUnixNs;
    }

    /** TTL or hop limit it came with, 0 to 255, or {@link #UNKNOWN}. */
    public int ttl() {
        boolean four = family == Family.IPV4;
        int at = batch.controlAt(message, four ? SOL_IP : SOL_IPV6, four ? IP_TTL : IPV6_HOPLIMIT);
        return at < 0 ? UNKNOWN : batch.memory().getInt(at) & 0xFF;
    }

    /** TOS byte or traffic class it came with, 0 to 255, or {@link #UNKNOWN}. */
    public int trafficClass() {
        boolean four = family == Family.IPV4;
        int at = batch.controlAt(message, four ? SOL_IP : SOL_IPV6, four ? IP_TOS : IPV6_TCLASS);
        return at < 0 ? UNKNOWN : batch.memory().get(at) & 0xFF;
    }

    /** UDP port of the sender. */
    public int senderPort() {
        return Short.reverseBytes(batch.memory().getShort(nameAt() + PORT_AT)) & 0xFFFF;
    }

    /** Address and port of the sender. */
    public InetSocketAddress sender() {
        return new InetSocketAddress(address(nameAt() + family.addressOffset()), senderPort());
    }

    /** The bytes of the sender's address, 4 or 16. */
    public byte[] senderAddress() {
        return bytes(nameAt() + family.addressOffset());
    }

    /** Where the local address that the packet was sent to stands in {@link #memory}, or {@link #UNKNOWN}. */
    int localAddressAt() {
        boolean four = family == Family.IPV4;
        int at = batch.controlAt(message, four ? SOL_IP : SOL_IPV6, four ? IP_PKTINFO : IPV6_PKTINFO);
        return at < 0 ? UNKNOWN : four ? at + PKTINFO4_ADDRESS : at;
    }

    private InetAddress address(int at) {
        try {
            return InetAddress.getByAddress(bytes(at));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("BUG: an address of " + family.addressBytes() + " bytes", e);
        }
    }

    private byte[] bytes(int at) {
        byte[] address = new byte[family.addressBytes()];
        batch.memory().get(at, address);
        return address;
    }
}
