package io.kerbstone.stamp;

import io.kerbstone.linux.Pollable;
import io.kerbstone.linux.SocketPoller;
import io.kerbstone.linux.StampedSocket;
import io.kerbstone.linux.UdpListener;
import io.kerbstone.linux.UdpPacket;
import io.kerbstone.linux.UdpSocket;
import io.kerbstone.linux.UdpSocketOpening;
import io.kerbstone.linux.UdpSocketSettings;
import io.kerbstone.linux.Waker;
import io.kerbstone.time.ClockState;
import io.kerbstone.time.MonotonicClock;
import io.kerbstone.time.WallClock;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Answers test packets (RFC 8762, 4.3). The time of receiving is the kernel's stamp; the time of answering is read as
 * the last thing before the hash and the system call. An answer is exactly as long as its question, goes to nobody who
 * is not allowed, and never to a port where another reflector may listen: there is nothing to gain from asking under
 * somebody else's address. Packets that are not authentic are dropped without a word.
 *
 * <p>Owned by one thread; only {@link #wake} may be called by others.
 */
public final class SessionReflector implements AutoCloseable {
    /** Least port of a sender: below it live services, among them the reflectors at 862. */
    public static final int SENDER_PORT_MIN = 1_024;

    /** Most batches read of one socket in one {@link #poll}, so that it ends whatever comes in. */
    static final int BATCHES_MAX = 64;

    private static final int BATCH = 16;
    private static final int RECEIVE_BUFFER_BYTES = 1 << 21;
    private static final int DSCP_MASK = 0xFC;
    private static final int TTL_UNKNOWN = 255;
    private static final long CLOCK_STATE_NS = 1_000_000_000L;

    private final ReflectorSettings settings;
    private final List<UdpSocket> sockets;
    private final int port;
    private final Waker waker = Waker.open();
    private final SocketPoller poller;
    private final PacketCodec codec;
    private final SessionTable table;
    private final RateLimit rate;
    private final MonotonicClock monotonic;
    private final WallClock wall;
    private final Supplier<ClockState> clockState;
    private final Packets packets = new Packets();
    private int errorEstimate;
    private long estimatedNs;
    private long reflected;
    private long notAllowed;
    private long loops;
    private long rateLimited;
    private long tooShort;
    private long tooLong;
    private long notAuthentic;
    private long notSent;
    private long withoutStamp;

    private SessionReflector(
            ReflectorSettings settings,
            List<UdpSocket> sockets,
            MonotonicClock monotonic,
            WallClock wall,
            Supplier<ClockState> clockState) {
        this.settings = settings;
        this.sockets = List.copyOf(sockets);
        this.monotonic = monotonic;
        this.wall = wall;
        this.clockState = clockState;
        port = sockets.get(0).localPort();
        List<Pollable> polled = new ArrayList<>(sockets);
        polled.add(waker);
        poller = new SocketPoller(polled);
        codec = new PacketCodec(settings.key());
        table = new SessionTable(settings.sessions());
        rate = new RateLimit(settings.packetsPerSecond(), monotonic.nowNs());
        estimate(monotonic.nowNs());
    }

    /** Listens at every address of the settings, or at none. */
    public static ReflectorOpening open(
            ReflectorSettings settings, MonotonicClock monotonic, WallClock wall, Supplier<ClockState> clockState) {
        UdpSocketSettings how = new UdpSocketSettings(PacketCodec.BYTES_MAX + 1, BATCH, RECEIVE_BUFFER_BYTES, false, 0);
        List<UdpSocket> opened = new ArrayList<>();
        int port = settings.port();
        for (InetAddress address : settings.addresses()) {
            UdpSocketOpening opening = UdpSocket.bind(new InetSocketAddress(address, port), how);
            if (opening instanceof UdpSocketOpening.Refused refused) {
                opened.forEach(UdpSocket::close);
                return new ReflectorOpening.Unavailable(refused.sentence()
                        + "; choose another address or port, or stop what listens there (ports below 1024 need the"
                        + " capability CAP_NET_BIND_SERVICE)");
            }
            opened.add(((UdpSocketOpening.Opened) opening).socket());
            port = opened.get(0).localPort();
        }
        return new ReflectorOpening.Opened(new SessionReflector(settings, opened, monotonic, wall, clockState));
    }

    /** The UDP port it listens at. */
    public int port() {
        return port;
    }

    /** Answers what came, and waits for it at most so long. */
    public void poll(long maxWaitNs) {
        if (!poller.await(maxWaitNs)) {
            return;
        }
        waker.reset();
        sockets.forEach(this::readAll);
    }

    private void readAll(UdpSocket socket) {
        // ICMP errors about answers, which nobody needs, would keep the socket ready for ever.
        int batches = 0;
        while (batches < BATCHES_MAX && socket.readErrors(packets) == socket.batch()) {
            batches++;
        }
        while (batches < BATCHES_MAX && socket.readPackets(packets) == socket.batch()) {
            batches++;
        }
    }

    /** Ends the wait of {@link #poll}, from any thread. */
    public void wake() {
        waker.wake();
    }

    /** What was counted so far; for the owning thread. */
    public ReflectorCounters counters() {
        return new ReflectorCounters(
                reflected,
                notAllowed,
                loops,
                rateLimited,
                tooShort,
                tooLong,
                notAuthentic,
                notSent,
                withoutStamp,
                table.size(),
                table.forgotten());
    }

    /** Closes the sockets. */
    @Override
    public void close() {
        sockets.forEach(UdpSocket::close);
        waker.close();
    }

    private void onPacket(UdpSocket socket, UdpPacket packet, long nowUnixNs, long nowNs) {
        byte[] sender = packet.senderAddress();
        if (!mayAsk(sender, packet.senderPort()) || !isWithinRate(nowNs)) {
            return;
        }
        byte[] request = new byte[packet.length()];
        packet.copyTo(request);
        Decoding<SenderPacket> decoding = codec.decodeSender(request);
        if (decoding instanceof Decoding.Good<SenderPacket> good) {
            reflect(socket, packet, request, good.packet(), sender, nowUnixNs);
        } else if (decoding instanceof Decoding.Bad<SenderPacket> bad) {
            count(bad.problem());
        }
    }

    private boolean mayAsk(byte[] sender, int senderPort) {
        if (settings.allowed().stream().noneMatch(network -> network.contains(sender))) {
            notAllowed++;
            return false;
        }
        if (senderPort < SENDER_PORT_MIN || senderPort == port) {
            loops++;
            return false;
        }
        return true;
    }

    private boolean isWithinRate(long nowNs) {
        boolean isWithin = rate.take(nowNs);
        rateLimited += isWithin ? 0 : 1;
        return isWithin;
    }

    private void reflect(
            UdpSocket socket, UdpPacket packet, byte[] request, SenderPacket asked, byte[] sender, long nowUnixNs) {
        int sequence = asked.sequence();
        if (settings.isStateful()) {
            sequence = table.next(SessionTable.Session.of(sender, packet.senderPort(), asked.sessionId()));
        }
        long receivedUnixNs = packet.stampUnixNs();
        if (receivedUnixNs == UdpPacket.NO_STAMP) {
            withoutStamp++;
            receivedUnixNs = nowUnixNs;
        }
        int ttl = packet.ttl() == UdpPacket.UNKNOWN ? TTL_UNKNOWN : packet.ttl();
        int trafficClass = Math.max(0, packet.trafficClass()) & DSCP_MASK;
        socket.prepareReply(packet, request.length, trafficClass);
        byte[] answer = codec.encode(
                new ReflectedPacket(
                        sequence,
                        StampTime.ntp(wall.nowUnixNs()),
                        errorEstimate,
                        asked.sessionId(),
                        StampTime.ntp(receivedUnixNs),
                        asked.sequence(),
                        asked.timestamp(),
                        asked.errorEstimate(),
                        ttl),
                request);
        socket.payload().put(0, answer);
        int errno = socket.sendReply();
        if (errno != 0 && StampedSocket.mayConcernEarlierPacket(errno)) {
            errno = socket.sendReply();
        }
        if (errno == 0) {
            reflected++;
        } else {
            notSent++;
        }
    }

    private void count(Decoding.Problem problem) {
        switch (problem) {
            case TOO_SHORT -> tooShort++;
            case TOO_LONG -> tooLong++;
            case NOT_AUTHENTIC -> notAuthentic++;
        }
    }

    private void estimate(long nowNs) {
        errorEstimate = ErrorEstimate.of(clockState.get()).encode();
        estimatedNs = nowNs;
    }

    /** What the sockets hand over. */
    private final class Packets implements UdpListener {
        private long nowUnixNs;
        private long nowNs;

        @Override
        public void onBatch(int packets) {
            nowUnixNs = wall.nowUnixNs();
            nowNs = monotonic.nowNs();
            if (nowNs - estimatedNs >= CLOCK_STATE_NS) {
                estimate(nowNs);
            }
        }

        @Override
        public void onPacket(UdpSocket socket, UdpPacket packet) {
            SessionReflector.this.onPacket(socket, packet, nowUnixNs, nowNs);
        }

        @Override
        public void onSendStamp(UdpSocket socket, int sendKey, long stampUnixNs) {}

        @Override
        public void onError(UdpSocket socket, UdpPacket quoted, int type, int code) {}
    }
}
