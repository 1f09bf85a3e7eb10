package io.kerbstone.collector.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kerbstone.collector.store.Database;
import io.kerbstone.measurement.GroupPolicy;
import io.kerbstone.measurement.Target;
import io.kerbstone.settings.Assignment;
import io.kerbstone.settings.DeviceDefinition;
import io.kerbstone.settings.PathDefinition;
import io.kerbstone.settings.Secret;
import io.kerbstone.settings.SnmpAccess;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RegistryTest {
    private static final AtomicInteger RUN = new AtomicInteger();
    private static Database database;

    private final List<AuditEntry> audit = new ArrayList<>();
    private Registry registry;
    private String agent;

    @BeforeAll
    static void open() {
        database = Database.inMemory("registry");
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @BeforeEach
    void enrol() {
        registry = reopened();
        agent = enrol("cab-" + RUN.incrementAndGet());
        audit.clear();
    }

    private Registry reopened() {
        return new Registry(database, Flipped.BITS, audit::add);
    }

    private String enrol(String name) {
        String hash = "hash-of-" + name;
        assertEquals(Optional.empty(), registry.addToken(hash, "North", 1000, 1, "ann", 0));
        String id = registry.freeAgentId(name);
        assertEquals(new Registry.Enrolment.Enrolled(id), registry.enrol(hash, id, name, new byte[32], 10));
        return id;
    }

    private String id(String id) {
        return id + "-" + agent;
    }

    @Test
    void shouldRefuseTokenWithOwnSentenceWhenWrongExpiredOrUsedUp() {
        registry.addToken("t-1" + agent, "", 1000, 1, "ann", 0);
        assertTrue(registry.refusalOfToken("nonsense", 5).orElseThrow().contains("not known"));
        assertTrue(registry.refusalOfToken("t-1" + agent, 1000).orElseThrow().contains("expired"));
        assertEquals(Optional.empty(), registry.refusalOfToken("t-1" + agent, 999));
        registry.enrol("t-1" + agent, registry.freeAgentId("x"), "x", new byte[32], 5);
        assertTrue(registry.refusalOfToken("t-1" + agent, 6).orElseThrow().contains("used up"));
        Registry.Enrolment again = registry.enrol("t-1" + agent, registry.freeAgentId("x"), "x", new byte[32], 5);
        assertTrue(((Registry.Enrolment.Refused) again).sentence().contains("used up"));
    }

    @Test
    void shouldGiveFreeAndSafeIdsWhenNamesAreTakenOrOdd() {
        assertEquals(agent + "-2", registry.freeAgentId(agent));
        assertEquals("agent", registry.freeAgentId("collector").substring(0, 5));
        assertEquals("agent", registry.freeAgentId("路石").substring(0, 5));
        assertEquals("main-st.-7", registry.freeAgentId("Main St. 7"));
    }

    @Test
    void shouldKeepDefinitionsWithSecretsWhenReopenedAndHideThemInAudit() {
        DeviceDefinition device = new DeviceDefinition(
                id("sw"), "开关", "192.0.2.1", Optional.of(SnmpAccess.v2c(161, Secret.of("verysecret"))), "auto", 60_000);
        List<String> told = new ArrayList<>();
        registry.onAssignment(told::add);
        assertEquals(Optional.empty(), registry.putDevice(device, agent, "ann", 20));
        PathDefinition path = PathDefinition.icmp(id("p"), "192.0.2.1");
        assertEquals(Optional.empty(), registry.putPath(path, agent, "ann", 21));
        assertEquals(List.of(agent, agent), told);
        assertEquals(3, registry.agent(agent).orElseThrow().configVersion());
        assertEquals(
                new Assignment(3, List.of(device), List.of(path)), reopened().assignment(agent));
        assertTrue(audit.stream().noneMatch(entry -> entry.detail().contains("verysecret")));
        assertEquals(
                List.of("device.put", "path.put"),
                audit.stream().map(AuditEntry::action).toList());
        byte[] stored = database.first("SELECT document FROM devices WHERE id = ?", r -> r.bytes("document"), id("sw"))
                .orElseThrow();
        assertTrue(!new String(stored, java.nio.charset.StandardCharsets.UTF_8).contains("verysecret"));
        assertTrue(registry.deletePath(id("p"), "ann", 22).isEmpty());
        assertTrue(registry.deleteDevice(id("sw"), "ann", 23).isEmpty());
        assertEquals(new Assignment(5, List.of(), List.of()), reopened().assignment(agent));
    }

    @Test
    void shouldRefuseWithSentenceWhenChangeMakesNoSense() {
        PathDefinition path = PathDefinition.icmp(id("q"), "192.0.2.1");
        assertTrue(registry.putPath(path, "nobody", "ann", 1).orElseThrow().contains("no agent 'nobody'"));
        assertTrue(registry.putPath(PathDefinition.icmp("a b", "x"), agent, "ann", 1)
                .orElseThrow()
                .contains("no id"));
        assertTrue(registry.deletePath("none", "ann", 1).isPresent());
        registry.putPath(path, agent, "ann", 1);
        String other = enrol("other-" + agent);
        assertTrue(registry.putPath(path, other, "ann", 1).orElseThrow().contains("another path"));
        GroupRecord group = new GroupRecord(
                id("g"), "g", new GroupPolicy(GroupPolicy.Kind.ANY, 1), List.of(id("q"), "gone"), Target.DEFAULT);
        assertTrue(registry.putGroup(group, "ann", 1).orElseThrow().contains("'gone'"));
    }

    @Test
    void shouldKeepGroupsAndAlwaysHaveOneOfAllPathsWhenReopened() {
        registry.putPath(PathDefinition.icmp(id("r"), "192.0.2.1"), agent, "ann", 1);
        GroupRecord group = new GroupRecord(
                id("g"),
                "核心",
                new GroupPolicy(GroupPolicy.Kind.AT_LEAST, 1),
                List.of(id("r")),
                new Target(0.99, 5, 0.5));
        assertEquals(Optional.empty(), registry.putGroup(group, "ann", 1));
        assertEquals(Optional.of(group), reopened().group(id("g")));
        assertTrue(registry.group(GroupRecord.ALL).orElseThrow().pathIds().contains(id("r")));
        assertEquals(Optional.empty(), registry.deleteGroup(id("g"), "ann", 1));
        assertEquals(Optional.empty(), reopened().group(id("g")));
    }

    @Test
    void shouldTakeNewestLocalDefinitionsWhenFramesComeOutOfOrder() {
        PathDefinition first = PathDefinition.icmp("gw", "192.0.2.1");
        PathDefinition second = PathDefinition.icmp("gw2", "192.0.2.2");
        registry.applyLocal(agent, 200, new Assignment(0, List.of(), List.of(second)));
        registry.applyLocal(agent, 100, new Assignment(0, List.of(), List.of(first)));
        assertEquals(Optional.empty(), registry.path(agent + "~gw"));
        assertEquals(second, reopened().path(agent + "~gw2").orElseThrow().definition());
        assertEquals(List.of(), registry.assignment(agent).paths());
        assertTrue(registry.deletePath(agent + "~gw2", "ann", 1).orElseThrow().contains("file"));
    }

    @Test
    void shouldTellAndKeepRevocationWhenRevoked() {
        List<AgentEvent> events = new ArrayList<>();
        registry.onAgentEvent(events::add);
        registry.connected(agent, "0.1.0", 50);
        assertTrue(registry.agent(agent).orElseThrow().connected());
        assertEquals(Optional.empty(), registry.revoke(agent, "ann", 60));
        assertEquals(Optional.empty(), registry.revoke(agent, "ann", 61));
        registry.disconnected(agent, 62);
        assertEquals(
                List.of(AgentEvent.Kind.CONNECTED, AgentEvent.Kind.REVOKED, AgentEvent.Kind.DISCONNECTED),
                events.stream().map(AgentEvent::kind).toList());
        AgentRecord kept = reopened().agent(agent).orElseThrow();
        assertEquals(AgentRecord.Status.REVOKED, kept.status());
        assertEquals(62, kept.lastSeenMs());
        assertEquals("0.1.0", kept.softwareVersion());
        assertTrue(
                registry.putPath(PathDefinition.icmp("z", "x"), agent, "ann", 1).isPresent());
    }

    /** Seals by flipping every bit. */
    private enum Flipped implements Sealer {
        BITS;

        @Override
        public byte[] seal(byte[] plain) {
            byte[] sealed = plain.clone();
            for (int i = 0; i < sealed.length; i++) {
                sealed[i] ^= (byte) 0xff;
            }
            return sealed;
        }

        @Override
        public byte[] open(byte[] sealed) {
            return seal(sealed);
        }
    }
}
