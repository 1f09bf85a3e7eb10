package io.kerbstone.linux;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * A socket that sends ICMP echo requests of one family and receives the replies, the ICMP errors about them, and the
 * kernel's time stamps of both directions ({@code SO_TIMESTAMPING}, software stamps, wall clock); as a responder, the
 * same with requests and replies changed over. It keeps no state of probes. Owned by one thread; never blocks, use {@link SocketPoller} to wait.
 */
public final class IcmpSocket extends StampedSocket {
    /** Most packets queued before one system call sends them. */
    public static final int SEND_BATCH = 64;

    private static final int CHECKSUM_AT = 2;
    private static final int IP_TOS = 1;
    private static final int IPV6_TCLASS = 67;
    private static final int DSCP_SHIFT = 2;
    private static final int LONGEST_IPV4_HEADER = 60;

    private final Kind kind;
    private final byte sentType;
    private final byte receivedType;
    private final String whyThisKind;
    private final int maxPayloadBytes;
    private final SendBatch sending;
    private final List<ByteBuffer> payloads;
    private final int[] errnos = new int[SEND_BATCH];
    private final int[] sendKeys = new int[SEND_BATCH];
    private final MessageBatch replies;
    private final MessageBatch errors;
    private final EchoPacket replyView;
    private final EchoPacket errorView;
    private int queued;
    private int dscp;

    IcmpSocket(int fd, Family family, Kind kind, String whyThisKind, IcmpSocketSettings settings, int stampFlags) {
        super(fd, family, stampFlags);
        this.kind = kind;
        boolean prober = settings.role() == IcmpSocketSettings.Role.PROBER;
        sentType = prober ? family.echoRequest() : family.echoReply();
        receivedType = prober ? family.echoReply() : family.echoRequest();
        this.whyThisKind = whyThisKind;
        maxPayloadBytes = settings.maxPayloadBytes();
        sending = new SendBatch(
                prober ? SEND_BATCH : 1, EchoPacket.ICMP_HEADER_BYTES + maxPayloadBytes, family.socketAddressBytes());
        payloads = sending.slices(EchoPacket.ICMP_HEADER_BYTES, maxPayloadBytes);
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

    /** The bytes that follow the ICMP header in the packet queued next; the caller writes them before {@link #queue}. */
    public ByteBuffer payload() {
        return payloads.get(queued);
    }

    /** The same of every place in the queue, for what is the same in every packet. */
    public List<ByteBuffer> payloads() {
        return payloads;
    }

    /** Whether {@link #flush} must come before the next {@link #queue}. */
    public boolean isQueueFull() {
        return queued == sending.capacity();
    }

    /**
     * The code point of everything sent from now on (RFC 2474), 0 to 63; 0 at first. Nothing may be queued.
     *
     * @return 0, or the error number
     */
    public int setDscp(int newDscp) {
        if (queued > 0) {
            throw new IllegalStateException("BUG: " + queued + " packets would get another code point");
        }
        if (newDscp == dscp) {
            return 0;
        }
        boolean four = family() == Family.IPV4;
        int errno = setInt(fd(), four ? SOL_IP : SOL_IPV6, four ? IP_TOS : IPV6_TCLASS, newDscp << DSCP_SHIFT);
        dscp = errno == 0 ? newDscp : dscp;
        return errno;
    }

    /** The code point of what is sent now. */
    public int dscp() {
        return dscp;
    }

    /**
     * Queues one echo request (a responder: reply) with the first {@code payloadBytes} of {@link #payload}.
     *
     * @param identifier 16 bits; a datagram socket has one of its own and ignores this
     * @param sequence 16 bits
     */
    public void queue(InetAddress target, int identifier, int sequence, int payloadBytes) {
        if (payloadBytes < 0 || payloadBytes > maxPayloadBytes || Family.of(target) != family()) {
            throw new IllegalArgumentException("BUG: cannot send " + payloadBytes + " bytes to " + target);
        }
        putAddress(sending.memory(), sending.nameAt(queued), target);
        putHeader(sending.packetAt(queued), identifier, sequence, payloadBytes);
        sending.setLength(queued, EchoPacket.ICMP_HEADER_BYTES + payloadBytes);
        queued++;
    }

    /**
     * Sends what is queued, in order, by as few system calls as it takes. What the kernel refuses for an error that may
     * concern an earlier packet ({@link #mayConcernEarlierPacket}) is tried once more.
     *
     * @return how many were queued; {@link #errnoOf} and {@link #sendKeyOf} tell of each until the next flush
     */
    public int flush() {
        int count = queued;
        queued = 0;
        int at = 0;
        boolean isRepeat = false;
        while (at < count) {
            int sent = sending.send(fd(), at, count - at, MSG_DONTWAIT);
            if (sent > 0) {
                int key = sentMany(sent, at + sent < count);
                for (int end = at + sent; at < end; at++) {
                    errnos[at] = 0;
                    sendKeys[at] = key++;
                }
                isRepeat = false;
                continue;
            }
            int errno = sent(-1);
            if (!isRepeat && mayConcernEarlierPacket(errno)) {
                isRepeat = true;
            } else {
                isRepeat = false;
                errnos[at++] = errno;
            }
        }
        return count;
    }

    /** What became of the packet at that position of the last {@link #flush}: 0 when the kernel took it. */
    public int errnoOf(int position) {
        return errnos[position];
    }

    /** By which number {@link EchoListener#onSendStamp} will name that packet, if it was taken. */
    public int sendKeyOf(int position) {
        return sendKeys[position];
    }

    /** Queues one packet and sends it; 0 when the kernel took it, else the error number. The queue must be empty. */
    public int send(InetAddress target, int identifier, int sequence, int payloadBytes) {
        if (queued > 0) {
            throw new IllegalStateException("BUG: " + queued + " packets wait");
        }
        queue(target, identifier, sequence, payloadBytes);
        flush();
        return errnos[0];
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

    private void putHeader(int at, int identifier, int sequence, int payloadBytes) {
        ByteBuffer memory = sending.memory();
        memory.putShort(at, (short) (sentType & 0xFF));
        memory.putShort(at + CHECKSUM_AT, (short) 0);
        memory.putShort(at + 4, Short.reverseBytes((short) identifier));
        memory.putShort(at + 6, Short.reverseBytes((short) sequence));
        if (family() == Family.IPV4 && kind == Kind.RAW) {
            // Every other checksum is the kernel's: of ICMPv6 (RFC 3542, 3.1), and of datagram sockets.
            memory.putShort(at + CHECKSUM_AT, checksum(memory, at, EchoPacket.ICMP_HEADER_BYTES + payloadBytes));
        }
    }

    /** The Internet checksum (RFC 1071) over the packet; summing in the machine's byte order gives the same bytes. */
    private static short checksum(ByteBuffer memory, int from, int length) {
        long sum = 0;
        int at = from;
        int end = from + length;
        for (; at + Integer.BYTES <= end; at += Integer.BYTES) {
            sum += memory.getInt(at) & 0xFFFF_FFFFL;
        }
        for (int shift = 0; at < end; at++, shift += Byte.SIZE) {
            sum += (memory.get(at) & 0xFFL) << shift;
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
