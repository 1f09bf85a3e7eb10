package io.kerbstone.rigs.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.kerbstone.rigs.street.Ports;
import io.kerbstone.rigs.street.Street;
import io.kerbstone.time.WallClock;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two agents and a collector as processes: one agent answers STAMP packets, the other measures it, authenticated. */
final class StampTest {
    private static final long INTERVAL_MS = 10_000;

    @TempDir
    private Path folder;

    @Test
    void shouldGiveAPathByStampFiguresLikeAnyOther() throws Exception {
        int port = freeUdpPort();
        try (Street street = Street.of(folder, Ports.free(), "")) {
            street.startCollector();
            street.enrol(
                    "answers",
                    "stamp: {reflector: {address: 127.0.0.1, port: %d, allowed: [127.0.0.0/8], key: street-light}}"
                            .formatted(port));
            street.enrol("asks", "");
            street.startAgent("answers");
            street.startAgent("asks");
            street.addPath(
                    """
                    {"id":"by-stamp","name":"by stamp","agent":"asks","kind":"stamp","target":"127.0.0.1","port":%d,
                     "key":"street-light","rule":"standard"}"""
                            .formatted(port));
            street.addPath(
                    """
                    {"id":"wrong-key","name":"wrong key","agent":"asks","kind":"stamp","target":"127.0.0.1","port":%d,
                     "key":"another","rule":"standard"}"""
                            .formatted(port));
            long startMs = WallClock.SYSTEM.nowMs() / INTERVAL_MS * INTERVAL_MS;
            Awaitility.await()
                    .atMost(Duration.ofSeconds(90))
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> {
                        JsonNode figures = figures(street, "by-stamp", startMs);
                        return figures.at("/rttUs/p50").asDouble() > 0
                                && figures.at("/ledgerMs/UP").asLong() >= INTERVAL_MS;
                    });
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> figures(street, "wrong-key", startMs)
                                    .at("/ledgerMs/DOWN")
                                    .asLong()
                            >= INTERVAL_MS);
            JsonNode good = figures(street, "by-stamp", startMs);
            assertTrue(good.at("/rttUs/p50").asDouble() < 50_000, good.toString());
            assertEquals(0, good.at("/ledgerMs/DOWN").asLong(), good.toString());
            street.stop();
        }
    }

    private static JsonNode figures(Street street, String path, long fromMs) throws Exception {
        long toMs = fromMs + 20 * INTERVAL_MS;
        return street.api().get("/api/v1/paths/" + path + "/indicators?from=" + fromMs + "&to=" + toMs);
    }

    private static int freeUdpPort() throws Exception {
        try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            return socket.getLocalPort();
        }
    }
}
