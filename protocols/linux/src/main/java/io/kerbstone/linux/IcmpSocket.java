package io.kerbstone.linux;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A socket that sends ICMP echo requests of one family and receives the replies, the ICMP errors about them, and the
 * kernel's time stamps of both directions ({@code SO_TIMESTAMPING}, software stamps, wall clock); as a responder, the
 * same with requests and replies changed over. It keeps no state of probes. Owned by one thread; never blocks, use {@link SocketPoller} to wait.
 */
public final class IcmpSocket extends StampedSocket {
    private static final int PACKET_AT = 32;
    private static final int CHECKSUM_AT = PACKET_AT + 2;
    private static final int PAYLOAD_AT = PACKET_AT + EchoPacket.ICMP_HEADER_BYTES;
    private static final int LONGEST_IPV4_HEADER = 60;

    private final Kind kind;
    private final byte sentType;
    private final byte receivedType;
    private final String whyThisKind;
    private final int maxPayloadBytes;
    private final ByteBuffer sending;
    private final long sendingAddress;
    private final ByteBuffer payload;
    private final MessageBatch replies;
    private final MessageBatch errors;
    private final EchoPacket replyView;
    private final EchoPacket errorView;

    IcmpSocket(int fd, Family family, Kind kind, String whyThisKind, IcmpSocketSettings settings, int stampFlags) {
        super(fd, family, stampFlags);
        this.kind = kind;
        boolean prober = settings.role() == IcmpSocketSettings.Role.PROBER;
        sentType = prober ? family.echoRequest() : family.echoReply();
        receivedType = prober ? family.echoReply() : family.echoRequest();
        this.whyThisKind = whyThisKind;
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

    /** Datagram or raw. */
    public Kind kind() {
        return kind;
    }

    /** In words, why this kind and not the other. */
    public String whyThisKind() {
        return whyThisKind;
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
        if (payloadBytes < 0 || payloadBytes > maxPayloadBytes || Family.of(target) != family()) {
            throw new IllegalArgumentException("BUG: cannot send " + payloadBytes + " bytes to " + target);
        }
        putAddress(sending, target);
        putHeader(identifier, sequence, payloadBytes);
        long length = EchoPacket.ICMP_HEADER_BYTES + (long) payloadBytes;
        return sent(Libc.sendto(
                fd(), sendingAddress + PACKET_AT, length, MSG_DONTWAIT, sendingAddress, family().socketAddressBytes()));
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

    /** The two kinds of ICMP socket. */
    public enum Kind {
        /** SOCK_DGRAM: needs no privilege; the kernel owns the identifier. */
        DATAGRAM,
        /** SOCK_RAW: needs CAP_NET_RAW. */
        RAW
    }

    private void putHeader(int identifier, int sequence, int payloadBytes) {
        sending.putShort(PACKET_AT, (short) (sentType & 0xFF));
        sending.putShort(CHECKSUM_AT, (short) 0);
        sending.putShort(PACKET_AT + 4, Short.reverseBytes((short) identifier));
        sending.putShort(PACKET_AT + 6, Short.reverseBytes((short) sequence));
        if (family() == Family.IPV4) {
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

    private boolean viewReply(int i) {
        int at = replies.dataAt(i);
        int length = replies.dataLength(i);
        if (family() == Family.IPV4 && kind == Kind.RAW) {
            int header = length > 0 ? (replies.memory().get(at) & 0xF) * Integer.BYTES : 0;
            at += header;
            length -= header;
        }
        if (length < EchoPacket.ICMP_HEADER_BYTES) {
            return false;
        }
        replyView.set(family(), at, length, replies.nameAt(i), stampOf(replies, i));
        return replyView.type() == receivedType;
    }

    private void handOverError(int i, EchoListener to) {
        int at = extendedErrorAt(errors, i);
        if (at < 0) {
            return;
        }
        if (isSendStamp(errors, at)) {
            long stampUnixNs = stampOf(errors, i);
            if (stampUnixNs != EchoPacket.NO_STAMP) {
                to.onSendStamp(this, sendKey(errors, at), stampUnixNs);
            }
        } else if (isIcmpError(errors, at) && errors.dataLength(i) >= EchoPacket.ICMP_HEADER_BYTES) {
            errorView.set(family(), errors.dataAt(i), errors.dataLength(i), errors.nameAt(i), EchoPacket.NO_STAMP);
            to.onError(this, errorView, icmpType(errors, at), icmpCode(errors, at));
        }
    }
}
