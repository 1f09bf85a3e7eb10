package io.kerbstone.collector.api;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kerbstone.collector.web.WebFixture;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stream of events to a real reader. */
class EventsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    @Test
    void shouldTellChangesOfStateOnceAndAlerts() throws Exception {
        try (WebFixture site = new WebFixture("events", folder)) {
            site.enrol("cab-1");
            site.path("p", "cab-1");
            List<String> lines = new CopyOnWriteArrayList<>();
            WebFixture.Client program = site.client().bearer(site.localToken.secret());
            String type = program.stream("/api/v1/events", new Reader(lines));
            assertEquals("text/event-stream; charset=utf-8", type);
            await().atMost(PATIENCE).until(() -> lines.contains("retry: 3000"));
            site.measured("p", "cab-1", false, false, false, false, false);
            site.live.tick(site.clock.nowMs() + 6_500);
            await().atMost(PATIENCE).until(() -> lines.contains("event: path"));
            site.live.tick(site.clock.nowMs() + 6_600);
            await().atMost(PATIENCE).until(() -> lines.contains("event: alert"));
            assertEquals(1, lines.stream().filter("event: path"::equals).count());
            assertTrue(lines.stream()
                    .anyMatch(line -> line.contains("\"state\":\"DOWN\"") && line.contains("\"path\":\"p\"")));
        }
    }

    private record Reader(List<String> lines) implements Flow.Subscriber<String> {
        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(String line) {
            lines.add(line);
        }

        @Override
        public void onError(Throwable gone) {
            lines.add("gone");
        }

        @Override
        public void onComplete() {
            lines.add("end");
        }
    }
}
