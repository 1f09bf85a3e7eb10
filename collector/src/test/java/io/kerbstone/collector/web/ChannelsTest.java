package io.kerbstone.collector.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.kerbstone.collector.alerts.AlertRules;
import io.kerbstone.collector.alerts.AlertSettings;
import io.kerbstone.collector.alerts.ChannelSettings;
import io.kerbstone.settings.Secret;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The channels to people as API, counters and page show them. */
class ChannelsTest {
    @TempDir
    static Path folder;

    private static HttpServer desk;
    private static WebFixture site;

    @BeforeAll
    static void start() throws Exception {
        desk = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        desk.createContext("/good", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        desk.start();
        site = new WebFixture(
                "channels", folder, new AlertSettings(AlertRules.DEFAULT, List.of(hook("good"), hook("gone"))));
    }

    private static ChannelSettings hook(String name) {
        URI url = URI.create("http://127.0.0.1:" + desk.getAddress().getPort() + "/" + name);
        return new ChannelSettings.Webhook(name, url, Secret.NONE, 30_000);
    }

    @AfterAll
    static void stop() {
        site.close();
        desk.stop(0);
    }

    private static HttpResponse<String> test(String channel, String lang) throws Exception {
        return site.client()
                .bearer(site.localToken.secret())
                .json("POST", "/api/v1/alerts/channels/" + channel + "/test?lang=" + lang, "{}");
    }

    @Test
    void shouldSayInASentenceHowATestFaredAndShowItEverywhere() throws Exception {
        JsonNode good = WebFixture.tree(test("good", "zh"));
        assertTrue(good.get("delivered").asBoolean());
        assertEquals("通道 good 已接收消息：服务器回应 HTTP 204。", good.get("sentence").asText());
        JsonNode gone = WebFixture.tree(test("gone", "en"));
        assertEquals(
                "Channel gone did not take the message: the server answered HTTP 404; check address and token.",
                gone.get("sentence").asText());
        WebFixture.Client program = site.client().bearer(site.localToken.secret());
        JsonNode listed = WebFixture.tree(program.get("/api/v1/alerts/channels"));
        assertEquals("gone", listed.at("/channels/1/name").asText());
        assertTrue(listed.at("/channels/1/last/sentence/zh").asText().contains("HTTP 404"));
        String counters = program.get("/metrics").body();
        assertTrue(counters.contains("kerbstone_alert_messages_waiting{channel=\"gone\"} 0"), counters);
        String page = site.signedIn().get("/alerts").body();
        assertTrue(page.contains("the server answered HTTP 404") || page.contains("服务器回应 HTTP 404"), page);
    }

    @Test
    void shouldNameTheChannelsWhenThereIsNoSuchOne() throws Exception {
        HttpResponse<String> answer = test("pager", "en");
        assertEquals(404, answer.statusCode());
        assertEquals(
                "There is no channel pager. Configured channels: good, gone.",
                WebFixture.tree(answer).get("error").asText());
    }
}
