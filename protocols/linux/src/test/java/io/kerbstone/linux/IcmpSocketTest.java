package io.kerbstone.linux;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kerbstone.linux.IcmpSocketSettings.Role;
import io.kerbstone.linux.IcmpSocketSettings.Wanted;
import io.kerbstone.time.MonotonicClock;
import io.kerbstone.time.WallClock;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class IcmpSocketTest {
    private static final int IDENTIFIER = 0xBEEF;
    private static final long SECOND = 1_000_000_000L;
    private static final Map<Family, String> LOOPBACK = Map.of(Family.IPV4, "127.0.0.1", Family.IPV6, "::1");

    @Test
    void shouldStampBothWaysWhenLoopbackAnswers() throws Exception {
        for (Family family : Needs.families("ICMP sockets")) {
            try (IcmpSocket socket = open(family, true, 8)) {
                assertTrue(socket.hasSendStamps());
                SocketPoller poller = new SocketPoller(List.of(socket));
                // The kernel begins to stamp a moment after the first socket asked for it.
                Awaitility.await().until(() -> exchange(socket, poller, 7).stamped());
                for (int sequence : List.of(0, 1, 0x1234, 0xFFFF)) {
                    Recorder seen = exchange(socket, poller, sequence);
                    assertEquals(List.of(sequence), seen.sequences);
                    assertEquals(List.of(socket.lastSendKey()), new ArrayList<>(seen.sendStamps.keySet()));
                    long sent = seen.sendStamps.get(socket.lastSendKey());
                    assertTrue(sent <= seen.replyStamps.get(0), "sent before received");
                    assertTrue(sent >= seen.beforeUnixNs - SECOND && sent <= WallClock.SYSTEM.nowUnixNs() + SECOND);
                }
            }
        }
    }

    @Test
    void shouldReturnThePayloadWhenItsLengthIsOddOrAtTheBound() throws Exception {
        for (Family family : Needs.families("ICMP sockets")) {
            try (IcmpSocket socket = open(family, false, 4)) {
                SocketPoller poller = new SocketPoller(List.of(socket));
                for (int length : List.of(0, 1, 2, 3, 55, 1_471, 8_972)) {
                    for (int i = 0; i < length; i++) {
                        socket.payload().put(i, (byte) (i * 7));
                    }
                    Recorder seen = new Recorder();
                    InetAddress target = InetAddress.getByName(LOOPBACK.get(family));
                    assertEquals(0, socket.send(target, IDENTIFIER, 2, length));
                    seen.readUntilReply(socket, poller);
                    byte[] expected = new byte[length];
                    socket.payload().get(0, expected);
                    assertArrayEquals(expected, seen.payload);
                }
                assertThrows(
                        IllegalArgumentException.class,
                        () -> socket.send(InetAddress.getLoopbackAddress(), IDENTIFIER, 2, 8_973));
            }
        }
    }

    @Test
    void shouldReadAtMostABatchWhenMoreWaits() throws Exception {
        try (IcmpSocket socket = open(Family.IPV4, false, 4)) {
            SocketPoller poller = new SocketPoller(List.of(socket));
            for (int i = 0; i < 9; i++) {
                assertEquals(0, socket.send(InetAddress.getLoopbackAddress(), IDENTIFIER, i, 8));
            }
            Recorder seen = new Recorder();
            Awaitility.await().until(() -> {
                poller.await(SECOND / 10);
                int count = socket.readReplies(seen);
                assertTrue(count <= 4);
                return seen.sequences.size() >= 9;
            });
        }
    }

    @Test
    void shouldCountDropsWhenTheReceiveBufferIsFull() throws Exception {
        IcmpSocketSettings tiny = new IcmpSocketSettings(Role.PROBER, Wanted.ANY, 56, 8, 4_096, false);
        try (IcmpSocket socket = Needs.socket(IcmpSocket.open(Family.IPV4, tiny), "drops")) {
            assertEquals(0, socket.send(InetAddress.getLoopbackAddress(), IDENTIFIER, 1, 56));
            new Recorder().readUntilReply(socket, new SocketPoller(List.of(socket)));
            int before = socket.droppedByKernel();
            for (int i = 0; i < 1_000; i++) {
                assertEquals(0, socket.send(InetAddress.getLoopbackAddress(), IDENTIFIER, i, 56));
            }
            assertTrue(socket.droppedByKernel() - before > 0);
        }
    }

    @Test
    void shouldAnswerAnErrorNumberWhenThereIsNoWay() throws Exception {
        try (IcmpSocket socket = open(Family.IPV4, true, 4)) {
            int errno = socket.send(InetAddress.getByName("255.255.255.255"), 1, 1, 8);
            assertEquals(Errno.EACCES, errno);
            assertEquals("permission denied (EACCES)", Errno.sentence(errno));
            // A failed send starts the keys again on both sides, and stamps still find their packet.
            SocketPoller poller = new SocketPoller(List.of(socket));
            Awaitility.await().until(() -> exchange(socket, poller, 7).stamped());
        }
    }

    @Test
    void shouldWaitNoLongerThanAskedWhenNothingComes() {
        try (IcmpSocket socket = open(Family.IPV4, false, 4)) {
            SocketPoller poller = new SocketPoller(List.of(socket));
            long before = MonotonicClock.SYSTEM.nowNs();
            boolean ready = poller.await(3_000_000);
            assertTrue(ready || MonotonicClock.SYSTEM.nowNs() - before >= 3_000_000);
            assertFalse(poller.await(-1) && !ready);
        }
    }

    @Test
    void shouldRefuseSettingsWhenOutOfRange() {
        assertThrows(IllegalArgumentException.class, () -> settings(-1, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> settings(65_001, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> settings(0, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> settings(0, 1_025, 1));
        assertThrows(IllegalArgumentException.class, () -> settings(0, 1, 0));
        assertThrows(
                IllegalArgumentException.class,
                () -> new IcmpSocketSettings(Role.RESPONDER, Wanted.ANY, 0, 1, 1, false));
        settings(65_000, 1_024, 1);
    }

    private static IcmpSocketSettings settings(int payload, int batch, int buffer) {
        return new IcmpSocketSettings(Role.PROBER, Wanted.ANY, payload, batch, buffer, true);
    }

    private static IcmpSocket open(Family family, boolean sendStamps, int batch) {
        IcmpSocketSettings how = new IcmpSocketSettings(Role.PROBER, Wanted.RAW, 8_972, batch, 1 << 20, sendStamps);
        return Needs.socket(IcmpSocket.open(family, how), "ICMP socket");
    }

    private static Recorder exchange(IcmpSocket socket, SocketPoller poller, int sequence) throws Exception {
        Recorder seen = new Recorder();
        InetAddress target = InetAddress.getByName(LOOPBACK.get(socket.family()));
        assertEquals(0, socket.send(target, IDENTIFIER, sequence, 16));
        seen.readUntilReply(socket, poller);
        return seen;
    }

    /** Keeps what it is given. */
    private static final class Recorder implements EchoListener {
        final long beforeUnixNs = WallClock.SYSTEM.nowUnixNs();
        final List<Integer> sequences = new ArrayList<>();
        final List<Long> replyStamps = new ArrayList<>();
        final Map<Integer, Long> sendStamps = new TreeMap<>();
        byte[] payload = {};

        void readUntilReply(IcmpSocket socket, SocketPoller poller) {
            Awaitility.await().until(() -> {
                poller.await(SECOND / 10);
                socket.readErrors(this);
                socket.readReplies(this);
                return !sequences.isEmpty();
            });
        }

        boolean stamped() {
            return !sendStamps.isEmpty() && replyStamps.get(0) != EchoPacket.NO_STAMP;
        }

        @Override
        public void onBatch(int packets) {
            assertTrue(packets > 0);
        }

        @Override
        public void onReply(IcmpSocket socket, EchoPacket reply) {
            if (reply.identifier() != IDENTIFIER) {
                // Another program's: a raw socket sees them all.
                return;
            }
            sequences.add(reply.sequence());
            replyStamps.add(reply.stampUnixNs());
            payload = new byte[reply.payloadBytes()];
            for (int i = 0; i < payload.length; i++) {
                payload[i] = reply.payloadByte(i);
            }
        }

        @Override
        public void onSendStamp(IcmpSocket socket, int sendKey, long stampUnixNs) {
            sendStamps.put(sendKey, stampUnixNs);
        }

        @Override
        public void onError(IcmpSocket socket, EchoPacket request, int type, int code) {
            throw new AssertionError("an ICMP error on loopback: " + type + "/" + code);
        }
    }
}
