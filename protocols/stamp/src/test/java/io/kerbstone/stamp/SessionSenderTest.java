package io.kerbstone.stamp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kerbstone.measurement.DeviceReadings;
import io.kerbstone.measurement.Observation;
import io.kerbstone.measurement.Outcome;
import io.kerbstone.measurement.Outcome.LossReason;
import io.kerbstone.measurement.Reading;
import io.kerbstone.settings.Secret;
import io.kerbstone.time.ClockState;
import io.kerbstone.time.MonotonicClock;
import io.kerbstone.time.WallClock;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A sender over loopback: against our reflector, and against sockets that misbehave. */
final class SessionSenderTest {
    private static final long MS = 1_000_000;
    private static final long WAITING_NS = 1_000 * MS;

    private final List<Observation> observations = new ArrayList<>();
    private final List<DeviceReadings> facts = new ArrayList<>();
    private boolean isSynchronised = true;

    @Test
    void shouldMeasureInBothModesWithAKnownError() throws IOException {
        for (Secret key : new Secret[] {Secret.NONE, Secret.of("street light")}) {
            observations.clear();
            facts.clear();
            try (SessionReflector reflector = reflector(key);
                    SessionSender sender = sender()) {
                for (int i = 0; i < 20; i++) {
                    sender.send(target(reflector.port(), key), 0, observations::add);
                    reflector.poll(1_000 * MS);
                    pollUntil(sender, i + 1);
                }
                sender.stop();
                for (Observation observation : observations) {
                    Outcome.Replied replied = assertInstanceOf(Outcome.Replied.class, observation.outcome());
                    assertTrue(replied.roundTripNs() < 100 * MS, "without the time at the reflector: " + replied);
                    assertTrue(replied.errorBoundNs() > 0);
                }
                Map<String, Double> numbers = numbers();
                assertTrue(numbers.get("residence/mean") > 0);
                assertTrue(numbers.get("oneWay/forward/p50") < 0.1, "from the kernel to the kernel");
                assertTrue(numbers.get("oneWay/errorBound") >= 0.010, "both clocks say 5 ms");
                assertEquals("stateful", facts.get(0).readings().get(0).text());
            }
        }
    }

    @Test
    void shouldSayNothingOfOneWayWhileAClockIsNotSynchronised() throws IOException {
        isSynchronised = false;
        try (SessionReflector reflector = reflector(Secret.NONE);
                SessionSender sender = sender()) {
            sender.send(target(reflector.port(), Secret.NONE), 0, observations::add);
            reflector.poll(1_000 * MS);
            pollUntil(sender, 1);
            sender.stop();
            assertTrue(numbers().containsKey("residence/mean"));
            assertTrue(numbers().keySet().stream().noneMatch(series -> series.startsWith("oneWay")));
        }
    }

    @Test
    void shouldTellRefusedFromSilence() throws IOException {
        int free;
        try (DatagramSocket socket = loopback()) {
            free = socket.getLocalPort();
        }
        try (SessionSender sender = sender()) {
            sender.send(target(free, Secret.NONE), 0, observations::add);
            pollUntil(sender, 1);
            assertEquals(
                    new Outcome.Lost(LossReason.REFUSED), observations.get(0).outcome());
        }
        try (DatagramSocket silent = loopback();
                SessionSender sender = sender()) {
            sender.send(target(silent.getLocalPort(), Secret.NONE), 0, observations::add);
            pollUntil(sender, 2);
            assertEquals(
                    new Outcome.Lost(LossReason.TIMEOUT), observations.get(1).outcome());
        }
    }

    @Test
    void shouldNotTakeAForgedAnswer() throws IOException {
        Secret key = Secret.of("street light");
        try (DatagramSocket forger = loopback();
                SessionSender sender = sender()) {
            sender.send(target(forger.getLocalPort(), key), 0, observations::add);
            DatagramPacket request = new DatagramPacket(new byte[200], 200);
            forger.receive(request);
            byte[] asked = Arrays.copyOf(request.getData(), request.getLength());
            SenderPacket fields = ((Decoding.Good<SenderPacket>) new PacketCodec(key).decodeSender(asked)).packet();
            byte[] answer = new PacketCodec(Secret.of("other"))
                    .encode(
                            new ReflectedPacket(
                                    0, 1, 1, fields.sessionId(), 1, fields.sequence(), fields.timestamp(), 1, 64),
                            asked);
            forger.send(new DatagramPacket(answer, answer.length, request.getSocketAddress()));
            pollUntil(sender, 1);
            assertEquals(
                    new Outcome.Lost(LossReason.INVALID_REPLY),
                    observations.get(0).outcome());
        }
    }

    @Test
    void shouldCountLateAndDoubledAnswersApart() throws IOException {
        PacketCodec codec = new PacketCodec(Secret.NONE);
        try (DatagramSocket peer = loopback();
                SessionSender sender = sender()) {
            sender.send(target(peer.getLocalPort(), Secret.NONE), 0, observations::add);
            DatagramPacket first = receive(peer);
            answer(peer, codec, first, 0);
            answer(peer, codec, first, 0);
            pollUntil(sender, 1);
            sender.send(target(peer.getLocalPort(), Secret.NONE), 0, observations::add);
            DatagramPacket second = receive(peer);
            long endNs = MonotonicClock.SYSTEM.nowNs() + WAITING_NS;
            while (MonotonicClock.SYSTEM.nowNs() - endNs <= 0) {
                sender.poll(10 * MS);
            }
            answer(peer, codec, second, 1);
            pollUntil(sender, 2);
            sender.stop();
            assertInstanceOf(Outcome.Replied.class, observations.get(0).outcome());
            assertEquals(
                    new Outcome.Lost(LossReason.TIMEOUT), observations.get(1).outcome(), "late is lost");
            assertEquals(1, numbers().get("duplicate"));
            assertEquals(1, numbers().get("late"));
        }
    }

    @Test
    void shouldEndWhatWaitsWhenItsPathIsGone() throws IOException {
        try (DatagramSocket silent = loopback();
                SessionSender sender = sender()) {
            sender.send(target(silent.getLocalPort(), Secret.NONE), 0, observations::add);
            sender.keepOnly(Set.of("other"));
            assertEquals(
                    new Outcome.NotMeasured(Outcome.NotMeasuredReason.STOPPING),
                    observations.get(0).outcome());
        }
    }

    @Test
    void shouldRefuseMoreInFlightThanTheBound() throws IOException {
        try (DatagramSocket silent = loopback();
                SessionSender sender = sender()) {
            for (int i = 0; i <= Session.IN_FLIGHT_MAX; i++) {
                sender.send(target(silent.getLocalPort(), Secret.NONE), 7, observations::add);
            }
            assertEquals(
                    List.of(new Observation(
                            "path", 7, new Outcome.NotMeasured(Outcome.NotMeasuredReason.IN_FLIGHT_FULL))),
                    observations);
        }
    }

    private Map<String, Double> numbers() {
        Map<String, Double> numbers = new TreeMap<>();
        for (Reading reading : facts.get(0).readings()) {
            numbers.put(reading.series(), reading.value());
        }
        return numbers;
    }

    private static DatagramPacket receive(DatagramSocket socket) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[200], 200);
        socket.receive(packet);
        return packet;
    }

    private static void answer(DatagramSocket from, PacketCodec codec, DatagramPacket request, int number)
            throws IOException {
        byte[] asked = Arrays.copyOf(request.getData(), request.getLength());
        SenderPacket fields = ((Decoding.Good<SenderPacket>) codec.decodeSender(asked)).packet();
        byte[] answer = codec.encode(
                new ReflectedPacket(
                        number,
                        fields.timestamp(),
                        1,
                        0,
                        fields.timestamp(),
                        fields.sequence(),
                        fields.timestamp(),
                        1,
                        64),
                asked);
        from.send(new DatagramPacket(answer, answer.length, request.getSocketAddress()));
    }

    private void pollUntil(SessionSender sender, int count) {
        for (int i = 0; i < 1_500 && observations.size() < count; i++) {
            sender.poll(10 * MS);
        }
        assertEquals(count, observations.size());
    }

    private ClockState clock() {
        return new ClockState("boot", 0, 0, isSynchronised, 5_000_000);
    }

    private SessionSender sender() {
        return new SessionSender(MonotonicClock.SYSTEM, WallClock.SYSTEM, this::clock, facts::add);
    }

    private SessionReflector reflector(Secret key) {
        ReflectorSettings settings = new ReflectorSettings(
                List.of(InetAddress.getLoopbackAddress()),
                0,
                List.of(Network.parse("127.0.0.0/8").orElseThrow()),
                key,
                true,
                1_000,
                10);
        return assertInstanceOf(
                        ReflectorOpening.Opened.class,
                        SessionReflector.open(settings, MonotonicClock.SYSTEM, WallClock.SYSTEM, this::clock))
                .reflector();
    }

    private static SessionTarget target(int port, Secret key) {
        int bytes = key.isEmpty() ? 44 : 112;
        return new SessionTarget(
                "path", new InetSocketAddress(InetAddress.getLoopbackAddress(), port), bytes, 0, key, WAITING_NS);
    }

    private static DatagramSocket loopback() throws IOException {
        DatagramSocket socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        socket.setSoTimeout(5_000);
        return socket;
    }
}
