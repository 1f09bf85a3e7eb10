package io.kerbstone.rigs.stamp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.kerbstone.measurement.DeviceReadings;
import io.kerbstone.measurement.Observation;
import io.kerbstone.measurement.Outcome;
import io.kerbstone.measurement.Outcome.LossReason;
import io.kerbstone.settings.Secret;
import io.kerbstone.stamp.Network;
import io.kerbstone.stamp.ReflectorOpening;
import io.kerbstone.stamp.ReflectorSettings;
import io.kerbstone.stamp.SessionReflector;
import io.kerbstone.stamp.SessionSender;
import io.kerbstone.stamp.SessionTarget;
import io.kerbstone.time.ClockState;
import io.kerbstone.time.MonotonicClock;
import io.kerbstone.time.WallClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Our sender and our reflector against a peer written from the RFC in another language, over loopback. */
final class StampPeerTest {
    private static final long MS = 1_000_000;
    private static final long WAITING_NS = 500 * MS;
    private static final long GAP_NS = 5 * MS;
    private static final int FIRST = 4_096;
    private static final String KEY = "street light";

    @TempDir
    private Path folder;

    private final List<Observation> observations = new ArrayList<>();
    private final List<DeviceReadings> facts = new ArrayList<>();

    @Test
    void shouldAgreeWithItsReflectorInBothModesAndBothKinds() throws Exception {
        for (String key : new String[] {"", KEY}) {
            for (boolean isStateful : new boolean[] {true, false}) {
                observations.clear();
                facts.clear();
                JsonNode truth = measure(40, key, isStateful ? new String[] {"--stateful"} : new String[] {});
                assertEquals(40, truth.get("received").asInt());
                assertEquals(0, truth.get("refused").asInt());
                assertEquals(1, truth.get("ssids").size(), "one session");
                assertTrue(truth.get("ssids").get(0).asInt() > 0);
                for (Observation observation : observations) {
                    Outcome.Replied replied = assertInstanceOf(Outcome.Replied.class, observation.outcome());
                    assertTrue(replied.roundTripNs() < WAITING_NS, replied.toString());
                }
                assertEquals(
                        isStateful ? "stateful" : "stateless",
                        facts.get(0).readings().get(0).text());
                assertTrue(facts.get(0).readings().stream()
                        .anyMatch(reading -> reading.series().equals("oneWay/return/p50")));
            }
        }
    }

    @Test
    void shouldTellTheDirectionOfEachLoss() throws Exception {
        for (String direction : new String[] {"forward", "return"}) {
            observations.clear();
            JsonNode truth = measure(
                    550, "", "--stateful", "--seed", "7", "--" + direction, "0.15", "--until", "" + (FIRST + 300));
            Map<Integer, LossReason> wanted = new TreeMap<>();
            truth.get("forward").forEach(one -> wanted.put(one.asInt(), LossReason.LOST_FORWARD));
            truth.get("return").forEach(one -> wanted.put(one.asInt(), LossReason.LOST_RETURN));
            assertTrue(wanted.size() > 20, "enough were lost to show something");
            assertEquals(wanted, lost(), direction);
        }
    }

    @Test
    void shouldCountBothDirectionsWhenBothLose() throws Exception {
        JsonNode truth = measure(
                550,
                KEY,
                "--stateful",
                "--seed",
                "8",
                "--forward",
                "0.1",
                "--return",
                "0.1",
                "--until",
                "" + (FIRST + 300));
        List<LossReason> lost = List.copyOf(lost().values());
        assertEquals(
                truth.get("forward").size(),
                lost.stream().filter(LossReason.LOST_FORWARD::equals).count());
        assertEquals(
                truth.get("return").size(),
                lost.stream().filter(LossReason.LOST_RETURN::equals).count());
        assertEquals(truth.get("forward").size() + truth.get("return").size(), lost.size());
    }

    @Test
    void shouldNotGuessTheDirectionOfAStatelessReflector() throws Exception {
        JsonNode truth = measure(250, "", "--seed", "9", "--return", "0.15", "--until", "" + (FIRST + 150));
        assertTrue(truth.get("return").size() > 5);
        assertEquals(truth.get("return").size(), lost().size());
        assertTrue(lost().values().stream().allMatch(LossReason.TIMEOUT::equals));
    }

    @Test
    void shouldAnswerItsSenderInBothModesAndBothKinds() throws Exception {
        for (String key : new String[] {"", KEY}) {
            for (boolean isStateful : new boolean[] {true, false}) {
                JsonNode answers = askUs(key, key, isStateful).get("answers");
                assertEquals(5, answers.size());
                for (int i = 0; i < 5; i++) {
                    JsonNode answer = answers.get(i);
                    assertEquals(i, answer.get("own").asInt());
                    assertEquals(i, answer.get("sequence").asInt());
                    assertEquals(4711, answer.get("ssid").asInt());
                    assertEquals(77, answer.get("ttl").asInt());
                    assertEquals(120, answer.get("length").asInt());
                    assertTrue(answer.get("t1Same").asBoolean());
                    assertTrue(
                            answer.get("before").asDouble() <= answer.get("t2").asDouble() + 1e-5);
                    assertTrue(answer.get("t2").asDouble() <= answer.get("t3").asDouble());
                    assertTrue(
                            answer.get("t3").asDouble() <= answer.get("after").asDouble() + 1e-5);
                    assertTrue(answer.get("synchronised").asBoolean()
                            && !answer.get("ptp").asBoolean());
                    assertTrue(answer.get("multiplier").asInt() > 0);
                }
            }
        }
    }

    @Test
    void shouldNotAnswerItsSenderWithAnotherKey() throws Exception {
        JsonNode answers = askUs(KEY, "another", true).get("answers");
        answers.forEach(answer -> assertTrue(answer.isNull()));
    }

    /** Sends so many packets to a reflector of the peer's; what it says happened. */
    private JsonNode measure(int count, String key, String... how) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("reflect", "--key", key));
        arguments.addAll(List.of(how));
        try (StampPeer peer = StampPeer.start(folder, arguments.toArray(String[]::new));
                SessionSender sender =
                        new SessionSender(MonotonicClock.SYSTEM, WallClock.SYSTEM, StampPeerTest::clock, facts::add)) {
            SessionTarget target = new SessionTarget(
                    "path",
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), peer.port()),
                    key.isEmpty() ? 44 : 112,
                    0,
                    Secret.of(key),
                    WAITING_NS);
            long dueNs = MonotonicClock.SYSTEM.nowNs();
            for (int i = 0; i < count; i++) {
                pollUntil(sender, dueNs, Integer.MAX_VALUE);
                sender.send(target, dueNs, observations::add);
                dueNs += GAP_NS;
            }
            pollUntil(sender, dueNs + 20 * WAITING_NS, count);
            sender.stop();
            assertEquals(count, observations.size());
            return peer.answer();
        }
    }

    private void pollUntil(SessionSender sender, long untilNs, int count) {
        long leftNs = untilNs - MonotonicClock.SYSTEM.nowNs();
        while (leftNs > 0 && observations.size() < count) {
            sender.poll(Math.min(leftNs, 20 * MS));
            leftNs = untilNs - MonotonicClock.SYSTEM.nowNs();
        }
    }

    /** The lost ones by their numbers: observations name the time of sending, and numbers rise with it. */
    private Map<Integer, LossReason> lost() {
        List<Observation> inOrder = new ArrayList<>(observations);
        inOrder.sort((a, b) -> Long.compare(a.sentAtNs(), b.sentAtNs()));
        Map<Integer, LossReason> lost = new TreeMap<>();
        for (int i = 0; i < inOrder.size(); i++) {
            if (inOrder.get(i).outcome() instanceof Outcome.Lost was) {
                lost.put(FIRST + i, was.reason());
            }
        }
        return lost;
    }

    /** What the peer's sender has to say of our reflector. */
    private JsonNode askUs(String ourKey, String itsKey, boolean isStateful) throws IOException, InterruptedException {
        ReflectorSettings settings = new ReflectorSettings(
                List.of(InetAddress.getLoopbackAddress()),
                0,
                List.of(Network.parse("127.0.0.0/8").orElseThrow()),
                Secret.of(ourKey),
                isStateful,
                1_000,
                10);
        SessionReflector reflector = assertInstanceOf(
                        ReflectorOpening.Opened.class,
                        SessionReflector.open(settings, MonotonicClock.SYSTEM, WallClock.SYSTEM, StampPeerTest::clock))
                .reflector();
        Thread thread = new Thread(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                reflector.poll(20 * MS);
            }
            reflector.close();
        });
        thread.start();
        String count = ourKey.equals(itsKey) ? "5" : "1";
        String port = Integer.toString(reflector.port());
        try (StampPeer peer = StampPeer.start(
                folder, "send", "--port", port, "--key", itsKey, "--count", count, "--size", "120", "--ssid", "4711")) {
            return peer.answer();
        } finally {
            thread.interrupt();
            thread.join();
        }
    }

    private static ClockState clock() {
        return new ClockState("boot", 0, 0, true, 5_000_000);
    }
}
