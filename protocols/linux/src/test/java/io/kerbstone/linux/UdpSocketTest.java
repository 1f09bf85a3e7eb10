package io.kerbstone.linux;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kerbstone.time.WallClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class UdpSocketTest {
    private static final long SECOND = 1_000_000_000L;
    private static final UdpSocketSettings SETTINGS = new UdpSocketSettings(64, 4, 1 << 16, true, 0x48);

    @Test
    void shouldCarryStampsTtlAndTrafficClassBothWays() throws IOException {
        for (Family family : Needs.families("UdpSocketTest")) {
            InetAddress loopback = InetAddress.getByName(family == Family.IPV4 ? "127.0.0.2" : "::1");
            InetAddress any = InetAddress.getByName(family == Family.IPV4 ? "0.0.0.0" : "::");
            try (UdpSocket server = bound(new InetSocketAddress(any, 0));
                    UdpSocket client = connected(new InetSocketAddress(loopback, server.localPort()))) {
                long beforeUnixNs = WallClock.SYSTEM.nowUnixNs();
                client.payload().putLong(0, 0x0102030405060708L);
                assertEquals(0, client.send(8));
                Seen atServer = new Seen();
                atServer.answerWith = 0xB8;
                atServer.read(server);
                Seen atClient = new Seen();
                atClient.read(client);

                assertArrayEquals(new byte[] {1, 2, 3, 4, 5, 6, 7, 8}, atServer.bytes.get(0));
                assertEquals(255, atServer.ttl);
                assertEquals(0x48, atServer.trafficClass);
                assertEquals(client.localPort(), atServer.sender.getPort());
                assertEquals(0xB8, atClient.trafficClass, "the reply's own class");
                assertEquals(loopback, atClient.sender.getAddress(), "from the address that was asked");
                assertTrue(atServer.stampUnixNs >= beforeUnixNs, "kernel stamp of receiving");
                assertTrue(atClient.stampUnixNs >= atServer.stampUnixNs);
                client.readErrors(atClient);
                assertEquals(List.of(client.lastSendKey()), atClient.sendKeys);
            }
        }
    }

    @Test
    void shouldTellThatNobodyListens() throws IOException {
        InetSocketAddress free;
        try (UdpSocket server = bound(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            free = new InetSocketAddress(InetAddress.getLoopbackAddress(), server.localPort());
        }
        try (UdpSocket client = connected(free)) {
            client.payload().putLong(0, 42);
            assertEquals(0, client.send(64));
            Seen seen = new Seen();
            new SocketPoller(List.of(client)).await(SECOND);
            client.readErrors(seen);
            assertEquals(List.of("3/3"), seen.errors);
            assertEquals(64, seen.bytes.get(0).length, "the packet it is about");
        }
    }

    @Test
    void shouldRefuseAPortInUse() throws IOException {
        try (UdpSocket server = bound(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            UdpSocketOpening second = UdpSocket.bind(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), server.localPort()), SETTINGS);
            UdpSocketOpening.Refused refused = assertInstanceOf(UdpSocketOpening.Refused.class, second);
            assertEquals(Errno.EADDRINUSE, refused.errno());
            assertTrue(refused.sentence().contains("EADDRINUSE"), refused.sentence());
        }
    }

    @Test
    void shouldEndTheWaitFromAnotherThread() throws Exception {
        try (Waker waker = Waker.open()) {
            SocketPoller poller = new SocketPoller(List.of(waker));
            Thread other = new Thread(waker::wake);
            other.start();
            assertTrue(poller.await(30 * SECOND));
            other.join();
            waker.reset();
            assertFalse(poller.await(0), "once is enough");
        }
    }

    private static UdpSocket bound(InetSocketAddress local) {
        return assertInstanceOf(UdpSocketOpening.Opened.class, UdpSocket.bind(local, SETTINGS))
                .socket();
    }

    private static UdpSocket connected(InetSocketAddress peer) {
        return assertInstanceOf(UdpSocketOpening.Opened.class, UdpSocket.connect(peer, SETTINGS))
                .socket();
    }

    /** Everything a socket gave, copied. */
    private static final class Seen implements UdpListener {
        private final List<byte[]> bytes = new ArrayList<>();
        private final List<Integer> sendKeys = new ArrayList<>();
        private final List<String> errors = new ArrayList<>();
        private InetSocketAddress sender = new InetSocketAddress(0);
        private int ttl;
        private int trafficClass;
        private long stampUnixNs;
        private int answerWith = -1;

        void read(UdpSocket socket) {
            SocketPoller poller = new SocketPoller(List.of(socket));
            for (int i = 0; i < 100 && bytes.isEmpty(); i++) {
                poller.await(SECOND);
                socket.readErrors(this);
                socket.readPackets(this);
            }
        }

        @Override
        public void onBatch(int packets) {
            assertTrue(packets > 0);
        }

        @Override
        public void onPacket(UdpSocket socket, UdpPacket packet) {
            copy(packet);
            sender = packet.sender();
            ttl = packet.ttl();
            trafficClass = packet.trafficClass();
            stampUnixNs = packet.stampUnixNs();
            if (answerWith >= 0) {
                socket.prepareReply(packet, packet.length(), answerWith);
                assertEquals(0, socket.sendReply());
            }
        }

        @Override
        public void onSendStamp(UdpSocket socket, int sendKey, long stamp) {
            sendKeys.add(sendKey);
        }

        @Override
        public void onError(UdpSocket socket, UdpPacket quoted, int type, int code) {
            errors.add(type + "/" + code);
            copy(quoted);
        }

        private void copy(UdpPacket packet) {
            byte[] copy = new byte[packet.length()];
            packet.copyTo(copy);
            bytes.add(copy);
        }
    }
}
