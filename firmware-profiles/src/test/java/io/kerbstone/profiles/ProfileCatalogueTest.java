package io.kerbstone.profiles;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kerbstone.measurement.Oid;
import io.kerbstone.settings.Mistakes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class ProfileCatalogueTest {
    private static final Path RESOURCES = Path.of("src/main/resources/io/kerbstone/profiles");
    private static final String FALLBACK = "profile: generic\ntitle: x\n";

    private final ProfileCatalogue shipped = ProfileCatalogue.shipped();

    @Test
    void shouldNameEveryFileWhenShipped() throws IOException {
        List<String> named = Files.readAllLines(RESOURCES.resolve("index.txt"));
        try (Stream<Path> files = Files.walk(RESOURCES)) {
            List<String> there = files.filter(file -> file.toString().endsWith(".yaml"))
                    .map(file -> RESOURCES.relativize(file).toString().replace('\\', '/'))
                    .toList();
            assertEquals(
                    there.stream().sorted().toList(), named.stream().sorted().toList());
        }
    }

    @Test
    void shouldTakeTheMostSpecificWhenSeveralMatch() {
        assertEquals("linux-net-snmp", match("1.3.6.1.4.1.8072.3.2.10", "Linux box 6.1.0"));
        assertEquals("linux-net-snmp", match("1.3.6.1.4.1.8072.3.2.255", "Linux box 6.1.0"));
        assertEquals("generic", match("1.3.6.1.4.1.8072.3.2.255", "FreeBSD box"));
        assertEquals("kerbstone-demo-switch", match("1.3.6.1.4.1.32473.1.8", "Kerbstone Demo Switch"));
        assertEquals("generic-switch", match("1.3.6.1.4.1.9.1.1", "Ethernet Switch 24 ports"));
        assertEquals("generic", match("1.3.6.1.4.1.9.1.1", "switchboard operator"));
        assertEquals("generic", shipped.match(Optional.empty(), "").id());
    }

    private String match(String objectId, String description) {
        return shipped.match(Optional.of(Oid.parse(objectId)), description).id();
    }

    @Test
    void shouldReplaceAFragmentsRuleWhenTheProfileHasOneOfThatName() {
        Mistakes mistakes = new Mistakes();
        ProfileCatalogue catalogue = read(
                mistakes,
                """
                fragment: f
                snmp:
                  scalars:
                    - {series: a, kind: identity, oid: 1.3.1}
                    - {series: b, kind: identity, oid: 1.3.2}
                """,
                """
                profile: generic
                title: x
                use: [f]
                snmp:
                  scalars:
                    - {series: a, kind: identity, oid: 1.3.3}
                """);
        assertTrue(mistakes.isEmpty(), mistakes::toString);
        Profile profile = catalogue.profile("generic").orElseThrow();
        assertEquals(
                List.of("1.3.3", "1.3.2"),
                profile.scalars().stream()
                        .map(rule -> rule.sources().get(0).oid().toString())
                        .toList());
        assertEquals(PollPlan.SYS_UP_TIME, PollPlan.of(profile).scalars().get(0));
    }

    @Test
    void shouldListEveryMistakeWhenThereAreMany() {
        Mistakes mistakes = new Mistakes();
        read(
                mistakes,
                """
                profile: wrong
                titel: a profile
                match:
                  - sysObjectId: 1.3.x
                  - sysDescr: '('
                  - {}
                use: [nothing]
                snmp:
                  scalars:
                    - {series: "a/{index}", kind: gauge, oid: 1.3.1}
                    - {series: a, kind: speed, oid: 1.3.1}
                    - {series: b, kind: gauge}
                    - {series: c, kind: gauge, oid: 1.3.1, scale: 0}
                    - {series: d, kind: gauge, oid: 1.3.1, states: {1: up}}
                    - {series: e, kind: identity, oid: 1.3.1, pattern: 'x'}
                  tables:
                    - table: t
                      rows: 1.3.2
                      where: {column: 1.3.2}
                      readings:
                        - {series: f, kind: gauge, oid: 1.3.2}
                """);
        String all = mistakes.toString();
        for (String expected : List.of(
                "titel",
                "title",
                "not an OID: '1.3.x'",
                "is not a pattern",
                "matches every device",
                "no fragment 'nothing'",
                "has {index}",
                "kind",
                "needs either oid",
                "every value would be 0",
                "only for kind: state",
                "has no group",
                "no row would count",
                "lacks {index}",
                "no profile 'generic'")) {
            assertTrue(all.contains(expected), "no mistake about " + expected + " in:\n" + all);
        }
        assertEquals(15, mistakes.count(), all);
    }

    @Test
    void shouldSayWhichFileWhenAnIdOrASeriesIsTaken() {
        Mistakes mistakes = new Mistakes();
        read(mistakes, FALLBACK, FALLBACK);
        assertTrue(mistakes.toString().startsWith("file2.yaml: the id 'generic' is taken"), mistakes::toString);

        Mistakes twice = new Mistakes();
        read(
                twice,
                """
                profile: generic
                title: x
                snmp:
                  tables:
                    - {table: s, rows: 1.3.1, readings: [{series: 'x/{index}', kind: gauge, oid: 1.3.1}]}
                    - {table: t, rows: 1.3.2, readings: [{series: 'x/{index}', kind: gauge, oid: 1.3.2}]}
                """);
        assertEquals(List.of("file1.yaml: two readings make the series 'x/{index}'"), twice.list());
    }

    private static ProfileCatalogue read(Mistakes mistakes, String... texts) {
        Map<String, String> files = new LinkedHashMap<>();
        for (int i = 0; i < texts.length; i++) {
            files.put("file" + (i + 1) + ".yaml", texts[i]);
        }
        return ProfileCatalogue.read(files, mistakes);
    }
}
