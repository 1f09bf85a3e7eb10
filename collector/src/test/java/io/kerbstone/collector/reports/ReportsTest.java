package io.kerbstone.collector.reports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kerbstone.collector.exclusions.Exclusion;
import io.kerbstone.collector.exclusions.Exclusions;
import io.kerbstone.collector.judge.Figures;
import io.kerbstone.collector.judge.LiveStates;
import io.kerbstone.collector.judge.Shelves;
import io.kerbstone.collector.registry.Registry;
import io.kerbstone.collector.registry.Sealer;
import io.kerbstone.collector.store.ChunkRows;
import io.kerbstone.collector.store.Database;
import io.kerbstone.collector.store.ExclusionStore;
import io.kerbstone.collector.store.SpanRows;
import io.kerbstone.measurement.Verdict;
import io.kerbstone.settings.PathDefinition;
import java.time.ZoneOffset;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reports from the real registry, figures and exclusions, with nothing measured. */
class ReportsTest {
    private static final long OCTOBER_MS = SampleReport.OCTOBER.period().startMs();
    private static final long NOW_MS = OCTOBER_MS + 86_400_000L * 40;

    private final Database database = Database.inMemory("reports");
    private final Registry registry = new Registry(database, Plain.SEALER, entry -> {});
    private final Exclusions exclusions = new Exclusions(new ExclusionStore(database), registry, entry -> {});
    private Reports reports;

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
    void start() {
        registry.addToken("hash-1234", "", 3_600_000, 1, "ann", OCTOBER_MS);
        registry.enrol("hash-1234", "cab-1", "Cabinet 1", new byte[32], OCTOBER_MS);
        registry.putPath(PathDefinition.icmp("a", "192.0.2.1"), "cab-1", "ann", OCTOBER_MS);
        Shelves shelves = new Shelves(new ChunkRows(database), new SpanRows(database), ZoneOffset.UTC);
        Figures figures = new Figures(shelves, registry, new LiveStates(shelves, registry), exclusions);
        reports = new Reports(figures, registry, exclusions, SampleReport.ZONE);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private String refusal(String period, String group, String format) {
        return assertInstanceOf(Reports.Refused.class, reports.make(period, group, format, Locale.ENGLISH, NOW_MS))
                .sentence();
    }

    @Test
    void shouldSayWhyWhenGroupFormOrPeriodIsWrong() {
        assertEquals("There is no group west. Known groups: all.", refusal("2026-10", "west", "html"));
        assertEquals("pdf is no form of this report. Write html or json.", refusal("2026-10", "all", "pdf"));
        assertTrue(refusal("soon", "all", "html").startsWith("soon is no period."));
    }

    @Test
    void shouldBeUndecidedAndNameExclusionsWhenNothingWasMeasured() throws Exception {
        long fromMs = OCTOBER_MS + 3_600_000;
        exclusions.add(
                new Exclusions.Request(Exclusion.Scope.PATH, "a", fromMs, fromMs + 7_200_000, "cable"),
                "ann",
                OCTOBER_MS);
        exclusions.add(
                new Exclusions.Request(Exclusion.Scope.PATH, "a", OCTOBER_MS, OCTOBER_MS + 1_000, "too late"),
                "ann",
                NOW_MS);
        Reports.Document document = assertInstanceOf(
                Reports.Document.class, reports.make("2026-10", "all", "json", Locale.ENGLISH, NOW_MS));
        assertEquals(Verdict.UNDECIDED, document.overall());
        assertEquals("availability-all-2026-10.json", document.fileName());
        JsonNode json = new ObjectMapper().readTree(document.bytes());
        assertEquals(1, json.get("exclusions").size());
        assertEquals("cable", json.at("/exclusions/0/reason").asText());
        assertEquals(7_200_000, json.at("/paths/0/indicators/ledgerMs/EXCLUDED").longValue());
        assertEquals(0, json.at("/paths/0/indicators/ledgerMs/UP").longValue());
        assertEquals("Cabinet 1", json.at("/paths/0/agentName").asText());
        assertInstanceOf(
                Reports.Document.class, reports.make("2026-10", "all", "HTML", Locale.SIMPLIFIED_CHINESE, NOW_MS));
    }
}
