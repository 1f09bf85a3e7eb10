package io.kerbstone.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kerbstone.measurement.Rule;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DefinitionsTest {
    private final Mistakes mistakes = new Mistakes();

    static Assignment sample() {
        SnmpAccess v3 = new SnmpAccess(
                SnmpAccess.Version.V3,
                1161,
                Secret.NONE,
                "operator",
                SnmpAccess.SecurityLevel.AUTH_PRIV,
                SnmpAccess.AuthProtocol.SHA512,
                Secret.of("auth-pass-phrase"),
                SnmpAccess.PrivProtocol.AES256,
                Secret.of("priv-pass-phrase"),
                "ctx");
        return new Assignment(
                7,
                List.of(
                        new DeviceDefinition(
                                "sw-1",
                                "东门交换机",
                                "192.0.2.7",
                                Optional.of(SnmpAccess.v2c(161, Secret.of("street"))),
                                "auto",
                                60_000),
                        new DeviceDefinition("sw-2", "sw-2", "2001:db8::7", Optional.of(v3), "linux", 30_000),
                        new DeviceDefinition("cam", "cam", "cam.example.org", Optional.empty(), "auto", 1_000)),
                List.of(
                        PathDefinition.icmp("p-1", "192.0.2.7"),
                        path("p-2", "", Optional.of("sw-1"), Stream.PERIODIC, new ProbeOptions.Snmp()),
                        path("p-3", "192.0.2.8", Optional.empty(), Stream.POISSON, new ProbeOptions.Echo(1_472, 46)),
                        path("p-4", "far.example.org", new ProbeOptions.Stamp(862, 112, 46, Secret.of("stamp-key"))),
                        path("p-5", "far.example.org", new ProbeOptions.Stamp(8_620, 44, 0, Secret.NONE)),
                        path("p-6", "2001:db8::8", new ProbeOptions.Tcp(22)),
                        path("p-7", "https://gw.example.org/up?x=1", new ProbeOptions.Http(200, 204, "ok", false)),
                        path(
                                "p-8",
                                "192.0.2.53",
                                new ProbeOptions.Dns(
                                        53, "example.org", ProbeOptions.Dns.RecordType.AAAA, "2001:db8::1")),
                        path("p-9", "192.0.2.123", new ProbeOptions.Ntp(123))));
    }

    private static PathDefinition path(String id, String target, ProbeOptions options) {
        return path(id, target, Optional.empty(), Stream.PERIODIC, options);
    }

    private static PathDefinition path(
            String id, String target, Optional<String> device, Stream stream, ProbeOptions options) {
        return new PathDefinition(id, id, target, device, Rule.SPARSE, 2_500, stream, options);
    }

    @Test
    void shouldSayWhatIsWrongWithEachKindOfPath() {
        String json =
                """
                {"version":1,"paths":[
                 {"id":"a","kind":"icmp","target":"192.0.2.1","dscp":64,"port":1},
                 {"id":"b","kind":"stamp","target":"192.0.2.1","payloadBytes":43},
                 {"id":"c","kind":"stamp","target":"192.0.2.1","key":"secret-key","payloadBytes":111},
                 {"id":"d","kind":"tcp","target":"192.0.2.1"},
                 {"id":"e","kind":"http","target":"ftp://192.0.2.1/","status":"300-200"},
                 {"id":"f","kind":"http","target":"http://user@192.0.2.1/"},
                 {"id":"g","kind":"dns","target":"192.0.2.1","query":"a b","recordType":"ANY"},
                 {"id":"h","kind":"ntp","target":"192.0.2.1","port":65536,"stream":"bursts"}]}
                """;

        DefinitionsReader.readAssignment(Documents.parseJson(json, mistakes), mistakes);

        assertEquals(12, mistakes.count(), mistakes.toString());
        for (String key :
                List.of("dscp", "port", "payloadBytes", "target", "status", "query", "recordType", "stream")) {
            assertTrue(mistakes.toString().contains(key), key + " in " + mistakes);
        }
    }

    @Test
    void shouldReadBackWhatItWroteWhenSecretsAreRevealed() {
        String json = DefinitionsWriter.toJson(sample(), Secrets.REVEAL);

        Assignment read = DefinitionsReader.readAssignment(Documents.parseJson(json, mistakes), mistakes);

        assertEquals(List.of(), mistakes.list());
        assertEquals(sample(), read);
        assertEquals(json, DefinitionsWriter.toJson(read, Secrets.REVEAL));
    }

    @Test
    void shouldShowNoSecretWhenHidden() {
        String json = DefinitionsWriter.toJson(sample(), Secrets.HIDE);

        for (String secret : List.of("street", "auth-pass-phrase", "priv-pass-phrase", "stamp-key")) {
            assertFalse(json.contains(secret));
            assertFalse(sample().toString().contains(secret));
        }
        Assignment read = DefinitionsReader.readAssignment(Documents.parseJson(json, mistakes), mistakes);
        assertTrue(mistakes.isEmpty(), mistakes.toString());
        assertTrue(read.devices().get(0).snmp().get().community().isPlaceholder());
        DefinitionsReader.refusePlaceholders(read, mistakes);
        assertEquals(3, mistakes.count());
    }

    @Test
    void shouldListTenWhenADocumentHasTenMistakes() {
        String yaml =
                """
                devices:
                  - id: sw 1
                    address: 192.0.2.7
                    adress: typo
                    snmp: {version: v4, port: 70000, community: c}
                  - id: sw-2
                    address: "no spaces please"
                    snmp: {version: v3, securityName: op, authKey: short, privKey: long-enough}
                    pollInterval: 1x
                paths:
                  - id: p-1
                    kind: icmp
                    target: 192.0.2.7
                    rule: standart
                  - id: p-1
                    kind: icmp
                    target: 192.0.2.8
                  - id: p-3
                    kind: snmp
                    device: sw-9
                """;

        DefinitionsReader.readAssignment(Documents.parseYaml(yaml, mistakes), mistakes);

        assertEquals(
                List.of(
                        "devices[0].adress (line 4): unknown key; did you mean 'address'?",
                        "devices[0].id (line 2): 'sw 1' is not an id; use 1 to 64 of the characters a-z A-Z 0-9 . _ -",
                        "devices[0].snmp.version (line 5): should be one of v2c, v3, not 'v4'",
                        "devices[0].snmp.port (line 5): 70000 is out of range; use 1 to 65535",
                        "devices[1].address (line 7): is neither an address nor a host name; write for instance"
                                + " 192.0.2.7",
                        "devices[1].snmp.authKey (line 8): is too short; use at least 8 characters",
                        "devices[1].pollInterval (line 9): should be a duration such as 10ms, 1s or 1m, not '1x'",
                        "paths[0].rule (line 14): there is no rule 'standart'; did you mean 'standard'?",
                        "paths[1].id (line 15): path 'p-1' is here twice; give each its own id",
                        "paths[2].device (line 20): there is no device 'sw-9'; add it under devices or name another"),
                mistakes.list());
        assertEquals(10, mistakes.count());
    }

    @Test
    void shouldRefuseWhatDoesNotGoTogether() {
        String yaml =
                """
                devices: {id: a}
                paths:
                  - just text
                  - {id: p, kind: snmp, target: 192.0.2.1}
                """;

        DefinitionsReader.readAssignment(Documents.parseYaml(yaml, mistakes), mistakes);

        assertEquals(
                List.of(
                        "devices (line 1): should be a list, not keys and values",
                        "paths[0] (line 3): should be keys and values, not 'just text'; known keys: id, name, kind,"
                                + " target, device, rule, waitingTime, stream, payloadBytes, dscp",
                        "paths[1].device (line 4): is missing; a path of kind snmp leads to a device",
                        "paths[1].target (line 4): does not go with kind snmp; the device's address counts"),
                mistakes.list());
    }

    @Test
    void shouldRefuseV3KeysThatTheLevelDoesNotUse() {
        String yaml =
                """
                securityName: op
                version: v3
                level: noAuthNoPriv
                auth: sha256
                privKey: long-enough-phrase
                """;

        DefinitionsReader.readSnmp(Documents.parseYaml(yaml, mistakes), mistakes);

        assertEquals(
                List.of(
                        "auth (line 4): the level asks for none",
                        "privKey (line 5): is not used at this level; raise the level or leave it out"),
                mistakes.list());
    }

    @Test
    void shouldHoldTheNumberOfPathsAtTheBound() {
        for (int count : new int[] {Assignment.PATHS_MAX, Assignment.PATHS_MAX + 1}) {
            StringBuilder yaml = new StringBuilder("paths:\n");
            for (int i = 0; i < count; i++) {
                yaml.append("  - {id: p-").append(i).append(", kind: icmp, target: 192.0.2.1}\n");
            }
            Mistakes found = new Mistakes();
            DefinitionsReader.readAssignment(Documents.parseYaml(yaml.toString(), found), found);
            assertEquals(count > Assignment.PATHS_MAX ? 1 : 0, found.count(), found.toString());
        }
    }
}
