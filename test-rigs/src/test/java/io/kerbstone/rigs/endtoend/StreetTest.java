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
            Dead dead = cutAndKill(street, cutMs);
            target.join();
            long joinMs = nowMs();

            await(90, () -> isUp(street, "a-target") && isUp(street, "b-target"));
            await(60, () -> isOver(street, "a-target"));
            long toMs = intervalStart();
            await(60, () -> nowMs() > toMs + INTERVAL_MS && isDrained(street));
            assertCut(street, fromMs, toMs, cutMs, joinMs);
            assertDead(street, fromMs, toMs, dead);
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
    private static Dead cutAndKill(Street street, long cutMs) throws Exception {
        long killMs = nowMs();
        street.agent(B).kill();
        await(60, () -> isOpen(street, "a-target"));
        await(60, () -> isOpen(street, B));
        street.startAgent(B);
        street.agent(B).awaitLine(line -> line.contains("started"), 60);
        Dead dead = new Dead(killMs, nowMs());
        street.collector().kill();
        street.startCollector();
        await(60, () -> isOver(street, B));
        await(CUT_MS / 1000, () -> nowMs() - cutMs >= CUT_MS);
        return dead;
    }

    /** While agent B did not run, ms since 1970. */
    private record Dead(long fromMs, long toMs) {}

    /** What agent A saw of the cut: one outage whose ends are right within one interval, and nothing unknown. */
    private static void assertCut(Street street, long fromMs, long toMs, long cutMs, long joinMs) throws Exception {
        JsonNode a = indicators(street, "paths/a-target", fromMs, toMs);
        assertEquals(toMs - fromMs, sum(a.get("ledgerMs")), "the four states sum to the period");
        assertEquals(0, a.at("/ledgerMs/UNKNOWN").asLong(), "agent A measured all the time, whoever was killed: " + a);
        assertEquals(1, a.get("outages").size(), "one cut is one outage: " + a);
        JsonNode outage = a.get("outages").get(0);
        assertTrue(Math.abs(outage.get("from").asLong() - cutMs) <= INTERVAL_MS, "cut at " + cutMs + ": " + outage);
        assertTrue(Math.abs(outage.get("to").asLong() - joinMs) <= INTERVAL_MS, "joined at " + joinMs + ": " + outage);

        JsonNode self = indicators(street, "paths/a-self", fromMs, toMs);
        assertEquals(toMs - fromMs, self.at("/ledgerMs/UP").asLong(), "nothing happened to this one: " + self);
    }

    /** Agent B's path is unknown while B was dead and at no other time; the group had agent A all along. */
    private static void assertDead(Street street, long fromMs, long toMs, Dead dead) throws Exception {
        JsonNode b = indicators(street, "paths/b-target", fromMs, toMs);
        assertEquals(toMs - fromMs, sum(b.get("ledgerMs")));
        long unknownMs = b.at("/ledgerMs/UNKNOWN").asLong();
        long deadMs = dead.toMs - dead.fromMs;
        assertTrue(Math.abs(unknownMs - deadMs) <= 2 * INTERVAL_MS, "dead for " + deadMs + " ms: " + b);
        long beforeMs = dead.fromMs / INTERVAL_MS * INTERVAL_MS;
        long afterMs = (dead.toMs / INTERVAL_MS + 2) * INTERVAL_MS;
        long aroundMs = indicators(street, "paths/b-target", beforeMs, afterMs)
                .at("/ledgerMs/UNKNOWN")
                .asLong();
        assertEquals(unknownMs, aroundMs, "unknown only around the time from " + dead + ": " + b);

        JsonNode group = indicators(street, "groups/points", fromMs, toMs);
        assertEquals(0, group.at("/ledgerMs/UNKNOWN").asLong(), "somebody measured all the time: " + group);
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

    private static JsonNode indicators(Street street, String what, long fromMs, long toMs) throws Exception {
        return street.api().get("/api/v1/" + what + "/indicators?from=" + fromMs + "&to=" + toMs);
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
