package io.kerbstone.linux;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A UDP socket of one family with the kernel's time stamps of both directions, the TTL and traffic class of what comes,
 * and the ICMP errors about what went. Either {@link #connect connected} to one peer, from whom alone it then hears, or
 * {@link #bind bound} to a local address, to {@link #prepareReply reply} to whoever asks. Owned by one thread; never blocks.
 */
public final class UdpSocket extends StampedSocket {
    private static final int HEADER_BYTES = 56;
    private static final int VECTOR_AT = HEADER_BYTES;
    private static final int NAME_AT = VECTOR_AT + 16;
    private static final int NAME_BYTES = 32;
    private static final int CONTROL_AT = NAME_AT + NAME_BYTES;
    private static final int CONTROL_BYTES = 80;
    private static final int PAYLOAD_AT = CONTROL_AT + CONTROL_BYTES;

    private static final int CONTROL_HEADER_BYTES = 16;
    private static final int IP_TOS = 1;
    private static final int IP_PKTINFO = 8;
    private static final int IPV6_PKTINFO = 50;
    private static final int IPV6_TCLASS = 67;
    private static final int PKTINFO4_BYTES = 12;
    private static final int PKTINFO4_SOURCE = 4;
    private static final int PKTINFO6_BYTES = 20;

    private final ByteBuffer sending;
    private final long sendingAddress;
    private final ByteBuffer payload;
    private final int maxBytes;
    private final MessageBatch packets;
    private final MessageBatch errors;
    private final UdpPacket packetView;
    private final UdpPacket errorView;

    UdpSocket(int fd, Family family, UdpSocketSettings settings, int stampFlags) {
        super(fd, family, stampFlags);
        maxBytes = settings.maxBytes();
        sending = Libc.allocate(PAYLOAD_AT + maxBytes);
        sendingAddress = Libc.address(sending);
        payload = sending.slice(PAYLOAD_AT, maxBytes).order(ByteOrder.BIG_ENDIAN);
        packets = new MessageBatch(settings.batch(), maxBytes);
        errors = new MessageBatch(settings.batch(), maxBytes);
        packetView = new UdpPacket(packets, family);
        errorView = new UdpPacket(errors, family);
    }

    /** Opens a socket that talks to one peer only; expected failures (no route, no IPv6) are values. */
    public static UdpSocketOpening connect(InetSocketAddress peer, UdpSocketSettings settings) {
        return new UdpSocketOpener(peer, settings).open(true);
    }

    /** Opens a socket at a local address; port 0 lets the kernel choose. */
    public static UdpSocketOpening bind(InetSocketAddress local, UdpSocketSettings settings) {
        return new UdpSocketOpener(local, settings).open(false);
    }

    int connect(InetSocketAddress peer) {
        int length = name(peer);
        return Libc.connect(fd(), sendingAddress, length) == 0 ? 0 : Libc.errno();
    }

    int bind(InetSocketAddress local) {
        int length = name(local);
        return Libc.bind(fd(), sendingAddress, length) == 0 ? 0 : Libc.errno();
    }

    /** The port it has on this machine. */
    public int localPort() {
        sending.putInt(NAME_BYTES, NAME_BYTES);
        Libc.getsockname(fd(), sendingAddress, sendingAddress + NAME_BYTES);
        return Short.reverseBytes(sending.getShort(2)) & 0xFFFF;
    }

    /** The bytes to send, in network order; the caller writes them before {@link #send} or {@link #sendReply}. */
    public ByteBuffer payload() {
        return payload;
    }

    /**
     * Sends the first bytes of {@link #payload} to the peer it is connected to.
     *
     * @return 0 when the kernel took it, else the error number; see {@link #mayConcernEarlierPacket}
     */
    public int send(int bytes) {
        check(bytes);
        return sent(Libc.sendto(fd(), sendingAddress + PAYLOAD_AT, bytes, MSG_DONTWAIT, 0, 0));
    }

    /**
     * Addresses a reply to where a packet of this socket came from, from the very address it was sent to: everything but
     * the {@link #payload}, so that nothing lies between the last byte of it and {@link #sendReply}.
     *
     * @param trafficClass TOS byte or traffic class of the reply
     */
    public void prepareReply(UdpPacket to, int bytes, int trafficClass) {
        check(bytes);
        for (int at = 0; at < PAYLOAD_AT; at += Long.BYTES) {
            sending.putLong(at, 0);
        }
        sending.put(NAME_AT, to.memory(), to.nameAt(), NAME_BYTES);
        sending.putLong(0, sendingAddress + NAME_AT);
        sending.putInt(8, family().socketAddressBytes());
        sending.putLong(16, sendingAddress + VECTOR_AT);
        sending.putLong(24, 1);
        sending.putLong(VECTOR_AT, sendingAddress + PAYLOAD_AT);
        sending.putLong(VECTOR_AT + Long.BYTES, bytes);
        sending.putLong(32, sendingAddress + CONTROL_AT);
        sending.putLong(40, putControl(to, trafficClass));
    }

    /** Sends what was prepared; the answer as of {@link #send}. */
    public int sendReply() {
        return sent(Libc.sendmsg(fd(), sendingAddress, MSG_DONTWAIT));
    }

    /** Reads one batch of packets; the number read, which is below the batch when nothing is left. */
    public int readPackets(UdpListener to) {
        int count = read(packets, MSG_DONTWAIT);
        if (count > 0) {
            to.onBatch(count);
        }
        for (int i = 0; i < count; i++) {
            packetView.set(i, stampOf(packets, i));
            to.onPacket(this, packetView);
        }
        return count;
    }

    /** Reads one batch of send stamps and ICMP errors; the number read, below the batch when nothing is left. */
    public int readErrors(UdpListener to) {
        int count = read(errors, MSG_DONTWAIT | MSG_ERRQUEUE);
        if (count > 0) {
            to.onBatch(count);
        }
        for (int i = 0; i < count; i++) {
            handOverError(i, to);
        }
        return count;
    }

    /** Most packets or errors that one reading gives. */
    public int batch() {
        return packets.capacity();
    }

    private void handOverError(int i, UdpListener to) {
        int at = extendedErrorAt(errors, i);
        if (at < 0) {
            return;
        }
        if (isSendStamp(errors, at)) {
            long stampUnixNs = stampOf(errors, i);
            if (stampUnixNs != MessageBatch.NO_STAMP) {
                to.onSendStamp(this, sendKey(errors, at), stampUnixNs);
            }
        } else if (isIcmpError(errors, at)) {
            errorView.set(i, MessageBatch.NO_STAMP);
            to.onError(this, errorView, icmpType(errors, at), icmpCode(errors, at));
        }
    }

    private void check(int bytes) {
        if (bytes < 1 || bytes > maxBytes) {
            throw new IllegalArgumentException("BUG: cannot send " + bytes + " bytes");
        }
    }

    /** Writes a socket address where the headers of a reply go otherwise; its length. */
    private int name(InetSocketAddress address) {
        for (int at = 0; at < NAME_BYTES; at += Long.BYTES) {
            sending.putLong(at, 0);
        }
        putAddress(sending, address.getAddress());
        UdpSocketOpener.putPort(sending, address.getPort());
        return family().socketAddressBytes();
    }

    /** The traffic class, and the address to send from where it is known; the length of the control data. */
    private long putControl(UdpPacket to, int trafficClass) {
        boolean four = family() == Family.IPV4;
        int level = four ? SOL_IP : SOL_IPV6;
        int data = putControlHeader(CONTROL_AT, level, four ? IP_TOS : IPV6_TCLASS, Integer.BYTES);
        sending.putInt(data, trafficClass);
        int end = data + Long.BYTES;
        int from = to.localAddressAt();
        if (from != UdpPacket.UNKNOWN) {
            int bytes = four ? PKTINFO4_BYTES : PKTINFO6_BYTES;
            int info = putControlHeader(end, level, four ? IP_PKTINFO : IPV6_PKTINFO, bytes);
            sending.put(info + (four ? PKTINFO4_SOURCE : 0), to.memory(), from, family().addressBytes());
            end = info + ((bytes + Long.BYTES - 1) & -Long.BYTES);
        }
        return (long) end - CONTROL_AT;
    }

    private int putControlHeader(int at, int level, int type, int bytes) {
        sending.putLong(at, CONTROL_HEADER_BYTES + (long) bytes);
        sending.putInt(at + 8, level);
        sending.putInt(at + 12, type);
        return at + CONTROL_HEADER_BYTES;
    }
}
