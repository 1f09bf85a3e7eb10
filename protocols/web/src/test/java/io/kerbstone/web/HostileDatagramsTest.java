package io.kerbstone.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kerbstone.measurement.Outcome;
import io.kerbstone.measurement.Outcome.LossReason;
import io.kerbstone.settings.ProbeOptions;
import io.kerbstone.settings.ProbeOptions.Dns.RecordType;
import io.kerbstone.time.MonotonicClock;
import io.kerbstone.time.WallClock;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Servers that forge, damage and cut what they answer: a probe ends with a reason, and the prober goes on. */
class HostileDatagramsTest {
    private static final int ROUNDS = 400;
    private static final byte[] RECORD = {
        (byte) 0xC0, 12, 0, 15, 0, 1, 0, 0, 0, 60, 0, 9, 0, 10, 4, 'm', 'a', 'i', 'l', (byte) 0xC0, 12
    };

    private final WebProber prober = WebProber.open(MonotonicClock.SYSTEM, WallClock.SYSTEM);

    @AfterEach
    void close() {
        prober.close();
    }

    /** Answers each question with the datagrams that the function makes of it. */
    private static final class Server implements AutoCloseable {
        private final DatagramSocket socket;

        Server(Function<byte[], List<byte[]>> answers) throws IOException {
            socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
            new Thread(() -> serve(answers)).start();
        }

        private void serve(Function<byte[], List<byte[]>> answers) {
            byte[] bytes = new byte[1_500];
            try {
                while (true) {
                    DatagramPacket question = new DatagramPacket(bytes, bytes.length);
                    socket.receive(question);
                    byte[] asked = Arrays.copyOf(question.getData(), question.getLength());
                    for (byte[] answer : answers.apply(asked)) {
                        socket.send(new DatagramPacket(answer, answer.length, question.getSocketAddress()));
                    }
                }
            } catch (IOException e) {
                // closed: the test is over
            }
        }

        @Override
        public void close() {
            socket.close(); // ends the thread
        }
    }

    private WebResult askDns(Server server, long waitingTimeMs) throws Exception {
        ProbeOptions.Dns options = new ProbeOptions.Dns(server.socket.getLocalPort(), "street.test", RecordType.MX, "");
        return Ask.one(prober, "x", "127.0.0.1", options, waitingTimeMs);
    }

    private WebResult askNtp(Server server, long waitingTimeMs) throws Exception {
        return Ask.one(prober, "x", "127.0.0.1", new ProbeOptions.Ntp(server.socket.getLocalPort()), waitingTimeMs);
    }

    /** The answer "street.test MX 10 mail.street.test" to a question. */
    private static byte[] goodDns(byte[] question) {
        byte[] answer = Arrays.copyOf(question, question.length + RECORD.length);
        answer[2] |= (byte) 0x80;
        answer[7] = 1;
        System.arraycopy(RECORD, 0, answer, question.length, RECORD.length);
        return answer;
    }

    /** An answer of stratum 2 whose clock is an hour ahead. */
    private static byte[] goodNtp(byte[] question) {
        long aheadUnixNs = WallClock.SYSTEM.nowUnixNs() + 3_600_000_000_000L;
        ByteBuffer answer = ByteBuffer.allocate(NtpPacket.BYTES);
        answer.put((byte) ((4 << 3) | NtpPacket.SERVER)).put((byte) 2).position(4);
        answer.putInt(1 << 15).putInt(1 << 14).putInt(0x7F000001).putLong(1);
        answer.putLong(ByteBuffer.wrap(question).getLong(40));
        answer.putLong(NtpPacket.timeOf(aheadUnixNs)).putLong(NtpPacket.timeOf(aheadUnixNs));
        return answer.array();
    }

    private static byte[] with(byte[] bytes, int at, int value) {
        byte[] copy = bytes.clone();
        copy[at] = (byte) value;
        return copy;
    }

    @Test
    void shouldReadNamesThatPointBackIntoTheMessage() throws Exception {
        try (Server server = new Server(question -> List.of(goodDns(question)))) {
            WebResult result = askDns(server, Ask.PATIENT_MS);

            assertEquals("10 mail.street.test", Ask.text(result, "dns/records"));
        }
    }

    @Test
    void shouldWaitForTheRealAnswerWhenOthersAreForged() throws Exception {
        try (Server server = new Server(question -> {
            byte[] good = goodDns(question);
            byte[] otherId = with(good, 0, good[0] ^ 1);
            byte[] otherName = with(good, 13, 'S' ^ 1);
            byte[] noAnswer = with(good, 2, 1);
            return List.of(otherId, otherName, noAnswer, new byte[3], new byte[0], good);
        })) {
            WebResult result = askDns(server, Ask.PATIENT_MS);

            assertEquals("10 mail.street.test", Ask.text(result, "dns/records"));
            assertEquals(5, prober.counters().foreign());
        }
    }

    @Test
    void shouldTakeNoOtherOriginForOurs() throws Exception {
        try (Server server = new Server(question -> {
            byte[] good = goodNtp(question);
            return List.of(with(good, 30, good[30] ^ 1), new byte[47], new byte[0], good);
        })) {
            WebResult result = askNtp(server, Ask.PATIENT_MS);

            assertEquals(3, prober.counters().foreign());
            assertEquals(3_600, Ask.number(result, "ntp/offset"), 1);
            // Half the delay, a quarter of a second of dispersion, and half of half a second of root delay.
            assertEquals(0.5, Ask.number(result, "ntp/offsetError"), 0.4);
            assertTrue(Ask.number(result, "ntp/offsetError") >= 0.5);
        }
    }

    @Test
    void shouldBeLostAsRefusedWhenAServerSaysGoAway() throws Exception {
        try (Server server = new Server(question -> {
            byte[] kiss = with(with(goodNtp(question), 1, 0), 0, 0xE4);
            ByteBuffer.wrap(kiss).putInt(12, 0x52415445);
            return List.of(kiss);
        })) {
            WebResult result = askNtp(server, Ask.PATIENT_MS);

            Ask.assertLost(LossReason.REFUSED, result);
            assertEquals("RATE", Ask.text(result, "ntp/kiss"));
        }
    }

    @Test
    void shouldBeLostWhenStampsContradictEachOther() throws Exception {
        try (Server server = new Server(question -> {
            byte[] bad = goodNtp(question);
            ByteBuffer.wrap(bad).putLong(40, ByteBuffer.wrap(bad).getLong(32) - (1L << 32));
            return List.of(bad);
        })) {
            Ask.assertLost(LossReason.INVALID_REPLY, askNtp(server, Ask.PATIENT_MS));
        }
    }

    @Test
    void shouldEndWithAReasonWhateverIsDamagedOrCut() throws Exception {
        long seed = Long.getLong("kerbstone.seed", System.nanoTime());
        Random random = new Random(seed);
        try (Server dns = new Server(question -> List.of(damaged(goodDns(question), random)));
                Server ntp = new Server(question -> List.of(damaged(goodNtp(question), random)))) {
            for (int i = 0; i < ROUNDS; i++) {
                assertEnded(askDns(dns, 20), seed);
                assertEnded(askNtp(ntp, 20), seed);
            }
        }
    }

    private static byte[] damaged(byte[] bytes, Random random) {
        for (int flips = random.nextInt(4); flips > 0; flips--) {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return random.nextBoolean() ? bytes : Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
    }

    private static void assertEnded(WebResult result, long seed) {
        Outcome outcome = result.observation().outcome();
        assertNotNull(outcome, () -> "seed " + seed);
        assertTrue(result.facts().size() <= Facts.FACTS_MAX);
        if (outcome instanceof Outcome.Replied replied) {
            assertTrue(replied.roundTripNs() >= 0 && replied.roundTripNs() <= 20_000_000, () -> "seed " + seed);
        }
    }
}
