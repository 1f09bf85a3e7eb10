package io.kerbstone.linux;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;

/**
 * What every socket with the kernel's time stamps shares ({@code SO_TIMESTAMPING}, software stamps, wall clock): the
 * stamps of receiving, the stamps of sending by their keys, the error queue, the count of packets thrown away. Never
 * blocks, use {@link SocketPoller} to wait. Owned by one thread.
 */
public abstract sealed class StampedSocket extends Pollable permits IcmpSocket, UdpSocket {
    static final int SOL_SOCKET = 1;
    static final int SOL_IP = 0;
    static final int SOL_IPV6 = 41;
    static final int IP_RECVERR = 11;
    static final int IPV6_RECVERR = 25;
    static final int SOCK_NONBLOCK_CLOEXEC = 0x800 | 0x80000;
    static final int MSG_DONTWAIT = 0x40;
    static final int MSG_ERRQUEUE = 0x2000;

    private static final int SO_SNDBUF = 7;
    private static final int SO_RCVBUF = 8;
    private static final int SO_SNDBUFFORCE = 32;
    private static final int SO_RCVBUFFORCE = 33;
    private static final int SO_TIMESTAMPING = 37;
    private static final int SO_MEMINFO = 55;

    private static final int STAMP_SENT = 1 << 1;
    private static final int STAMP_RECEIVED = 1 << 3;
    private static final int STAMP_SOFTWARE = 1 << 4;
    private static final int STAMP_WITH_KEY = 1 << 7;
    private static final int STAMP_WITHOUT_PACKET = 1 << 11;

    private static final int MEMINFO_BYTES = 36;
    private static final int MEMINFO_DROPS = 32;

    private static final int EXTENDED_ERROR_ORIGIN = 4;
    private static final int EXTENDED_ERROR_TYPE = 5;
    private static final int EXTENDED_ERROR_CODE = 6;
    private static final int EXTENDED_ERROR_DATA = 12;
    private static final int ORIGIN_ICMP = 2;
    private static final int ORIGIN_ICMP6 = 3;
    private static final int ORIGIN_TIMESTAMPING = 4;

    private final Family family;
    private final int stampFlags;
    private final ByteBuffer memoryInfo = Libc.allocate(MEMINFO_BYTES + Integer.BYTES);
    private final long memoryInfoAddress = Libc.address(memoryInfo);
    private int nextSendKey;

    StampedSocket(int fd, Family family, int stampFlags) {
        super(fd);
        this.family = family;
        this.stampFlags = stampFlags;
    }

    /** Its family. */
    public final Family family() {
        return family;
    }

    /** Whether the kernel says when it handed packets to the driver. */
    public final boolean hasSendStamps() {
        return (stampFlags & STAMP_SENT) != 0;
    }

    /** Whether such an answer of a send can be a pending error of an earlier packet; then send once more. */
    public static boolean mayConcernEarlierPacket(int errno) {
        return switch (errno) {
            case Errno.EAGAIN, Errno.ENOBUFS, Errno.EINVAL -> false;
            default -> true;
        };
    }

    /** The number by which the listener will be told the send stamp of the packet sent last. */
    public final int lastSendKey() {
        return nextSendKey - 1;
    }

    /** How many packets the kernel has thrown away because this socket's receive buffer was full; modulo 2^32. */
    public final int droppedByKernel() {
        memoryInfo.putInt(MEMINFO_BYTES, MEMINFO_BYTES);
        long at = memoryInfoAddress;
        int result = Libc.getsockopt(fd(), SOL_SOCKET, SO_MEMINFO, at, at + MEMINFO_BYTES);
        return result == 0 ? memoryInfo.getInt(MEMINFO_DROPS) : 0;
    }

    /** Turns stamps on, those of sending where wanted and possible; the flags set, or 0 where the kernel has none. */
    static int enableStamps(int fd, boolean sendStamps) {
        int received = STAMP_RECEIVED | STAMP_SOFTWARE;
        int both = received | STAMP_SENT | STAMP_WITH_KEY | STAMP_WITHOUT_PACKET;
        if (sendStamps && setInt(fd, SOL_SOCKET, SO_TIMESTAMPING, both) == 0) {
            return both;
        }
        return setInt(fd, SOL_SOCKET, SO_TIMESTAMPING, received) == 0 ? received : 0;
    }

    /** Asks for buffers. Forcing past net.core.rmem_max needs CAP_NET_ADMIN; without it the kernel gives what it allows. */
    static void setBuffers(int fd, int receiveBytes, int sendBytes) {
        if (setInt(fd, SOL_SOCKET, SO_RCVBUFFORCE, receiveBytes) != 0) {
            setInt(fd, SOL_SOCKET, SO_RCVBUF, receiveBytes);
        }
        if (setInt(fd, SOL_SOCKET, SO_SNDBUFFORCE, sendBytes) != 0) {
            setInt(fd, SOL_SOCKET, SO_SNDBUF, sendBytes);
        }
    }

    static int setInt(int fd, int level, int name, int value) {
        ByteBuffer four = Libc.allocate(Integer.BYTES);
        four.putInt(0, value);
        return Libc.setOption(fd, level, name, four);
    }

    /** Writes a socket address without its port at the beginning of a zeroed buffer in the machine's byte order. */
    final void putAddress(ByteBuffer memory, InetAddress target) {
        putAddress(memory, 0, target);
    }

    /** The same at a position of the buffer. */
    final void putAddress(ByteBuffer memory, int at, InetAddress target) {
        byte[] address = target.getAddress();
        memory.putShort(at, (short) family.domain());
        memory.put(at + family.addressOffset(), address, 0, family.addressBytes());
        if (target instanceof Inet6Address six) {
            memory.putInt(at + family.addressOffset() + family.addressBytes(), six.getScopeId());
        }
    }

    /** What a send came to: 0, or the error number; keeps the keys in step with the kernel's. */
    final int sent(long result) {
        if (result < 0) {
            int errno = Libc.errno();
            restartSendKeys();
            return errno;
        }
        nextSendKey++;
        return 0;
    }

    /** So many packets were sent by one call, which was asked for more when {@code isStopped}; the key of the first. */
    final int sentMany(int count, boolean isStopped) {
        int first = nextSendKey;
        nextSendKey += count;
        if (isStopped) {
            restartSendKeys();
        }
        return first;
    }

    /** Reads one batch; the number of messages in it. */
    final int read(MessageBatch batch, int flags) {
        int count = batch.receive(fd(), flags);
        if (count < 0 && count != -Errno.EAGAIN) {
            // A pending ICMP error is answered once in place of the packets; what it was about is in the error queue.
            count = batch.receive(fd(), flags);
        }
        return Math.max(0, count);
    }

    /** Where message i of the error queue says what it is about, or -1. */
    final int extendedErrorAt(MessageBatch errors, int i) {
        boolean four = family == Family.IPV4;
        return errors.controlAt(i, four ? SOL_IP : SOL_IPV6, four ? IP_RECVERR : IPV6_RECVERR);
    }

    static boolean isSendStamp(MessageBatch errors, int at) {
        return errors.memory().get(at + EXTENDED_ERROR_ORIGIN) == ORIGIN_TIMESTAMPING;
    }

    final boolean isIcmpError(MessageBatch errors, int at) {
        return errors.memory().get(at + EXTENDED_ERROR_ORIGIN) == (family == Family.IPV4 ? ORIGIN_ICMP : ORIGIN_ICMP6);
    }

    static int sendKey(MessageBatch errors, int at) {
        return errors.memory().getInt(at + EXTENDED_ERROR_DATA);
    }

    static int icmpType(MessageBatch errors, int at) {
        return errors.memory().get(at + EXTENDED_ERROR_TYPE) & 0xFF;
    }

    static int icmpCode(MessageBatch errors, int at) {
        return errors.memory().get(at + EXTENDED_ERROR_CODE) & 0xFF;
    }

    static long stampOf(MessageBatch batch, int i) {
        int at = batch.controlAt(i, SOL_SOCKET, SO_TIMESTAMPING);
        if (at < 0) {
            return MessageBatch.NO_STAMP;
        }
        long seconds = batch.memory().getLong(at);
        long nanos = batch.memory().getLong(at + Long.BYTES);
        return seconds == 0 && nanos == 0 ? MessageBatch.NO_STAMP : seconds * 1_000_000_000L + nanos;
    }

    /** After a failed send nobody knows whether the kernel counted it: both sides start at 0 again. */
    private void restartSendKeys() {
        if (hasSendStamps()) {
            setInt(fd(), SOL_SOCKET, SO_TIMESTAMPING, 0);
            setInt(fd(), SOL_SOCKET, SO_TIMESTAMPING, stampFlags);
            nextSendKey = 0;
        }
    }
}
