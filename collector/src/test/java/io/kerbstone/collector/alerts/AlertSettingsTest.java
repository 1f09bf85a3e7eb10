package io.kerbstone.collector.alerts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kerbstone.settings.Documents;
import io.kerbstone.settings.Mistakes;
import org.junit.jupiter.api.Test;

/** The alerts part of the configuration: what it means, and every mistake in it. */
class AlertSettingsTest {
    private final Mistakes mistakes = new Mistakes();

    private AlertSettings read(String yaml) {
        return AlertSettings.read(Documents.parseYaml(yaml, mistakes), mistakes);
    }

    @Test
    void shouldReadAllWhenRight() {
        AlertSettings settings = read(
                """
                hold: 10s
                silent: 2m
                channels:
                  - {name: duty, kind: webhook, url: "https://desk.example/hook", token: abc}
                  - {name: mail, kind: mail, host: mail.example, security: smtps, user: u, password: p,
                     from: k@mail.example, to: [a@mail.example, b@mail.example], language: en}
                """);
        assertEquals("", mistakes.toString());
        assertEquals(new AlertRules(10_000, 20_000, 120_000), settings.rules());
        assertInstanceOf(ChannelSettings.Webhook.class, settings.channels().get(0));
        ChannelSettings.Mail mail = (ChannelSettings.Mail) settings.channels().get(1);
        assertEquals(465, mail.port());
        assertEquals("p", mail.password().reveal());
        assertFalse(settings.toString().contains("abc"));
    }

    @Test
    void shouldListEveryMistakeWhenWrong() {
        read(
                """
                hold: long
                silent: 5s
                loud: yes
                channels:
                  - {name: duty, kind: webhook, url: "ftp://desk.example"}
                  - {name: duty, kind: webhook, url: "https://me:pw@desk.example/"}
                  - {name: mail, kind: mail, host: "a b", user: u, from: nobody, to: []}
                  - {name: pager, kind: pigeon}
                """);
        String all = mistakes.toString();
        for (String part : new String[] {
            "hold (line 1)",
            "silent (line 2)",
            "loud (line 3): unknown key",
            "channels[0].url (line 5): should be like https://host/path",
            "channels[1].url (line 6)",
            "channels[1].name (line 6): channel 'duty' is there twice",
            "channels[2].host (line 7)",
            "channels[2].user (line 7): user and password go together",
            "channels[2].from (line 7): should be an address",
            "channels[2].to (line 7): name at least one address",
            "channels[3].kind (line 8): should be one of webhook, mail"
        }) {
            assertTrue(all.contains(part), part + " not in\n" + all);
        }
    }
}
