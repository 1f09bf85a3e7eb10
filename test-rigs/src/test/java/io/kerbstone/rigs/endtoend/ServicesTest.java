package io.kerbstone.rigs.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.kerbstone.rigs.street.Ports;
import io.kerbstone.rigs.street.Street;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Services as paths like any other: an agent probes the collector's own web server and a port nobody listens on. */
final class ServicesTest {
    private static final String AGENT = "agent-services";

    @TempDir
    Path folder;

    @Test
    void shouldJudgeServicesAsPathsLikeAnyOther() throws Exception {
        try (Street street = Street.of(folder.resolve("street"), Ports.free(), "alerts: {}")) {
            int nobody = Ports.free();
            street.startCollector();
            street.enrol(AGENT, "");
            street.startAgent(AGENT);
            String url = "https://127.0.0.1:" + street.webPort() + "/health/live";
            street.addPath(path("web", "http", url, "\"verify\":false"));
            street.addPath(path("web-verified", "http", url, "\"verify\":true"));
            street.addPath(path("port", "tcp", "localhost", "\"port\":" + street.webPort()));
            street.addPath(path("port-closed", "tcp", "127.0.0.1", "\"port\":" + nobody));
            street.addPath(path("names", "dns", "127.0.0.1", "\"query\":\"street.test\",\"port\":" + nobody));
            street.addPath(path("clock", "ntp", "127.0.0.1", "\"port\":" + nobody));

            await(() -> isState(street, "web", "UP") && isState(street, "port", "UP"));
            // The collector's certificate is of its own authority, which this machine does not trust.
            await(() -> isState(street, "web-verified", "DOWN"));
            await(() -> isState(street, "port-closed", "DOWN"));
            await(() -> isState(street, "names", "DOWN") && isState(street, "clock", "DOWN"));
            JsonNode web = street.api().get("/api/v1/paths/web");
            assertEquals("http", web.path("kind").asText(), web.toString());
        }
    }

    private static String path(String id, String kind, String target, String options) {
        return "{\"id\":\"%s\",\"name\":\"%s\",\"agent\":\"%s\",\"kind\":\"%s\",\"target\":\"%s\",\"rule\":\"standard\",%s}"
                .formatted(id, id, AGENT, kind, target, options);
    }

    private static boolean isState(Street street, String path, String state) throws Exception {
        return street.api()
                .get("/api/v1/paths/" + path)
                .path("live")
                .path("state")
                .asText()
                .equals(state);
    }

    private static void await(Callable<Boolean> condition) {
        org.awaitility.Awaitility.await()
                .atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(500))
                .ignoreException(IOException.class)
                .until(condition);
    }
}
