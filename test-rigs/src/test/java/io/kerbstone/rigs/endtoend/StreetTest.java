package io.kerbstone.rigs.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.kerbstone.rigs.Needs;
import io.kerbstone.rigs.street.Namespace;
import io.kerbstone.rigs.street.Ports;
import io.kerbstone.rigs.street.Program;
import io.kerbstone.rigs.street.Snmpd;
import io.kerbstone.rigs.street.Street;
import io.kerbstone.time.WallClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole street with real processes: a collector, two agents, the machine's snmpd, a target in a network namespace. The
 * target is cut for 90 s, one agent and the collector are killed as by a power cut and started again.
 */
final class StreetTest {
    private static final long INTERVAL_MS = 10_000;
    private static final long CUT_MS = 90_000;
    /** An agent makes a frame a second, so the newest ones are always on their way. */
    private static final long LIVE_FRAMES = 5;

    private static final String A = "agent-a";
    private static final String B = "agent-b";

    @TempDir
    Path folder;

    @Test
    void shouldTellTheTruthThroughCutsAndKills() throws Exception {
        Needs.root();
        Needs.tool("ip");
        Needs.tool("snmpd");
        try (Namespace target = Namespace.open(7);
                Snmpd snmpd = Snmpd.start(folder.resolve("snmpd")).orElseThrow();
                Street street = Street.of(
                        folder.resolve("street"), Ports.free(), "alerts: {hold: 20s, recover: 10s, silent: 15s}")) {
            begin(street, snmpd, target.address());
            await(90, () -> isUp(street, "a-target") && isUp(street, "b-target") && isUp(street, "a-self"));
            long fromMs = intervalStart();

            long cutMs = nowMs();
            target.cut();
            cutAndKill(street, cutMs);
            target.join();
            long joinMs = nowMs();

            await(90, () -> isUp(street, "a-target") && isUp(street, "b-target"));
            await(60, () -> isOver(street, "a-target"));
            long toMs = intervalStart();
            await(60, () -> nowMs() > toMs + INTERVAL_MS && isDrained(street));
            assertLedgers(street, fromMs, toMs, cutMs, joinMs);
            assertReadings(street);
            assertReport(street, fromMs, toMs);
            assertRevokedIsCutOff(street);
            street.stop();
            Evidence.of(street).assertEveryAcknowledgedFrameOnce(A, B);
        }
    }

    private static void begin(Street street, Snmpd snmpd, String target) throws Exception {
        street.startCollector();
        for (String agent : new String[] {A, B}) {
            street.enrol(agent, "");
            street.startAgent(agent);
        }
        street.addPath(path("a-target", A, target));
        street.addPath(path("b-target", B, target));
        street.addPath(path("a-self", A, "127.0.0.1"));
        street.addDevice(snmpd.v2cDevice("snmpd-v2c", A));
        street.addDevice(snmpd.v3Device("snmpd-v3", B));
        street.addGroup(
                "{\"id\":\"points\",\"name\":\"points\",\"policy\":\"vantage\",\"paths\":[\"a-target\",\"b-target\"]}");
    }

    private static String path(String id, String agent, String target) {
        return "{\"id\":\"%s\",\"name\":\"%s\",\"agent\":\"%s\",\"kind\":\"icmp\",\"target\":\"%s\",\"rule\":\"standard\"}"
                .formatted(id, id, agent, target);
    }

    /** While the target is cut: the alert comes; agent B dies for a while and is told as silent; the collector dies. */
    private static void cutAndKill(Street street, long cutMs) throws Exception {
        street.agent(B).kill();
        await(60, () -> isOpen(street, "a-target"));
        await(60, () -> isOpen(street, B));
        street.startAgent(B);
        street.collector().kill();
        street.startCollector();
        await(60, () -> isOver(street, B));
        await(CUT_MS / 1000, () -> nowMs() - cutMs >= CUT_MS);
    }

    private static void assertLedgers(Street street, long fromMs, long toMs, long cutMs, long joinMs) throws Exception {
        JsonNode a = ledger(street, "paths/a-target", fromMs, toMs);
        assertEquals(toMs - fromMs, sum(a), "the four states sum to the period");
        assertTrue(
                Math.abs(a.get("DOWN").asLong() - (joinMs - cutMs)) <= 2 * INTERVAL_MS,
                "DOWN within an interval at each end: " + a);
        assertEquals(0, a.get("UNKNOWN").asLong(), "agent A measured all the time, whoever was killed: " + a);

        JsonNode self = ledger(street, "paths/a-self", fromMs, toMs);
        assertEquals(toMs - fromMs, self.get("UP").asLong(), "nothing happened to this one: " + self);

        JsonNode b = ledger(street, "paths/b-target", fromMs, toMs);
        assertEquals(toMs - fromMs, sum(b));
        assertTrue(b.get("UNKNOWN").asLong() > 0, "nobody measured while agent B was dead: " + b);
        JsonNode group = ledger(street, "groups/points", fromMs, toMs);
        assertEquals(0, group.get("UNKNOWN").asLong(), "somebody measured all the time: " + group);
    }

    private static void assertReadings(Street street) throws Exception {
        for (String device : new String[] {"snmpd-v2c", "snmpd-v3"}) {
            String readings = street.api().text("/api/v1/devices/" + device + "/readings");
            assertTrue(readings.contains("interface/"), device + " has interfaces: " + readings);
            assertTrue(readings.contains("inOctets"), device + " has 64-bit counters: " + readings);
        }
    }

    /** As the network team makes it: exit code 1, because the cut misses the target. */
    private void assertReport(Street street, long fromMs, long toMs) throws Exception {
        String period = Instant.ofEpochMilli(fromMs) + "/" + Instant.ofEpochMilli(toMs);
        Path file = folder.resolve("report.html");
        assertEquals(1, collector(street, "report", "--period", period, "--scope", "points", "-o", file.toString()));
        String html = Files.readString(file);
        assertTrue(html.contains("<svg") && html.contains("a-target"), "the report has its paths and timelines");
    }

    private static void assertRevokedIsCutOff(Street street) throws Exception {
        assertEquals(0, collector(street, "agent", "revoke", B));
        await(
                30,
                () -> !street.api().get("/api/v1/agents/" + B).get("connected").asBoolean());
        assertTrue(street.api().get("/api/v1/agents/" + A).get("connected").asBoolean(), "agent A notices nothing");
        street.agent(B).awaitLine(line -> line.contains("revoked"), 60);
    }

    private static int collector(Street street, String... args) throws Exception {
        List<String> all = new ArrayList<>(List.of(args));
        all.addAll(List.of("--data", street.data().toString()));
        try (Program program = Program.collector(args[0], all.toArray(String[]::new))) {
            return program.awaitExit(90);
        }
    }

    private static JsonNode ledger(Street street, String what, long fromMs, long toMs) throws Exception {
        return street.api()
                .get("/api/v1/" + what + "/indicators?from=" + fromMs + "&to=" + toMs)
                .get("ledgerMs");
    }

    private static long sum(JsonNode ledger) {
        return StreamSupport.stream(ledger.spliterator(), false)
                .mapToLong(JsonNode::asLong)
                .sum();
    }

    private static boolean isUp(Street street, String path) throws Exception {
        return street.api()
                .get("/api/v1/paths/" + path)
                .path("live")
                .path("state")
                .asText()
                .equals("UP");
    }

    private static boolean isOpen(Street street, String subject) throws Exception {
        return alerts(street, subject).anyMatch(alert -> alert.get("open").asBoolean());
    }

    /** Whether there was an alert and none is left. */
    private static boolean isOver(Street street, String subject) throws Exception {
        return alerts(street, subject).findAny().isPresent() && !isOpen(street, subject);
    }

    private static Stream<JsonNode> alerts(Street street, String subject) throws Exception {
        JsonNode all = street.api().get("/api/v1/alerts?state=all").get("alerts");
        return StreamSupport.stream(all.spliterator(), false)
                .filter(alert -> alert.path("subject").path("id").asText().equals(subject));
    }

    private static boolean isDrained(Street street) throws Exception {
        return Evidence.pending(street, A) <= LIVE_FRAMES && Evidence.pending(street, B) <= LIVE_FRAMES;
    }

    /** Start of the interval that runs now. */
    private static long intervalStart() {
        return nowMs() / INTERVAL_MS * INTERVAL_MS;
    }

    private static long nowMs() {
        return WallClock.SYSTEM.nowMs();
    }

    private static void await(long seconds, Callable<Boolean> condition) {
        org.awaitility.Awaitility.await()
                .atMost(Duration.ofSeconds(seconds))
                .pollInterval(Duration.ofMillis(500))
                .ignoreException(IOException.class)
                .until(condition);
    }
}
