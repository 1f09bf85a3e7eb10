package io.kerbstone.collector.alerts;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kerbstone.collector.judge.PathLive;
import io.kerbstone.collector.registry.AuditEntry;
import io.kerbstone.collector.registry.Registry;
import io.kerbstone.collector.registry.Sealer;
import io.kerbstone.collector.store.Database;
import io.kerbstone.measurement.IntervalState;
import io.kerbstone.settings.PathDefinition;
import io.kerbstone.time.MonotonicClock;
import io.kerbstone.time.WallClock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Alerts on the real registry and store. */
class RegistryDirectoryTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long START_MS = 1_790_000_000_000L;

    private final Database database = Database.inMemory("alerts-directory");
    private final List<AuditEntry> trail = new CopyOnWriteArrayList<>();
    private final List<Consumer<PathLive>> subscribers = new CopyOnWriteArrayList<>();
    private final Registry registry = new Registry(database, Plain.SEALER, trail::add);
    private final RegistryDirectory directory = new RegistryDirectory(registry);

    private enum Plain implements Sealer {
        SEALER;

        @Override
        public byte[] seal(byte[] plain) {
            return plain;
        }

        @Override
        public byte[] open(byte[] sealed) {
            return sealed;
        }
    }

    @BeforeEach
    void enrol() {
        registry.addToken("hash-1234", "", 3_600_000, 1, "ann", START_MS);
        registry.enrol("hash-1234", "cab-1", "Cabinet 1", new byte[32], START_MS);
        registry.putPath(PathDefinition.icmp("a", "192.0.2.1"), "cab-1", "ann", START_MS);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static PathLive live(IntervalState state, long sinceS, long lastS) {
        return new PathLive("a", state, START_MS + sinceS * 1000, START_MS + lastS * 1000, 1234.5, 0);
    }

    @Test
    void shouldKnowActiveAgentsAndTheirPathsAndForgetThemWhenRevoked() {
        assertEquals(Optional.of(new Alert.Subject("a", "a", "192.0.2.1", "cab-1", "Cabinet 1")), directory.path("a"));
        assertEquals(1, directory.agents().size());
        assertEquals(1, directory.pathsOf("cab-1"));
        registry.revoke("cab-1", "ann", START_MS);
        assertEquals(Optional.empty(), directory.path("a"));
        assertEquals(0, directory.agents().size());
        assertEquals(Optional.empty(), directory.path("none"));
    }

    @Test
    void shouldEndNewsAtTheEndOfTheIntervalWhenJudgeNamesItsStart() {
        assertEquals(
                Optional.of(
                        new PathNews("a", IntervalState.UP, START_MS, START_MS + 30_000, OptionalLong.of(1_234_500))),
                directory.news(live(IntervalState.UP, 0, 20)));
        PathLive lost = new PathLive("a", IntervalState.DOWN, START_MS, START_MS, Double.NaN, 1);
        assertEquals(OptionalLong.empty(), directory.news(lost).orElseThrow().roundTripNs());
    }

    @Test
    void shouldKeepAndRecordWhenRaisedAndAcknowledged() throws Exception {
        Alerts alerts = Alerts.open(
                AlertSettings.DEFAULT,
                new Alerts.Sources(registry, trail::add, database, subscribers::add),
                MonotonicClock.SYSTEM,
                WallClock.SYSTEM,
                Samples.ZONE,
                "");
        alerts.start();
        subscribers.get(0).accept(live(IntervalState.DOWN, 0, 20));
        await().atMost(PATIENCE).until(() -> alerts.open().size() == 1);
        assertEquals(
                Alerts.AcknowledgeResult.RECORDED,
                alerts.acknowledge(1, "li", "去现场").get().result());
        alerts.close();
        Alert kept = new AlertRows(database).alert(1).orElseThrow();
        assertEquals("li", kept.acknowledgement().orElseThrow().by());
        assertEquals("Cabinet 1", kept.subject().agentName());
        AuditEntry entry = trail.get(trail.size() - 1);
        assertEquals("alert.acknowledge", entry.action());
        assertEquals("li", entry.by());
        assertTrue(entry.detail().contains("去现场"));
    }
}
