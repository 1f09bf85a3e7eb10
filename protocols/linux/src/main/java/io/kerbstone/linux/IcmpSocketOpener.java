package io.kerbstone.linux;

import java.nio.ByteBuffer;
import java.util.Optional;

/** Opens an ICMP socket and sets its options, or says in words why not. Used once by one thread. */
final class IcmpSocketOpener {
    private static final int SOCK_DGRAM = 2;
    private static final int SOCK_RAW = 3;

    private static final int SOL_RAW = 255;
    private static final int ICMP_FILTER = 1;
    private static final int SEND_BUFFER_BYTES = 1 << 20;

    private final Family family;
    private final IcmpSocketSettings settings;

    IcmpSocketOpener(Family family, IcmpSocketSettings settings) {
        this.family = family;
        this.settings = settings;
    }

    IcmpSocketOpening open() {
        Optional<String> unsupported = Libc.unsupported();
        if (unsupported.isPresent()) {
            return new IcmpSocketOpening.Refused("ICMP " + unsupported.get());
        }
        int datagram = -Errno.EAGAIN;
        if (settings.wanted() != IcmpSocketSettings.Wanted.RAW) {
            datagram = socket(SOCK_DGRAM);
            if (datagram >= 0) {
                return configured(datagram, IcmpSocket.Kind.DATAGRAM, "net.ipv4.ping_group_range allows it");
            }
        }
        if (settings.wanted() == IcmpSocketSettings.Wanted.DATAGRAM) {
            return new IcmpSocketOpening.Refused(name() + " datagram socket: " + whyNoDatagram(-datagram));
        }
        int raw = socket(SOCK_RAW);
        if (raw >= 0) {
            boolean asked = settings.wanted() == IcmpSocketSettings.Wanted.RAW;
            return configured(raw, IcmpSocket.Kind.RAW, asked ? "asked for" : whyNoDatagram(-datagram));
        }
        return new IcmpSocketOpening.Refused(refusal(-raw));
    }

    /** The descriptor, or the negated error number. */
    private int socket(int type) {
        int fd = Libc.socket(family.domain(), type | StampedSocket.SOCK_NONBLOCK_CLOEXEC, family.protocol());
        return fd >= 0 ? fd : -Libc.errno();
    }

    private String name() {
        return family == Family.IPV4 ? "ICMP" : "ICMPv6";
    }

    private static String whyNoDatagram(int errno) {
        return errno == Errno.EACCES ? "net.ipv4.ping_group_range does not cover this process" : Errno.sentence(errno);
    }

    private String refusal(int errno) {
        if (errno == Errno.EPERM || errno == Errno.EACCES) {
            return name() + " needs the capability CAP_NET_RAW, or a net.ipv4.ping_group_range that covers the"
                    + " group of this process (for instance: sysctl -w net.ipv4.ping_group_range='0 2147483647')";
        }
        return name() + " socket: " + Errno.sentence(errno);
    }

    private IcmpSocketOpening configured(int fd, IcmpSocket.Kind kind, String why) {
        String mistake = options(fd, kind);
        if (!mistake.isEmpty()) {
            Libc.close(fd);
            return new IcmpSocketOpening.Refused(name() + " socket: " + mistake);
        }
        int flags = StampedSocket.enableStamps(fd, settings.sendStamps());
        if (flags == 0) {
            Libc.close(fd);
            return new IcmpSocketOpening.Refused(name() + " socket: the kernel gives no receive time stamps");
        }
        return new IcmpSocketOpening.Opened(new IcmpSocket(fd, family, kind, why, settings, flags));
    }

    /** Sets what the socket cannot do without; the mistake in words, or nothing. */
    private String options(int fd, IcmpSocket.Kind kind) {
        StampedSocket.setBuffers(fd, settings.receiveBufferBytes(), SEND_BUFFER_BYTES);
        boolean four = family == Family.IPV4;
        int errno = StampedSocket.setInt(
                fd,
                four ? StampedSocket.SOL_IP : StampedSocket.SOL_IPV6,
                four ? StampedSocket.IP_RECVERR : StampedSocket.IPV6_RECVERR,
                1);
        if (errno != 0) {
            return "no error queue: " + Errno.sentence(errno);
        }
        errno = kind == IcmpSocket.Kind.RAW ? filter(fd) : 0;
        return errno == 0 ? "" : "no filter: " + Errno.sentence(errno);
    }

    /** Lets only the other side's echoes through; ICMP errors come by the error queue whatever the filter. */
    private int filter(int fd) {
        boolean prober = settings.role() == IcmpSocketSettings.Role.PROBER;
        int received = (prober ? family.echoReply() : family.echoRequest()) & 0xFF;
        if (family == Family.IPV4) {
            return StampedSocket.setInt(fd, SOL_RAW, ICMP_FILTER, ~(1 << received));
        }
        ByteBuffer blocked = Libc.allocate(256 / Byte.SIZE);
        for (int word = 0; word < 256 / Integer.SIZE; word++) {
            int pass = word == received / Integer.SIZE ? 1 << (received % Integer.SIZE) : 0;
            blocked.putInt(word * Integer.BYTES, ~pass);
        }
        return Libc.setOption(fd, family.protocol(), ICMP_FILTER, blocked);
    }
}
