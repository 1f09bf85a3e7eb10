package io.kerbstone.agent.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kerbstone.settings.Assignment;
import io.kerbstone.settings.Documents;
import io.kerbstone.settings.Mistakes;
import io.kerbstone.settings.PathDefinition;
import io.kerbstone.stamp.ReflectorSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentConfigTest {
    private final Mistakes mistakes = new Mistakes();

    private AgentConfig read(String yaml) {
        return AgentConfigReader.read(Documents.parseYaml(yaml, mistakes), Path.of("/etc/k"), "box", mistakes);
    }

    @Test
    void shouldNeedNoFileInTheUsualPlaceButTheOneThatIsNamed() {
        Path usual = Path.of(AgentConfig.FILE_DEFAULT);
        Assumptions.assumeFalse(Files.exists(usual), "an agent is installed on this machine");
        Mistakes mistakes = new Mistakes();
        AgentConfig config = AgentConfigReader.readFile(usual, "box", mistakes);
        assertEquals(List.of(), mistakes.list());
        assertEquals("box", config.name());

        AgentConfigReader.readFile(Path.of("/nowhere/agent.yaml"), "box", mistakes);
        assertEquals(1, mistakes.list().size());
    }

    @Test
    void shouldFillInTheDefaultsWhenTheFileIsEmpty() {
        AgentConfig config = read("");

        assertTrue(mistakes.isEmpty(), mistakes.toString());
        assertEquals(Path.of(AgentConfig.STATE_DEFAULT), config.stateFolder());
        assertEquals("box", config.name());
        assertEquals(512L << 20, config.journalCapBytes());
        assertEquals(List.of(), config.collectors());
    }

    @Test
    void shouldReflectForNobodyUnlessToldForWhom() {
        assertEquals(Optional.empty(), read("").reflector());
        AgentConfig config = read("stamp: {reflector: {allowed: [192.0.2.0/24, '2001:db8::/32'], key: abc}}");
        assertEquals(List.of(), mistakes.list());
        ReflectorSettings reflector = config.reflector().orElseThrow();
        assertEquals(862, reflector.port());
        assertTrue(reflector.isStateful());
        assertEquals(2, reflector.allowed().size());
        assertFalse(reflector.toString().contains("abc"), "a key never shows itself");
    }

    @Test
    void shouldListEveryMistakeOfAReflector() {
        read("stamp: {reflector: {address: street, port: 70000, allowed: [192.0.2.1/24], statefull: true}, sender: 1}");
        String all = mistakes.toString();
        for (String part :
                List.of("stamp.sender", "reflector.statefull", "reflector.address", "70000", "reflector.allowed[0]")) {
            assertTrue(all.contains(part), part + " in " + all);
        }
    }

    @Test
    void shouldNotLeaveItOpenWhoMayAsk() {
        read("stamp: {reflector: {port: 862}}");
        assertEquals(1, mistakes.list().size());
        assertTrue(mistakes.toString().contains("list the networks of the senders"), mistakes.toString());
    }

    @Test
    void shouldReadEverythingWhenItIsThere() {
        AgentConfig config = read(
                """
                collectors: [collector.example.org, "192.0.2.1:8711", "[2001:db8::1]:8710"]
                stateFolder: ../state
                name: 东门
                journal: {cap: 2MiB}
                paths:
                  - {id: gw, kind: icmp, target: 192.0.2.1}
                """);

        assertEquals(List.of(), mistakes.list());
        assertEquals(
                List.of("collector.example.org:8710", "192.0.2.1:8711", "[2001:db8::1]:8710"),
                config.collectors().stream().map(CollectorAddress::toString).toList());
        assertEquals(Path.of("/etc/state"), config.stateFolder());
        assertEquals(2 << 20, config.journalCapBytes());
        assertEquals(
                List.of(PathDefinition.icmp("gw", "192.0.2.1")), config.local().paths());
    }

    @Test
    void shouldListEveryMistakeOfItsOwnKeys() {
        read(
                """
                collector: x
                collectors: ["a b", "h:0", "h:70000"]
                stateFolder: ""
                name: "  "
                journal: {cap: 10KiB, capp: 1}
                devices:
                  - {id: d, address: 192.0.2.1, snmp: {version: v2c, community: <secret>}}
                """);

        assertEquals(9, mistakes.count(), mistakes.toString());
        assertTrue(mistakes.list().get(0).contains("did you mean 'collectors'?"));
    }

    @Test
    void shouldRefuseLocalDefinitionsThatDoNotFitAFrame() {
        StringBuilder yaml = new StringBuilder("paths:\n");
        for (int i = 0; i < 1_500; i++) {
            yaml.append("  - {id: p").append(i).append(", kind: icmp, target: 192.0.2.1, name: ");
            yaml.append("路".repeat(190)).append("}\n");
        }
        read(yaml.toString());

        assertEquals(1, mistakes.count(), mistakes.toString());
        assertTrue(mistakes.list().get(0).contains("too long for a signed frame"));
    }

    @Test
    void shouldReplaceAFileAtOnceAndOnlyForItsOwner(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("x");
        StateFolder.replace(file, "one".getBytes(StandardCharsets.UTF_8), true);
        StateFolder.replace(file, "two".getBytes(StandardCharsets.UTF_8), false);

        assertEquals("two", Files.readString(file));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertEquals(Optional.empty(), StateFolder.read(folder.resolve("none")));
        try (var files = Files.list(folder)) {
            assertEquals(1, files.count(), "no leftovers");
        }
    }

    @Test
    void shouldGiveBackALongDocumentAndShowNoneOfIt(@TempDir Path folder) throws Exception {
        StateFolder state = new StateFolder(folder);
        AssignmentStore store = new AssignmentStore(state);
        assertTrue(store.load().isEmpty());
        String document = "{\"community\":\"very-secret\",\"x\":\"" + "路".repeat(50_000) + "\"}";

        store.save(new AssignmentStore.Stored(7, document));

        assertEquals(Optional.of(new AssignmentStore.Stored(7, document)), store.load());
        byte[] onDisk = Files.readAllBytes(state.assignment());
        assertFalse(new String(onDisk, StandardCharsets.ISO_8859_1).contains("very-secret"));
    }

    @Test
    void shouldSayDamagedWhenAnyPartOfTheAssignmentIs(@TempDir Path folder) throws Exception {
        StateFolder state = new StateFolder(folder);
        AssignmentStore store = new AssignmentStore(state);
        store.save(new AssignmentStore.Stored(7, "{}"));
        byte[] sound = Files.readAllBytes(state.assignment());
        for (int i = 0; i < sound.length; i++) {
            byte[] damaged = sound.clone();
            damaged[i] ^= 1;
            Files.write(state.assignment(), damaged);
            org.junit.jupiter.api.Assertions.assertThrows(java.io.IOException.class, store::load);
            Files.write(state.assignment(), java.util.Arrays.copyOf(sound, i));
            org.junit.jupiter.api.Assertions.assertThrows(java.io.IOException.class, store::load);
        }
    }

    @Test
    void shouldRefuseAnAssignmentThatTakesLocalIds() {
        Assignment local = new Assignment(0, List.of(), List.of(PathDefinition.icmp("gw", "192.0.2.1")));

        Assignments.read(
                3, "{\"paths\":[{\"id\":\"gw\",\"kind\":\"icmp\",\"target\":\"192.0.2.2\"}]}", local, mistakes);
        assertEquals(1, mistakes.count());

        Mistakes none = new Mistakes();
        Assignment assigned = Assignments.read(
                3, "{\"paths\":[{\"id\":\"p\",\"kind\":\"icmp\",\"target\":\"192.0.2.2\"}]}", local, none);
        assertTrue(none.isEmpty());
        assertEquals(2, Assignments.merge(local, assigned).paths().size());
        assertEquals(3, Assignments.merge(local, assigned).version());
    }
}
