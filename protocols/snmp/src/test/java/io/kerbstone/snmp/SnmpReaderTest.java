package io.kerbstone.snmp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kerbstone.measurement.Observation;
import io.kerbstone.measurement.Oid;
import io.kerbstone.measurement.Outcome;
import io.kerbstone.measurement.Varbind;
import io.kerbstone.settings.Secret;
import io.kerbstone.settings.SnmpAccess;
import io.kerbstone.snmp.SnmpAnswer.Ending;
import io.kerbstone.snmp.SnmpAnswer.Failed;
import io.kerbstone.snmp.SnmpAnswer.Values;
import io.kerbstone.snmp.responder.Recording;
import io.kerbstone.snmp.responder.SnmpResponder;
import io.kerbstone.time.MonotonicClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.snmp4j.PDU;
import org.snmp4j.smi.Integer32;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.VariableBinding;

/** The reader against devices that answer nonsense, too much, or nothing. */
@Timeout(120)
final class SnmpReaderTest {
    private static final long PATIENCE_MS = 8_000;
    private static final long SHORT_MS = 300;
    private static final Oid ROOT = Oid.parse("1.3.6.1.2.1.2.2.1.1");
    private static final WalkLimits LIMITS = new WalkLimits(50, 10, PATIENCE_MS, PATIENCE_MS);

    private SnmpReader reader;

    @BeforeEach
    void open() throws IOException {
        reader = SnmpReader.open(MonotonicClock.SYSTEM);
    }

    @AfterEach
    void close() throws IOException {
        reader.close();
    }

    @Test
    void shouldStopWithAMarkWhenAWalkDoesNotIncrease() throws IOException {
        try (NastyDevice device =
                NastyDevice.answering(request -> rows(ROOT.append(7), ROOT.append(8), ROOT.append(7)))) {
            Values walked = walk(device);
            assertEquals(Ending.NOT_INCREASING, walked.ending());
            assertEquals(2, walked.varbinds().size());
            assertTrue(walked.note().contains(ROOT.append(7).toString()), walked.note());
        }
    }

    @Test
    void shouldStopAtTheLimitWhenAWalkNeverEnds() throws IOException {
        AtomicInteger next = new AtomicInteger();
        try (NastyDevice device = NastyDevice.answering(request -> rows(ROOT.append(next.incrementAndGet())))) {
            Values walked = walk(device);
            assertEquals(Ending.ROW_LIMIT, walked.ending());
            assertEquals(LIMITS.rowsMax(), walked.varbinds().size());
            assertEquals(LIMITS.rowsMax() + 1, next.get());
        }
    }

    @Test
    void shouldStopAtTheLimitWhenValuesAreHuge() throws IOException {
        AtomicInteger next = new AtomicInteger();
        try (NastyDevice device = NastyDevice.answering(request -> {
            PDU answer = new PDU();
            answer.add(
                    new VariableBinding(oid(ROOT.append(next.incrementAndGet())), new OctetString(new byte[60_000])));
            return answer;
        })) {
            SnmpAnswer answer = reader.walk(
                            device.target(), List.of(ROOT), new WalkLimits(4_096, 10, PATIENCE_MS, 60_000))
                    .join();
            Values walked = assertInstanceOf(Values.class, answer, answer::toString);
            assertEquals(Ending.ROW_LIMIT, walked.ending());
            assertEquals(Walk.BYTES_MAX / 60_000, walked.varbinds().size());
        }
    }

    @Test
    void shouldKeepWhatCameWhenTheDeviceFallsSilent() throws IOException {
        AtomicInteger requests = new AtomicInteger();
        try (NastyDevice device = NastyDevice.answering(
                request -> requests.incrementAndGet() == 1 ? rows(ROOT.append(1), ROOT.append(2)) : null)) {
            Values walked =
                    (Values) reader.walk(device.target(), List.of(ROOT), new WalkLimits(50, 10, 2_000, PATIENCE_MS))
                            .join();
            assertEquals(Ending.BROKEN_OFF, walked.ending());
            assertEquals(2, walked.varbinds().size());
            assertEquals(2, requests.get(), "a request was sent again");
        }
    }

    @Test
    void shouldAskForLessWhenTheAnswerIsTooBig() throws IOException {
        List<Integer> repetitions = Collections.synchronizedList(new ArrayList<>());
        try (NastyDevice device = NastyDevice.answering(request -> {
            repetitions.add(request.getMaxRepetitions());
            PDU answer = rows(Oid.parse("1.3.9"));
            if (request.getMaxRepetitions() > 2) {
                answer.clear();
                answer.setErrorStatus(PDU.tooBig);
            }
            return answer;
        })) {
            assertEquals(Ending.COMPLETE, walk(device).ending());
            assertEquals(List.of(10, 5, 2), repetitions);
        }
    }

    @Test
    void shouldFailWhenTheAnswerIsEmptyOrAnother() throws IOException {
        try (NastyDevice device = NastyDevice.answering(request -> new PDU())) {
            SnmpAnswer walked =
                    reader.walk(device.target(), List.of(ROOT), LIMITS).join();
            assertEquals(Failure.MALFORMED, failed(walked).failure());
            SnmpAnswer got =
                    reader.get(device.target(), List.of(ROOT), PATIENCE_MS).join();
            assertEquals(Failure.MALFORMED, failed(got).failure());
            assertEquals(
                    new Outcome.Lost(Outcome.LossReason.INVALID_REPLY),
                    reader.probe("p", device.target(), PATIENCE_MS).join().outcome());
        }
    }

    @Test
    void shouldNotLookFurtherWhenMoreComesThanWasAskedFor() throws IOException {
        Oid[] many = new Oid[40];
        java.util.Arrays.setAll(many, i -> ROOT.append(i + 1));
        AtomicInteger requests = new AtomicInteger();
        try (NastyDevice device = NastyDevice.answering(
                request -> requests.incrementAndGet() == 1 ? rows(many) : rows(Oid.parse("1.3.9")))) {
            assertEquals(LIMITS.repetitions(), walk(device).varbinds().size());
        }
    }

    @Test
    void shouldLoseTheProbeWhenSysUpTimeIsNoTime() throws IOException {
        try (NastyDevice device = NastyDevice.answering(request -> {
            PDU answer = new PDU();
            answer.add(new VariableBinding(request.get(0).getOid(), new OctetString("yesterday")));
            return answer;
        })) {
            assertEquals(
                    new Outcome.Lost(Outcome.LossReason.INVALID_REPLY),
                    reader.probe("p", device.target(), PATIENCE_MS).join().outcome());
        }
    }

    @Test
    void shouldGoOnWhenADeviceAnswersRandomBytes() throws IOException {
        try (Noise noise = new Noise(42);
                NastyDevice good = NastyDevice.answering(request -> rows(Oid.parse("1.3.9")))) {
            List<CompletableFuture<SnmpAnswer>> answers = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                answers.add(reader.get(noise.target(), List.of(ROOT), 1_000));
                answers.add(reader.walk(noise.target(), List.of(ROOT), new WalkLimits(9, 3, 1_000, 1_000)));
            }
            answers.forEach(answer -> answer.orTimeout(60, TimeUnit.SECONDS).join());
            assertEquals(0, reader.outstanding());
            assertEquals(Ending.COMPLETE, walk(good).ending());
        }
    }

    @Test
    void shouldSayOnceThatNothingWasSentWhenTheSystemRefuses() throws IOException {
        // Nobody can send to port 0; the waiting time is over before the good device has answered.
        SnmpTarget nowhere = new SnmpTarget(InetAddress.getLoopbackAddress(), SnmpAccess.v2c(0, Secret.of("x")));
        SnmpAnswer answer = reader.walk(nowhere, List.of(ROOT), new WalkLimits(9, 3, 50, 50))
                .join();
        assertEquals(Failure.NOT_SENT, failed(answer).failure(), answer::toString);
        assertEquals(
                new Outcome.NotMeasured(Outcome.NotMeasuredReason.NOT_SENT),
                reader.probe("p", nowhere, 50).join().outcome());
        try (NastyDevice silent = NastyDevice.answering(request -> null)) {
            assertEquals(
                    Failure.TIMEOUT,
                    failed(reader.get(silent.target(), List.of(ROOT), SHORT_MS).join())
                            .failure());
        }
        assertEquals(0, reader.outstanding());
    }

    @Test
    void shouldReadOverIpv6WhenTheMachineHasIt() throws IOException {
        byte[] one = new byte[16];
        one[15] = 1;
        InetAddress loopback = InetAddress.getByAddress(one);
        Recording recording = Recording.parse("1.3.6.1.2.1.1.3.0|67|5");
        try (SnmpResponder responder = SnmpResponder.open(
                new SnmpResponder.Config(Map.of("c", recording), new InetSocketAddress(loopback, 0), () -> true),
                MonotonicClock.SYSTEM)) {
            SnmpTarget target =
                    new SnmpTarget(loopback, SnmpAccess.v2c(responder.address().getPort(), Secret.of("c")));
            assertInstanceOf(
                    Outcome.Replied.class,
                    reader.probe("p", target, PATIENCE_MS).join().outcome());
        } catch (BindException e) {
            System.err.println("SKIPPED: SNMP over IPv6 because this machine has no ::1");
            Assumptions.abort("no IPv6");
        }
    }

    @Test
    void shouldRefuseWorkWhenTooMuchIsUnderWay() throws IOException {
        try (NastyDevice silent = NastyDevice.answering(request -> null)) {
            List<CompletableFuture<SnmpAnswer>> answers = new ArrayList<>();
            for (int i = 0; i < SnmpReader.OUTSTANDING_MAX; i++) {
                answers.add(reader.get(silent.target(), List.of(ROOT), 2_000));
            }
            assertEquals(SnmpReader.OUTSTANDING_MAX, reader.outstanding());
            SnmpAnswer over = reader.get(silent.target(), List.of(ROOT), 1).join();
            assertEquals(Failure.OVERLOADED, failed(over).failure());
            Observation probe = reader.probe("p", silent.target(), 1).join();
            assertEquals(new Outcome.NotMeasured(Outcome.NotMeasuredReason.IN_FLIGHT_FULL), probe.outcome());
            answers.forEach(answer ->
                    assertEquals(Failure.TIMEOUT, failed(answer.join()).failure()));
            assertEquals(0, reader.outstanding());
        }
    }

    @Test
    void shouldAnswerWhatIsUnderWayWhenClosed() throws IOException {
        try (NastyDevice silent = NastyDevice.answering(request -> null)) {
            CompletableFuture<SnmpAnswer> open = reader.get(silent.target(), List.of(ROOT), 60_000);
            CompletableFuture<Observation> probe = reader.probe("p", silent.target(), 60_000);
            reader.close();
            assertInstanceOf(Failed.class, open.join());
            assertInstanceOf(Outcome.NotMeasured.class, probe.join().outcome());
            SnmpAnswer late = reader.get(silent.target(), List.of(ROOT), 1).join();
            assertEquals(Failure.CLOSED, failed(late).failure());
        }
    }

    @Test
    void shouldRejectWhatNoCallerMayAsk() {
        SnmpTarget target = new SnmpTarget(InetAddress.getLoopbackAddress(), SnmpAccess.v2c(9, Secret.of("x")));
        List<Oid> over = Collections.nCopies(SnmpReader.OIDS_PER_GET_MAX + 1, ROOT);
        assertThrows(IllegalArgumentException.class, () -> reader.get(target, over, 1));
        assertThrows(IllegalArgumentException.class, () -> reader.get(target, List.of(), 1));
        assertThrows(IllegalArgumentException.class, () -> new WalkLimits(1, WalkLimits.REPETITIONS_MAX + 1, 1, 1));
    }

    @Test
    void shouldForgetTheEldestWhenThereAreTooManyPeers() {
        Peers peers = new Peers();
        for (int port = 1; port <= Peers.PEERS_MAX + 5; port++) {
            peers.of(new SnmpTarget(InetAddress.getLoopbackAddress(), SnmpAccess.v2c(port, Secret.of("x"))));
        }
        assertEquals(Peers.PEERS_MAX, peers.size());
    }

    private Values walk(NastyDevice device) {
        SnmpAnswer answer = reader.walk(device.target(), List.of(ROOT), LIMITS).join();
        return assertInstanceOf(Values.class, answer, answer::toString);
    }

    private static Failed failed(SnmpAnswer answer) {
        return assertInstanceOf(Failed.class, answer, answer::toString);
    }

    private static PDU rows(Oid... oids) {
        PDU answer = new PDU();
        for (Oid oid : oids) {
            answer.add(new VariableBinding(oid(oid), new Integer32(1)));
        }
        return answer;
    }

    private static OID oid(Oid oid) {
        return new OID(oid.toIntArray());
    }

    /** Answers with what was asked, made a response, with some bytes wrong or missing; from one seed. */
    private static final class Noise implements AutoCloseable {
        private final DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        private final Random random;
        private final Thread thread = new Thread(this::answer, "noise");

        Noise(long seed) throws SocketException {
            random = new Random(seed);
            thread.setDaemon(true);
            thread.start();
        }

        SnmpTarget target() {
            return new SnmpTarget(
                    InetAddress.getLoopbackAddress(), SnmpAccess.v2c(socket.getLocalPort(), Secret.of("x")));
        }

        private void answer() {
            DatagramPacket packet = new DatagramPacket(new byte[2_000], 2_000);
            while (!socket.isClosed()) {
                try {
                    socket.receive(packet);
                    byte[] bytes = packet.getData().clone();
                    int length = packet.getLength();
                    for (int i = 0; i < length; i++) {
                        if (bytes[i] == (byte) PDU.GET || bytes[i] == (byte) PDU.GETBULK) {
                            bytes[i] = (byte) PDU.RESPONSE;
                        }
                    }
                    for (int i = random.nextInt(4); i > 0; i--) {
                        bytes[2 + random.nextInt(length - 2)] = (byte) random.nextInt();
                    }
                    int sent = random.nextInt(4) == 0 ? random.nextInt(length + 1) : length;
                    socket.send(new DatagramPacket(bytes, sent, packet.getSocketAddress()));
                } catch (SocketException e) {
                    return;
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }

        @Override
        public void close() {
            socket.close();
        }
    }

    @Test
    void shouldGiveEachTypeWhenAnswered() throws IOException {
        try (NastyDevice device = NastyDevice.answering(request -> {
            PDU answer = new PDU();
            request.getVariableBindings()
                    .forEach(binding ->
                            answer.add(new VariableBinding(binding.getOid(), new org.snmp4j.smi.Counter64(-1L))));
            return answer;
        })) {
            Values got = (Values)
                    reader.get(device.target(), List.of(ROOT), PATIENCE_MS).join();
            assertEquals(
                    Varbind.ofNumber(ROOT, Varbind.Type.COUNTER64, -1L),
                    got.varbinds().get(0));
        }
    }
}
