package io.kerbstone.collector.alerts;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.kerbstone.measurement.IntervalState;
import io.kerbstone.settings.Secret;
import io.kerbstone.time.MonotonicClock;
import io.kerbstone.time.WallClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The whole of alerting with its threads: news in, messages out, one stuck channel beside a good one. */
class AlertsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final CountDownLatch testOver = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private final List<String> audited = new CopyOnWriteArrayList<>();
    private final MemoryLog log = new MemoryLog();
    private HttpServer server;
    private Alerts alerts;

    /** One path of one agent that is always well. */
    private static final class OnePath implements Directory {
        @Override
        public Optional<Alert.Subject> path(String pathId) {
            return pathId.equals("a")
                    ? Optional.of(new Alert.Subject("a", "东门", "192.0.2.1", "one", "One"))
                    : Optional.empty();
        }

        @Override
        public Collection<AgentEntry> agents() {
            return List.of();
        }

        @Override
        public int pathsOf(String agentId) {
            return 1;
        }
    }

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/good", exchange -> {
            bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.createContext("/stuck", exchange -> {
            try {
                testOver.await(60, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.close();
        });
        server.start();
        alerts = open();
        alerts.start();
    }

    private Alerts open() {
        return open(hook("stuck"), hook("good"));
    }

    private Alerts open(ChannelSettings... channels) {
        AlertSettings settings = new AlertSettings(AlertRules.DEFAULT, List.of(channels));
        return new Alerts(
                settings,
                new Alerts.Surroundings(
                        new OnePath(),
                        log,
                        alert -> audited.add(
                                alert.acknowledgement().orElseThrow().by()),
                        MonotonicClock.SYSTEM,
                        WallClock.SYSTEM,
                        Samples.ZONE),
                Samples.BASE,
                new Alerts.Pace(50, 300));
    }

    private ChannelSettings hook(String name) {
        return new ChannelSettings.Webhook(
                name, URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/" + name), Secret.NONE, 1_000);
    }

    @AfterEach
    void stop() {
        testOver.countDown();
        alerts.close();
        server.stop(0);
        threads.shutdownNow();
    }

    private void news(IntervalState state, long fromS, long toS) {
        long startMs = 1_790_000_000_000L;
        alerts.pathNews(
                new PathNews("a", state, startMs + fromS * 1000, startMs + toS * 1000, OptionalLong.of(1_000_000)));
    }

    @Test
    void shouldTellOnceByTheGoodChannelWhenTheOtherIsStuck() {
        news(IntervalState.UP, 0, 10);
        news(IntervalState.DOWN, 10, 40);
        await().atMost(PATIENCE).until(() -> bodies.size() == 1);
        assertTrue(bodies.get(0).contains("\"event\":\"raised\""));
        assertEquals(1, alerts.open().size());
        assertEquals(1, log.open().size());
        news(IntervalState.UP, 40, 60);
        await().atMost(PATIENCE).until(() -> bodies.size() == 2);
        assertTrue(bodies.get(1).contains("\"event\":\"ended\""));
        assertEquals(List.of(), alerts.open());
        await().atMost(PATIENCE).until(() -> alerts.channels().get(0).isFailing());
        ChannelStatus stuck = alerts.channels().get(0);
        assertEquals("webhook.timeout", stuck.last().orElseThrow().key());
        assertTrue(stuck.waiting() > 0 && stuck.failedTries() > 0);
        assertEquals(2, alerts.channels().get(1).delivered());
        assertEquals(1, alerts.raisedCount());
        assertEquals(1, alerts.endedCount());
    }

    @Test
    void shouldRecordWhoTookNoteWhenAcknowledged() throws Exception {
        news(IntervalState.DOWN, 0, 30);
        await().atMost(PATIENCE).until(() -> alerts.open().size() == 1);
        assertEquals(
                Alerts.AcknowledgeResult.UNKNOWN,
                alerts.acknowledge(99, "li", "").get().result());
        assertEquals(
                Alerts.AcknowledgeResult.RECORDED,
                alerts.acknowledge(1, "li", "x".repeat(Alerts.NOTE_MAX + 1))
                        .get()
                        .result());
        assertEquals(
                Alerts.AcknowledgeResult.ALREADY,
                alerts.acknowledge(1, "wang", "").get().result());
        Alert.Acknowledgement by = alerts.open().get(0).acknowledgement().orElseThrow();
        assertEquals("li", by.by());
        assertEquals(Alerts.NOTE_MAX, by.note().length());
        assertEquals(List.of("li"), audited);
        assertEquals(by, log.alert(1).orElseThrow().acknowledgement().orElseThrow());
    }

    @Test
    void shouldNotTellAgainWhenRestartedWithAnOpenAlert() {
        alerts.close();
        alerts = open(hook("good"));
        alerts.start();
        news(IntervalState.DOWN, 0, 30);
        await().atMost(PATIENCE).until(() -> bodies.size() == 1);
        await().atMost(PATIENCE).until(() -> log.untold().isEmpty());
        alerts.close();
        alerts = open(hook("good"));
        assertEquals(1, alerts.open().size());
        alerts.start();
        news(IntervalState.DOWN, 0, 90);
        news(IntervalState.UP, 90, 120);
        await().atMost(PATIENCE).until(() -> bodies.size() == 2);
        assertTrue(bodies.get(1).contains("\"event\":\"ended\""));
        assertEquals(1, log.latest(10).size());
    }

    @Test
    void shouldTellAfterTheRestartWhenItCouldNotBefore() {
        alerts.close();
        alerts = open(hook("stuck"));
        alerts.start();
        news(IntervalState.DOWN, 0, 30);
        await().atMost(PATIENCE).until(() -> alerts.channels().get(0).isFailing());
        alerts.close();
        assertEquals(1, log.untold().size());
        alerts = open(hook("good"));
        alerts.start();
        await().atMost(PATIENCE).until(() -> bodies.size() == 1);
        assertTrue(bodies.get(0).contains("\"event\":\"raised\""));
        await().atMost(PATIENCE).until(() -> log.untold().isEmpty());
    }

    @Test
    void shouldSayHowATestMessageFaredWhenAsked() throws Exception {
        assertEquals(
                Attempt.Result.DELIVERED,
                alerts.test("good").orElseThrow().get(60, TimeUnit.SECONDS).result());
        assertTrue(bodies.get(0).contains("\"event\":\"test\""));
        assertEquals(
                "webhook.timeout",
                alerts.test("stuck").orElseThrow().get(60, TimeUnit.SECONDS).key());
        assertTrue(alerts.test("nobody").isEmpty());
    }
}
