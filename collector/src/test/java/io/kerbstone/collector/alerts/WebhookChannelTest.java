package io.kerbstone.collector.alerts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.kerbstone.settings.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The webhook against a real HTTP server, good and bad. */
class WebhookChannelTest {
    private final CountDownLatch testOver = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicReference<String> body = new AtomicReference<>("");
    private final AtomicReference<String> authorization = new AtomicReference<>("");
    private HttpServer server;
    private volatile int status = 204;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/hook", this::answer);
        server.createContext("/silent", this::wait);
        server.createContext("/drip", exchange -> {
            exchange.sendResponseHeaders(200, 1_000_000);
            exchange.getResponseBody().write('x');
            exchange.getResponseBody().flush();
            wait(exchange);
        });
        server.createContext("/elsewhere", exchange -> {
            exchange.getResponseHeaders().add("Location", "/hook");
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        body.set(new String(exchange.getRequestBody().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8));
        authorization.set(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    private void wait(HttpExchange exchange) {
        try {
            testOver.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        exchange.close();
    }

    @AfterEach
    void stop() {
        testOver.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private Channel channel(String path, long timeoutMs) {
        URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
        return Channel.of(
                new ChannelSettings.Webhook("desk", url, Secret.of("abc"), timeoutMs), Samples.ZONE, Samples.BASE);
    }

    private static Notice notice() {
        return new Notice(Notice.Type.RAISED, List.of(Samples.pathDown(7, "东门")), Samples.SINCE_MS);
    }

    @Test
    void shouldPostJsonWithTokenWhenServerIsGood() throws IOException {
        Attempt attempt = channel("/hook", 30_000).send(notice());
        assertEquals(Attempt.Result.DELIVERED, attempt.result());
        assertEquals("服务器回应 HTTP 204", attempt.reason(Locale.CHINA));
        JsonNode json = new ObjectMapper().readTree(body.get());
        assertEquals("raised", json.get("event").asText());
        assertEquals("东门", json.at("/alerts/0/subject/name").asText());
        assertEquals("Bearer abc", authorization.get());
    }

    @Test
    void shouldTellPassingFromLastingTroubleWhenServerRefuses() {
        assertAnswer(500, Attempt.Result.RETRY, "webhook.busy");
        assertAnswer(429, Attempt.Result.RETRY, "webhook.busy");
        assertAnswer(401, Attempt.Result.RETRY, "webhook.denied");
        assertAnswer(404, Attempt.Result.RETRY, "webhook.denied");
        assertAnswer(400, Attempt.Result.REFUSED, "webhook.refused");
        assertAnswer(413, Attempt.Result.REFUSED, "webhook.refused");
    }

    private void assertAnswer(int answered, Attempt.Result result, String key) {
        status = answered;
        assertEquals(
                new Attempt(result, key, "HTTP " + answered),
                channel("/hook", 30_000).send(notice()));
    }

    @Test
    void shouldNotFollowWhenRedirected() {
        assertEquals(
                "webhook.redirect", channel("/elsewhere", 30_000).send(notice()).key());
        assertEquals("", body.get());
    }

    @Test
    void shouldGiveUpAtTheTimeOutWhenServerIsSilentOrDrips() {
        assertEquals("webhook.timeout", channel("/silent", 1_000).send(notice()).key());
        Attempt dripped = channel("/drip", 1_000).send(notice());
        assertEquals("webhook.timeout", dripped.key());
        assertEquals(Attempt.Result.RETRY, dripped.result());
        assertEquals("no answer within 1000 ms; it is tried again", dripped.reason(Locale.ENGLISH));
    }

    @Test
    void shouldSayUnreachableWhenNobodyListens() throws IOException {
        int port;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = taken.getLocalPort();
        }
        Attempt attempt = Channel.of(
                        new ChannelSettings.Webhook(
                                "desk", URI.create("http://127.0.0.1:" + port + "/"), Secret.NONE, 5_000),
                        Samples.ZONE,
                        "")
                .send(notice());
        assertEquals("webhook.unreachable", attempt.key());
        assertTrue(attempt.reason(Locale.ENGLISH).startsWith("the server cannot be reached ("));
    }
}
