package io.kerbstone.linux;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A socket that sends ICMP echo requests of one family and receives the replies, the ICMP errors about them, and the
 * kernel's time stamps of both directions ({@code SO_TIMESTAMPING}, software stamps, wall clock); as a responder, the
 * same with requests and replies changed over. It keeps no state of probes. Owned by one thread; never blocks, use {@link SocketPoller} to wait.
 */
public final class IcmpSocket implements AutoCloseable {
    static final int SOL_SOCKET = 1;
    static final int SOL_IP = 0;
    static final int SOL_IPV6 = 41;
    static final int SO_TIMESTAMPING = 37;
    private static final int SO_MEMINFO = 55;
    static final int IP_RECVERR = 11;
    static final int IPV6_RECVERR = 25;
    private static final int MSG_DONTWAIT = 0x40;
    private static final int MSG_ERRQUEUE = 0x2000;

    private static final int MEMINFO_BYTES = 36;
    private static final int MEMINFO_DROPS = 32;

    private static final int EXTENDED_ERROR_ORIGIN = 4;
    private static final int EXTENDED_ERROR_TYPE = 5;
    private static final int EXTENDED_ERROR_CODE = 6;
    private static final int EXTENDED_ERROR_DATA = 12;
    private static final int ORIGIN_ICMP = 2;
    private static final int ORIGIN_ICMP6 = 3;
    private static final int ORIGIN_TIMESTAMPING = 4;

    private static final int PACKET_AT = 32;
    private static final int CHECKSUM_AT = PACKET_AT + 2;
    private static final int PAYLOAD_AT = PACKET_AT + EchoPacket.ICMP_HEADER_BYTES;
    private static final int LONGEST_IPV4_HEADER = 60;

    private final int fd;
    private final Family family;
    private final Kind kind;
    private final byte sentType;
    private final byte receivedType;
    private final String whyThisKind;
    private final int stampFlags;
    private final int maxPayloadBytes;
    private final ByteBuffer sending;
    private final long sendingAddress;
    private final ByteBuffer payload;
    private final ByteBuffer memoryInfo = Libc.allocate(MEMINFO_BYTES + Integer.BYTES);
    private final long memoryInfoAddress = Libc.address(memoryInfo);
    private final MessageBatch replies;
    private final MessageBatch errors;
    private final EchoPacket replyView;
    private final EchoPacket errorView;
    private int nextSendKey;
    private boolean open = true;

    IcmpSocket(int fd, Family family, Kind kind, String whyThisKind, IcmpSocketSettings settings, int stampFlags) {
        this.fd = fd;
        this.family = family;
        this.kind = kind;
        boolean prober = settings.role() == IcmpSocketSettings.Role.PROBER;
        sentType = prober ? family.echoRequest() : family.echoReply();
        receivedType = prober ? family.echoReply() : family.echoRequest();
        this.whyThisKind = whyThisKind;
        this.stampFlags = stampFlags;
        maxPayloadBytes = settings.maxPayloadBytes();
        sending = Libc.allocate(PAYLOAD_AT + maxPayloadBytes + Integer.BYTES);
        sendingAddress = Libc.address(sending);
        payload = sending.slice(PAYLOAD_AT, maxPayloadBytes).order(ByteOrder.BIG_ENDIAN);
        int packetBytes = LONGEST_IPV4_HEADER + EchoPacket.ICMP_HEADER_BYTES + maxPayloadBytes;
        replies = new MessageBatch(settings.batch(), packetBytes);
        errors = new MessageBatch(settings.batch(), EchoPacket.ICMP_HEADER_BYTES + 2 * Long.BYTES);
        replyView = new EchoPacket(replies.memory());
        errorView = new EchoPacket(errors.memory());
    }

    /** Opens a socket of the family; expected failures (no permission, no IPv6) are values. */
    public static IcmpSocketOpening open(Family family, IcmpSocketSettings settings) {
        return new IcmpSocketOpener(family, settings).open();
    }

    /** Its family. */
    public Family family() {
        return family;
    }

    /** Datagram or raw. */
    public Kind kind() {
        return kind;
    }

    /** In words, why this kind and not the other. */
    public String whyThisKind() {
        return whyThisKind;
    }

    /** Whether the kernel says when it handed packets to the driver. */
    public boolean hasSendStamps() {
        return (stampFlags & IcmpSocketOpener.STAMP_SENT) != 0;
    }

    /** The bytes that follow the ICMP header in every packet sent; the caller writes them before {@link #send}. */
    public ByteBuffer payload() {
        return payload;
    }

    /**
     * Sends one echo request (a responder: reply) with the first {@code payloadBytes} of {@link #payload}.
     *
     * @param identifier 16 bits; a datagram socket has one of its own and ignores this
     * @param sequence 16 bits
     * @return 0 when the kernel took it, else the error number; an ICMP error that waits for an <em>earlier</em> packet
     *     may be answered once here, see {@link #mayConcernEarlierPacket}
     */
    public int send(InetAddress target, int identifier, int sequence, int payloadBytes) {
        if (payloadBytes < 0 || payloadBytes > maxPayloadBytes || Family.of(target) != family) {
            throw new IllegalArgumentException("BUG: cannot send " + payloadBytes + " bytes to " + target);
        }
        putAddress(target);
        putHeader(identifier, sequence, payloadBytes);
        long length = EchoPacket.ICMP_HEADER_BYTES + (long) payloadBytes;
        long sent = Libc.sendto(
                fd, sendingAddress + PACKET_AT, length, MSG_DONTWAIT, sendingAddress, family.socketAddressBytes());
        if (sent < 0) {
            int errno = Libc.errno();
            restartSendKeys();
            return errno;
        }
        nextSendKey++;
        return 0;
    }

    /** Whether such an answer of {@link #send} can be a pending error of an earlier packet; then send once more. */
    public static boolean mayConcernEarlierPacket(int errno) {
        return switch (errno) {
            case Errno.EAGAIN, Errno.ENOBUFS, Errno.EINVAL -> false;
            default -> true;
        };
    }

    /** The number by which {@link EchoListener#onSendStamp} will name the packet sent last. */
    public int lastSendKey() {
        return nextSendKey - 1;
    }

    /** Reads one batch of replies; the number of packets read, which is below the batch when nothing is left. */
    public int readReplies(EchoListener to) {
        int count = read(replies, MSG_DONTWAIT);
        if (count > 0) {
            to.onBatch(count);
        }
        for (int i = 0; i < count; i++) {
            if (viewReply(i)) {
                to.onReply(this, replyView);
            }
        }
        return count;
    }

    /** Reads one batch of send stamps and ICMP errors; the number read, below the batch when nothing is left. */
    public int readErrors(EchoListener to) {
        int count = read(errors, MSG_DONTWAIT | MSG_ERRQUEUE);
        if (count > 0) {
            to.onBatch(count);
        }
        for (int i = 0; i < count; i++) {
            handOverError(i, to);
        }
        return count;
    }

    /** How many packets the kernel has thrown away because this socket's receive buffer was full; modulo 2^32. */
    public int droppedByKernel() {
        memoryInfo.putInt(MEMINFO_BYTES, MEMINFO_BYTES);
        long at = memoryInfoAddress;
        int result = Libc.getsockopt(fd, SOL_SOCKET, SO_MEMINFO, at, at + MEMINFO_BYTES);
        return result == 0 ? memoryInfo.getInt(MEMINFO_DROPS) : 0;
    }

    int fd() {
        return fd;
    }

    /** Closes the socket; a second time does nothing. */
    @Override
    public void close() {
        if (open) {
            open = false;
            Libc.close(fd);
        }
    }

    /** The two kinds of ICMP socket. */
    public enum Kind {
        /** SOCK_DGRAM: needs no privilege; the kernel owns the identifier. */
        DATAGRAM,
        /** SOCK_RAW: needs CAP_NET_RAW. */
        RAW
    }

    private void putAddress(InetAddress target) {
        byte[] address = target.getAddress();
        sending.putShort(0, (short) family.domain());
        sending.put(family.addressOffset(), address, 0, family.addressBytes());
        if (target instanceof Inet6Address six) {
            sending.putInt(family.addressOffset() + family.addressBytes(), six.getScopeId());
        }
    }

    private void putHeader(int identifier, int sequence, int payloadBytes) {
        sending.putShort(PACKET_AT, (short) (sentType & 0xFF));
        sending.putShort(CHECKSUM_AT, (short) 0);
        sending.putShort(PACKET_AT + 4, Short.reverseBytes((short) identifier));
        sending.putShort(PACKET_AT + 6, Short.reverseBytes((short) sequence));
        if (family == Family.IPV4) {
            // ICMPv6 checksums are the kernel's (RFC 3542, 3.1); a datagram socket computes it again.
            sending.putShort(CHECKSUM_AT, checksum(EchoPacket.ICMP_HEADER_BYTES + payloadBytes));
        }
    }

    /** The Internet checksum (RFC 1071) over the packet; summing in the machine's byte order gives the same bytes. */
    private short checksum(int length) {
        long sum = 0;
        int at = PACKET_AT;
        int end = PACKET_AT + length;
        for (; at + Integer.BYTES <= end; at += Integer.BYTES) {
            sum += sending.getInt(at) & 0xFFFF_FFFFL;
        }
        for (int shift = 0; at < end; at++, shift += Byte.SIZE) {
            sum += (sending.get(at) & 0xFFL) << shift;
        }
        while (sum >>> Short.SIZE != 0) {
            sum = (sum & 0xFFFF) + (sum >>> Short.SIZE);
        }
        return (short) ~sum;
    }

    /** After a failed send nobody knows whether the kernel counted it: both sides start at 0 again. */
    private void restartSendKeys() {
        if (hasSendStamps()) {
            IcmpSocketOpener.setInt(fd, SOL_SOCKET, SO_TIMESTAMPING, 0);
            IcmpSocketOpener.setInt(fd, SOL_SOCKET, SO_TIMESTAMPING, stampFlags);
            nextSendKey = 0;
        }
    }

    private int read(MessageBatch batch, int flags) {
        int count = batch.receive(fd, flags);
        if (count < 0 && count != -Errno.EAGAIN) {
            // A pending ICMP error is answered once in place of the packets; what it was about is in the error queue.
            count = batch.receive(fd, flags);
        }
        return Math.max(0, count);
    }

    private boolean viewReply(int i) {
        int at = replies.dataAt(i);
        int length = replies.dataLength(i);
        if (family == Family.IPV4 && kind == Kind.RAW) {
            int header = length > 0 ? (replies.memory().get(at) & 0xF) * Integer.BYTES : 0;
            at += header;
            length -= header;
        }
        if (length < EchoPacket.ICMP_HEADER_BYTES) {
            return false;
        }
        replyView.set(family, at, length, replies.nameAt(i), stampOf(replies, i));
        return replyView.type() == receivedType;
    }

    private void handOverError(int i, EchoListener to) {
        boolean four = family == Family.IPV4;
        int at = errors.controlAt(i, four ? SOL_IP : SOL_IPV6, four ? IP_RECVERR : IPV6_RECVERR);
        if (at < 0) {
            return;
        }
        ByteBuffer memory = errors.memory();
        int origin = memory.get(at + EXTENDED_ERROR_ORIGIN);
        if (origin == ORIGIN_TIMESTAMPING) {
            long stampUnixNs = stampOf(errors, i);
            if (stampUnixNs != EchoPacket.NO_STAMP) {
                to.onSendStamp(this, memory.getInt(at + EXTENDED_ERROR_DATA), stampUnixNs);
            }
        } else if (origin == (four ? ORIGIN_ICMP : ORIGIN_ICMP6)
                && errors.dataLength(i) >= EchoPacket.ICMP_HEADER_BYTES) {
            errorView.set(family, errors.dataAt(i), errors.dataLength(i), errors.nameAt(i), EchoPacket.NO_STAMP);
            int type = memory.get(at + EXTENDED_ERROR_TYPE) & 0xFF;
            to.onError(this, errorView, type, memory.get(at + EXTENDED_ERROR_CODE) & 0xFF);
        }
    }

    private static long stampOf(MessageBatch batch, int i) {
        int at = batch.controlAt(i, SOL_SOCKET, SO_TIMESTAMPING);
        if (at < 0) {
            return EchoPacket.NO_STAMP;
        }
        long seconds = batch.memory().getLong(at);
        long nanos = batch.memory().getLong(at + Long.BYTES);
        return seconds == 0 && nanos == 0 ? EchoPacket.NO_STAMP : seconds * 1_000_000_000L + nanos;
    }
}
