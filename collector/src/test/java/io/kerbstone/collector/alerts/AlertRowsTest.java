package io.kerbstone.collector.alerts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kerbstone.collector.store.Database;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Alerts come back from the database as they went in. */
class AlertRowsTest {
    private final Database database = Database.inMemory("alert-rows");
    private final AlertRows rows = new AlertRows(database);

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void shouldGiveBackWhatWasPutWhenOpenEndedOrAcknowledged() {
        Alert down = Samples.pathDown(1, "东门");
        Alert silent = Samples.agentSilent(2).acknowledged(new Alert.Acknowledgement("李", 5, "去现场"));
        Alert ended = Samples.recovered(Samples.pathDown(3, "西门"));
        assertEquals(0, rows.greatestId());
        List.of(down, silent, ended).forEach(rows::put);
        assertEquals(Optional.of(down), rows.alert(1));
        assertEquals(Optional.of(silent), rows.alert(2));
        assertEquals(List.of(ended, silent, down), rows.latest(10));
        assertEquals(List.of(ended, silent), rows.latest(2));
        assertEquals(2, rows.open().size());
        assertEquals(3, rows.greatestId());
        long endedAtMs = ended.end().orElseThrow().atMs();
        assertEquals(List.of(ended), rows.endedSince(endedAtMs));
        assertEquals(List.of(), rows.endedSince(endedAtMs + 1));
        assertEquals(Optional.empty(), rows.alert(9));
    }

    @Test
    void shouldListWhatWasNotToldUntilItIs() {
        Alert down = Samples.pathDown(1, "东门");
        rows.put(down);
        assertEquals(List.of(new AlertEvent(AlertEvent.Type.RAISED, down)), rows.untold());
        rows.told(new Notice(Notice.Type.RAISED, List.of(down), 1));
        assertEquals(List.of(), rows.untold());
        Alert ended = Samples.recovered(down);
        rows.put(ended);
        assertEquals(List.of(new AlertEvent(AlertEvent.Type.ENDED, ended)), rows.untold());
        rows.told(new Notice(Notice.Type.ENDED, List.of(ended), 2));
        assertEquals(List.of(), rows.untold());
    }

    @Test
    void shouldReplaceWhenPutAgain() {
        rows.put(Samples.pathDown(1, "东门"));
        Alert ended = Samples.recovered(Samples.pathDown(1, "东门"));
        rows.put(ended);
        assertEquals(List.of(ended), rows.latest(10));
        assertEquals(List.of(), rows.open());
    }

    @Test
    void shouldCutWhenNamesAreTooLong() {
        rows.put(Samples.pathDown(1, "长".repeat(1000)));
        assertEquals(200, rows.alert(1).orElseThrow().subject().name().length());
    }

    @Test
    void shouldRemoveOldEndedAlertsAndNoOpenOneWhenThereAreTooMany() {
        rows.put(Samples.pathDown(1, "open"));
        rows.put(Samples.recovered(Samples.pathDown(2, "old")));
        rows.put(Samples.recovered(Samples.pathDown(1_001, "kept")));
        rows.put(Samples.pathDown(AlertRows.KEPT_MAX + 1_000L, "new"));
        assertEquals(3, rows.latest(10).size());
        assertTrue(rows.alert(2).isEmpty());
    }
}
