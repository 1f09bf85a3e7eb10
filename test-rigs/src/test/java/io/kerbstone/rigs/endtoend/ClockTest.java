package io.kerbstone.rigs.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kerbstone.rigs.Needs;
import io.kerbstone.rigs.street.Ports;
import io.kerbstone.rigs.street.Street;
import io.kerbstone.time.WallClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real agent whose wall clock (libfaketime; the monotonic one is true) begins in 1970 without a collector, and later jumps
 * by hours, forwards and back: it enrols and connects, and every observation ends up at its true time.
 */
final class ClockTest {
    private static final long INTERVAL_MS = 10_000;
    private static final String AGENT = "agent-1970";
    private static final String LOCAL_PATH = "paths: [{id: self, kind: icmp, target: 127.0.0.1, rule: standard}]";

    @TempDir
    Path folder;

    @Test
    void shouldDateEveryObservationRightWhenTheClockBeginsIn1970AndJumps() throws Exception {
        Needs.tool("faketime");
        Map<String, String> in1970 = environment("@1970-01-01 00:01:00");
        try (Street street = Street.of(folder.resolve("street"), Ports.free(), "alerts: {silent: 60s}")) {
            street.startCollector();
            street.enrol(AGENT, LOCAL_PATH, in1970);
            street.collector().kill();

            street.startAgent(AGENT, in1970);
            street.agent(AGENT).awaitLine(line -> line.contains("started"), 60);
            long fromMs = (nowMs() / INTERVAL_MS + 1) * INTERVAL_MS;
            await(60, () -> nowMs() > fromMs + 3 * INTERVAL_MS);
            street.startCollector();
            await(90, () -> counts(street, fromMs, fromMs + 3 * INTERVAL_MS) >= 3 * INTERVAL_MS);

            set("+5h");
            await(60, () -> counter(street, "wallSteps") == 1);
            set("-7h");
            await(60, () -> counter(street, "wallSteps") == 2);
            long toMs = (nowMs() / INTERVAL_MS + 2) * INTERVAL_MS; // a whole interval after the jumps
            await(90, () -> counts(street, fromMs, toMs) >= toMs - fromMs);

            JsonNode ledger = ledger(street, fromMs, toMs);
            assertEquals(toMs - fromMs, ledger.path("UP").asLong(), "up all the time, by the true time: " + ledger);
            JsonNode around = ledger(street, fromMs - 86_400_000, toMs);
            assertEquals(0, around.path("DOWN").asLong(), "and down at no other: " + around);
            street.stop();
        }
    }

    private Map<String, String> environment(String time) throws IOException {
        set(time);
        try (Stream<Path> files = Files.walk(Path.of("/usr/lib"), 3)) {
            Path library = files.filter(file -> file.endsWith("faketime/libfaketime.so.1"))
                    .findFirst()
                    .orElseThrow();
            return Map.of(
                    "LD_PRELOAD", library.toString(),
                    "FAKETIME_TIMESTAMP_FILE", clockFile().toString(),
                    "FAKETIME_CACHE_DURATION", "1",
                    "DONT_FAKE_MONOTONIC", "1",
                    "FAKETIME_FORCE_MONOTONIC_FIX", "0");
        }
    }

    private Path clockFile() {
        return folder.resolve("clock");
    }

    private void set(String time) throws IOException {
        Files.writeString(clockFile(), time + "\n");
    }

    /** Time that is known of the period, ms. */
    private static long counts(Street street, long fromMs, long toMs) throws Exception {
        JsonNode ledger = ledger(street, fromMs, toMs);
        return ledger.path("UP").asLong() + ledger.path("DOWN").asLong();
    }

    private static JsonNode ledger(Street street, long fromMs, long toMs) throws Exception {
        return street.api()
                .get("/api/v1/paths/" + AGENT + "~self/indicators?from=" + fromMs + "&to=" + toMs)
                .path("ledgerMs");
    }

    private static long counter(Street street, String name) throws IOException {
        JsonNode status =
                new ObjectMapper().readTree(Files.readString(street.state(AGENT).resolve("status.json")));
        return status.path("counters").path(name).asLong();
    }

    private static long nowMs() {
        return WallClock.SYSTEM.nowMs();
    }

    private static void await(long seconds, Callable<Boolean> condition) {
        org.awaitility.Awaitility.await()
                .atMost(Duration.ofSeconds(seconds))
                .pollInterval(Duration.ofMillis(500))
                .ignoreException(IOException.class)
                .until(condition);
    }
}
