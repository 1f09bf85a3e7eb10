package io.kerbstone.stamp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kerbstone.settings.Secret;
import io.kerbstone.time.ClockState;
import io.kerbstone.time.MonotonicClock;
import io.kerbstone.time.WallClock;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A reflector on loopback, asked through the JDK's own sockets. */
final class SessionReflectorTest {
    private static final long SECOND = 1_000_000_000L;
    private static final int SILENCE_MS = 200;
    private static final Network LOOPBACK = Network.parse("127.0.0.0/8").orElseThrow();

    private final PacketCodec open = new PacketCodec(Secret.NONE);

    @Test
    void shouldCopyTheNumberWhenStateless() throws IOException {
        try (SessionReflector reflector = reflector(Secret.NONE, false, 1_000, LOOPBACK);
                DatagramSocket sender = sender()) {
            long beforeUnixNs = WallClock.SYSTEM.nowUnixNs();
            ReflectedPacket answer = ask(reflector, sender, open, 41, 44);
            long afterUnixNs = WallClock.SYSTEM.nowUnixNs();
            assertEquals(41, answer.sequence());
            assertEquals(41, answer.senderSequence());
            assertEquals(77, answer.senderTimestamp());
            assertEquals(0x1234, answer.sessionId());
            assertEquals(64, answer.senderTtl(), "as Linux sends");
            long receivedUnixNs = StampTime.unixNs(answer.receiveTimestamp(), false, beforeUnixNs);
            long answeredUnixNs = StampTime.unixNs(answer.timestamp(), false, beforeUnixNs);
            assertTrue(beforeUnixNs <= receivedUnixNs && receivedUnixNs <= answeredUnixNs);
            assertTrue(answeredUnixNs <= afterUnixNs);
            ErrorEstimate estimate = ErrorEstimate.decode(answer.errorEstimate());
            assertTrue(estimate.isSynchronised());
            assertTrue(estimate.errorNs() >= 5_000_000);
            assertEquals(1, reflector.counters().reflected());
            for (int i = 0; i < 200; i++) {
                ask(reflector, sender, open, i, 44);
            }
            // The kernel begins to stamp a moment after the first socket asks for it.
            assertTrue(reflector.counters().withoutStamp() < 100, "stamps are the kernel's");
        }
    }

    @Test
    void shouldNumberEachSessionByItselfWhenStateful() throws IOException {
        try (SessionReflector reflector = reflector(Secret.NONE, true, 1_000, LOOPBACK);
                DatagramSocket one = sender();
                DatagramSocket other = sender()) {
            assertEquals(0, ask(reflector, one, open, 5, 44).sequence());
            assertEquals(1, ask(reflector, one, open, 9, 44).sequence());
            assertEquals(0, ask(reflector, other, open, 9, 44).sequence());
            assertEquals(2, ask(reflector, one, open, 10, 44).sequence());
            assertEquals(2, reflector.counters().sessions());
        }
    }

    @Test
    void shouldAnswerAsLongAsAsked() throws IOException {
        try (SessionReflector reflector = reflector(Secret.NONE, true, 1_000, LOOPBACK);
                DatagramSocket sender = sender()) {
            for (int bytes : new int[] {41, 44, 45, 100, PacketCodec.BYTES_MAX}) {
                ask(reflector, sender, open, bytes, bytes);
            }
            sender.send(packet(reflector, new byte[40]));
            sender.send(packet(reflector, new byte[PacketCodec.BYTES_MAX + 1]));
            sender.send(packet(reflector, new byte[20_000]));
            assertSilent(reflector, sender);
            assertEquals(1, reflector.counters().tooShort());
            assertEquals(2, reflector.counters().tooLong());
        }
    }

    @Test
    void shouldAnswerOnlyWhoHasTheKey() throws IOException {
        Secret key = Secret.of("street light");
        try (SessionReflector reflector = reflector(key, true, 1_000, LOOPBACK);
                DatagramSocket sender = sender()) {
            ask(reflector, sender, new PacketCodec(key), 3, 112);
            sender.send(packet(reflector, new PacketCodec(Secret.of("other")).encode(asked(4), 112)));
            sender.send(packet(reflector, open.encode(asked(5), 112)));
            assertSilent(reflector, sender);
            assertEquals(2, reflector.counters().notAuthentic());
            assertEquals(
                    1, ask(reflector, sender, new PacketCodec(key), 6, 112).sequence(), "the forged did not count");
        }
    }

    @Test
    void shouldIgnoreWhoMayNotAsk() throws IOException {
        Network elsewhere = Network.parse("192.0.2.0/24").orElseThrow();
        try (SessionReflector reflector = reflector(Secret.NONE, true, 1_000, elsewhere);
                DatagramSocket sender = sender()) {
            sender.send(packet(reflector, open.encode(asked(1), 44)));
            assertSilent(reflector, sender);
            assertEquals(1, reflector.counters().notAllowed());
            assertEquals(0, reflector.counters().sessions());
        }
    }

    @Test
    void shouldNotTalkToAnotherReflector() throws IOException {
        try (SessionReflector reflector = reflector(Secret.NONE, false, 1_000, LOOPBACK);
                DatagramSocket same = new DatagramSocket(
                        new InetSocketAddress(InetAddress.getByName("127.0.0.3"), reflector.port()))) {
            same.send(packet(reflector, open.encode(asked(1), 44)));
            assertSilent(reflector, same);
            assertEquals(1, reflector.counters().loops());
        }
    }

    @Test
    void shouldAnswerNoFasterThanTheRate() throws IOException {
        try (SessionReflector reflector = reflector(Secret.NONE, false, 5, LOOPBACK);
                DatagramSocket sender = sender()) {
            for (int i = 0; i < 20; i++) {
                sender.send(packet(reflector, open.encode(asked(i), 44)));
            }
            reflector.poll(SECOND);
            reflector.poll(0);
            assertEquals(5, reflector.counters().reflected());
            assertEquals(15, reflector.counters().rateLimited());
        }
    }

    @Test
    void shouldSayWhyItCannotListen() throws IOException {
        try (SessionReflector reflector = reflector(Secret.NONE, false, 5, LOOPBACK)) {
            ReflectorOpening second = SessionReflector.open(
                    settings(reflector.port(), Secret.NONE, false, 5, LOOPBACK),
                    MonotonicClock.SYSTEM,
                    WallClock.SYSTEM,
                    SessionReflectorTest::clock);
            String sentence =
                    assertInstanceOf(ReflectorOpening.Unavailable.class, second).sentence();
            assertTrue(sentence.contains("choose another address or port"), sentence);
        }
    }

    private static ReflectorSettings settings(int port, Secret key, boolean isStateful, long rate, Network allowed)
            throws IOException {
        return new ReflectorSettings(
                List.of(InetAddress.getLoopbackAddress()), port, List.of(allowed), key, isStateful, rate, 100);
    }

    private static SessionReflector reflector(Secret key, boolean isStateful, long rate, Network allowed)
            throws IOException {
        ReflectorOpening opening = SessionReflector.open(
                settings(0, key, isStateful, rate, allowed),
                MonotonicClock.SYSTEM,
                WallClock.SYSTEM,
                SessionReflectorTest::clock);
        return assertInstanceOf(ReflectorOpening.Opened.class, opening).reflector();
    }

    private static ClockState clock() {
        return new ClockState("boot", 0, 0, true, 5_000_000);
    }

    private static DatagramSocket sender() throws IOException {
        DatagramSocket socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        socket.setSoTimeout(5_000);
        return socket;
    }

    private static SenderPacket asked(int sequence) {
        return new SenderPacket(sequence, 77, 0x0101, 0x1234);
    }

    private static DatagramPacket packet(SessionReflector reflector, byte[] bytes) throws IOException {
        return new DatagramPacket(bytes, bytes.length, InetAddress.getLoopbackAddress(), reflector.port());
    }

    /** Asks and reads the answer; a request shorter than the base is a long one cut, as TWAMP Light sends it. */
    private static ReflectedPacket ask(
            SessionReflector reflector, DatagramSocket sender, PacketCodec codec, int sequence, int bytes)
            throws IOException {
        byte[] whole = codec.encode(asked(sequence), Math.max(codec.mode().baseBytes(), bytes));
        sender.send(packet(reflector, Arrays.copyOf(whole, bytes)));
        reflector.poll(SECOND);
        DatagramPacket answer = new DatagramPacket(new byte[2_000], 2_000);
        sender.receive(answer);
        assertEquals(bytes, answer.getLength(), "as long as asked");
        Decoding<ReflectedPacket> decoding = codec.decodeReflected(Arrays.copyOf(answer.getData(), answer.getLength()));
        assertInstanceOf(Decoding.Good.class, decoding);
        return ((Decoding.Good<ReflectedPacket>) decoding).packet();
    }

    private static void assertSilent(SessionReflector reflector, DatagramSocket sender) throws IOException {
        for (int i = 0; i < 3; i++) {
            reflector.poll(SECOND / 20);
        }
        sender.setSoTimeout(SILENCE_MS);
        assertThrows(SocketTimeoutException.class, () -> sender.receive(new DatagramPacket(new byte[2_000], 2_000)));
        sender.setSoTimeout(5_000);
    }
}
