package io.kerbstone.collector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kerbstone.settings.Documents;
import io.kerbstone.settings.Mistakes;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

class CollectorSettingsTest {
    private final Mistakes mistakes = new Mistakes();

    private CollectorSettings read(String yaml) {
        return CollectorSettings.read(Documents.parseYaml(yaml, mistakes), mistakes);
    }

    @Test
    void shouldTakeEverythingWhenTheFileIsGood() {
        CollectorSettings settings = read(
                """
                data: /srv/kerbstone
                agents: {address: 192.0.2.1, port: 1}
                web: {port: 65535}
                names: [collector.example, "192.0.2.1"]
                zone: Asia/Shanghai
                alerts: {hold: 10s}
                """);
        assertEquals(List.of(), mistakes.list());
        assertEquals(Path.of("/srv/kerbstone"), settings.data());
        assertEquals(new CollectorSettings.Place("192.0.2.1", 1), settings.agents());
        assertEquals(new CollectorSettings.Place("0.0.0.0", 65535), settings.web());
        assertEquals(ZoneId.of("Asia/Shanghai"), settings.zone());
        assertEquals("collector.example", settings.publicName());
        assertTrue(settings.certificateNames().containsAll(List.of("192.0.2.1", "localhost", "127.0.0.1", "::1")));
        assertEquals(10_000, settings.alerts().rules().holdMs());
    }

    @Test
    void shouldListTenMistakesWhenThereAreTen() {
        read(
                """
                datta: /srv
                agents: {address: "a b", port: 65536, extra: 1}
                web: [1]
                names: ["bad name", fine.example, "also/bad"]
                zone: Asia/Shanghigh
                alerts: {hold: 10x, silence: 3s}
                """);
        assertEquals(10, mistakes.count(), mistakes.toString());
    }

    @Test
    void shouldHaveUsualPlacesWhenThereIsNoFile() {
        assertEquals(
                new CollectorSettings.Place("0.0.0.0", 8710),
                CollectorSettings.usual().agents());
        assertEquals(
                new CollectorSettings.Place("0.0.0.0", 8443),
                CollectorSettings.usual().web());
    }
}
