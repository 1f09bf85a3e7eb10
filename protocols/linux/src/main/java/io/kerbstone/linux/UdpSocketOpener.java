package io.kerbstone.linux;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Opens a UDP socket and sets its options, or says in words why not. Used once by one thread. */
final class UdpSocketOpener {
    private static final int SOCK_DGRAM = 2;
    private static final int IP_TOS = 1;
    private static final int IP_TTL = 2;
    private static final int IP_PKTINFO = 8;
    private static final int IP_RECVTTL = 12;
    private static final int IP_RECVTOS = 13;
    private static final int IPV6_UNICAST_HOPS = 16;
    private static final int IPV6_V6ONLY = 26;
    private static final int IPV6_RECVPKTINFO = 49;
    private static final int IPV6_RECVHOPLIMIT = 51;
    private static final int IPV6_RECVTCLASS = 66;
    private static final int IPV6_TCLASS = 67;
    private static final int SEND_BUFFER_BYTES = 1 << 18;

    /** The furthest a packet may travel, so that the other side can tell how far it came (RFC 5357, 4.1.2). */
    private static final int TTL = 255;

    private final InetSocketAddress address;
    private final Family family;
    private final UdpSocketSettings settings;

    UdpSocketOpener(InetSocketAddress address, UdpSocketSettings settings) {
        this.address = address;
        this.family = Family.of(address.getAddress());
        this.settings = settings;
    }

    UdpSocketOpening open(boolean isPeer) {
        Optional<String> unsupported = Libc.unsupported();
        if (unsupported.isPresent()) {
            return new UdpSocketOpening.Refused(Errno.EAFNOSUPPORT, "UDP with kernel stamps " + unsupported.get());
        }
        int fd = Libc.socket(family.domain(), SOCK_DGRAM | StampedSocket.SOCK_NONBLOCK_CLOEXEC, 0);
        if (fd < 0) {
            return refused(Libc.errno());
        }
        StampedSocket.setBuffers(fd, settings.receiveBufferBytes(), SEND_BUFFER_BYTES);
        int flags = StampedSocket.enableStamps(fd, settings.sendStamps());
        int errno = flags == 0 ? Errno.EINVAL : setOptions(fd);
        if (errno != 0) {
            Libc.close(fd);
            return refused(errno);
        }
        UdpSocket socket = new UdpSocket(fd, family, settings, flags);
        errno = isPeer ? socket.connect(address) : socket.bind(address);
        if (errno != 0) {
            socket.close();
            return refused(errno);
        }
        return new UdpSocketOpening.Opened(socket);
    }

    private UdpSocketOpening refused(int errno) {
        return new UdpSocketOpening.Refused(
                errno,
                "UDP at " + address.getAddress().getHostAddress() + " port " + address.getPort() + ": "
                        + Errno.sentence(errno));
    }

    /** 0, or the number of the first error. */
    private int setOptions(int fd) {
        int[][] four = {
            {StampedSocket.IP_RECVERR, 1},
            {IP_TTL, TTL},
            {IP_TOS, settings.trafficClass()},
            {IP_RECVTTL, 1},
            {IP_RECVTOS, 1},
            {IP_PKTINFO, 1}
        };
        int[][] six = {
            {StampedSocket.IPV6_RECVERR, 1},
            {IPV6_V6ONLY, 1},
            {IPV6_UNICAST_HOPS, TTL},
            {IPV6_TCLASS, settings.trafficClass()},
            {IPV6_RECVHOPLIMIT, 1},
            {IPV6_RECVTCLASS, 1},
            {IPV6_RECVPKTINFO, 1}
        };
        int level = family == Family.IPV4 ? StampedSocket.SOL_IP : StampedSocket.SOL_IPV6;
        for (int[] option : family == Family.IPV4 ? four : six) {
            int errno = StampedSocket.setInt(fd, level, option[0], option[1]);
            if (errno != 0) {
                return errno;
            }
        }
        return 0;
    }

    /** Writes a socket address with its port. */
    static void putPort(ByteBuffer memory, int port) {
        memory.putShort(2, Short.reverseBytes((short) port));
    }
}
