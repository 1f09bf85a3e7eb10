package io.kerbstone.collector.alerts;

import io.kerbstone.collector.store.Database;
import io.kerbstone.collector.store.Row;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Alerts in the database. The oldest ended ones are removed above {@link #KEPT_MAX}; open ones never. Safe for many
 * threads.
 */
public final class AlertRows implements AlertLog {
    /** About how many alerts are kept. */
    public static final int KEPT_MAX = 100_000;
    /** After how many new alerts old ones are removed. */
    static final int REMOVE_EVERY = 1_000;

    private static final int NAME_MAX = 200;
    private static final int TARGET_MAX = 300;
    private static final int USER_MAX = 64;
    private static final int LAST_GOOD_TIME = 1;
    private static final int LAST_GOOD_ROUND_TRIP = 2;
    private static final String VALUES = "kind = ?, cause = ?, subject_id = ?, subject_name = ?, target = ?,"
            + " agent_id = ?, agent_name = ?, since_ms = ?, raised_at_ms = ?, last_good = ?, last_good_at_ms = ?,"
            + " last_good_rtt_ns = ?, affected_paths = ?, end_kind = ?, end_since_ms = ?, end_at_ms = ?, ack_by = ?,"
            + " ack_at_ms = ?, ack_note = ?";
    private static final String UPDATE = "UPDATE alerts SET " + VALUES + " WHERE id = ?";
    private static final String INSERT =
            "INSERT INTO alerts (" + VALUES.replace(" = ?", "") + ", id) VALUES (" + "?, ".repeat(19) + "?)";

    private final Database database;

    /** The rows of the database. */
    public AlertRows(Database database) {
        this.database = database;
    }

    @Override
    public void put(Alert alert) {
        database.transaction(t -> {
            t.upsert(UPDATE, INSERT, List.<Object[]>of(values(alert)));
            if (alert.id() % REMOVE_EVERY == 0 && alert.isOpen()) {
                t.update("DELETE FROM alerts WHERE id <= ? AND end_kind <> 0", alert.id() - KEPT_MAX);
            }
            return true;
        });
    }

    private static Object[] values(Alert alert) {
        Alert.Subject subject = alert.subject();
        Optional<Alert.LastGood> good = alert.lastGood();
        Optional<Alert.End> end = alert.end();
        Optional<Alert.Acknowledgement> ack = alert.acknowledgement();
        OptionalLong roundTripNs = good.map(Alert.LastGood::roundTripNs).orElse(OptionalLong.empty());
        return new Object[] {
            alert.kind().code(),
            alert.cause().code(),
            subject.id(),
            cut(subject.name(), NAME_MAX),
            cut(subject.target(), TARGET_MAX),
            subject.agentId(),
            cut(subject.agentName(), NAME_MAX),
            alert.sinceMs(),
            alert.raisedAtMs(),
            good.isEmpty() ? 0 : roundTripNs.isPresent() ? LAST_GOOD_ROUND_TRIP : LAST_GOOD_TIME,
            good.map(Alert.LastGood::atMs).orElse(0L),
            roundTripNs.orElse(0),
            alert.affectedPaths(),
            end.map(e -> e.kind().code()).orElse(0),
            end.map(Alert.End::sinceMs).orElse(0L),
            end.map(Alert.End::atMs).orElse(0L),
            cut(ack.map(Alert.Acknowledgement::by).orElse(""), USER_MAX),
            ack.map(Alert.Acknowledgement::atMs).orElse(0L),
            cut(ack.map(Alert.Acknowledgement::note).orElse(""), Alerts.NOTE_MAX),
            alert.id()
        };
    }

    private static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length);
    }

    private static Alert alert(Row row) {
        return new Alert(
                row.number("id"),
                AlertKind.ofCode(Math.toIntExact(row.number("kind"))),
                new Alert.Subject(
                        row.text("subject_id"),
                        row.text("subject_name"),
                        row.text("target"),
                        row.text("agent_id"),
                        row.text("agent_name")),
                AlertCause.ofCode(Math.toIntExact(row.number("cause"))),
                row.number("since_ms"),
                row.number("raised_at_ms"),
                lastGood(row),
                Math.toIntExact(row.number("affected_paths")),
                end(row),
                acknowledgement(row));
    }

    private static Optional<Alert.LastGood> lastGood(Row row) {
        long form = row.number("last_good");
        if (form == 0) {
            return Optional.empty();
        }
        OptionalLong roundTripNs =
                form == LAST_GOOD_ROUND_TRIP ? OptionalLong.of(row.number("last_good_rtt_ns")) : OptionalLong.empty();
        return Optional.of(new Alert.LastGood(row.number("last_good_at_ms"), roundTripNs));
    }

    private static Optional<Alert.End> end(Row row) {
        int kind = Math.toIntExact(row.number("end_kind"));
        return kind == 0
                ? Optional.empty()
                : Optional.of(
                        new Alert.End(Alert.EndKind.ofCode(kind), row.number("end_since_ms"), row.number("end_at_ms")));
    }

    private static Optional<Alert.Acknowledgement> acknowledgement(Row row) {
        long atMs = row.number("ack_at_ms");
        return atMs == 0
                ? Optional.empty()
                : Optional.of(new Alert.Acknowledgement(row.text("ack_by"), atMs, row.text("ack_note")));
    }

    @Override
    public Optional<Alert> alert(long id) {
        return database.first("SELECT * FROM alerts WHERE id = ?", AlertRows::alert, id);
    }

    @Override
    public List<Alert> open() {
        return database.query("SELECT * FROM alerts WHERE end_kind = 0", AlertRows::alert);
    }

    @Override
    public List<Alert> latest(int limit) {
        return database.query(
                "SELECT * FROM alerts ORDER BY id DESC FETCH FIRST " + limit + " ROWS ONLY", AlertRows::alert);
    }

    @Override
    public List<Alert> endedSince(long unixMs) {
        return database.query("SELECT * FROM alerts WHERE end_kind <> 0 AND end_at_ms >= ?", AlertRows::alert, unixMs);
    }

    @Override
    public void told(Notice notice) {
        // Whoever knows the end need not hear of the beginning any more.
        String told = notice.type() == Notice.Type.ENDED ? "told_raised = 1, told_ended = 1" : "told_raised = 1";
        database.transaction(t -> {
            notice.alerts().forEach(alert -> t.update("UPDATE alerts SET " + told + " WHERE id = ?", alert.id()));
            return true;
        });
    }

    @Override
    public List<AlertEvent> untold() {
        return database
                .query(
                        "SELECT * FROM alerts WHERE (end_kind = 0 AND told_raised = 0)"
                                + " OR (end_kind <> 0 AND told_ended = 0) ORDER BY id",
                        AlertRows::alert)
                .stream()
                .map(alert -> new AlertEvent(alert.isOpen() ? AlertEvent.Type.RAISED : AlertEvent.Type.ENDED, alert))
                .toList();
    }

    @Override
    public long greatestId() {
        return database.first("SELECT COALESCE(MAX(id), 0) AS greatest FROM alerts", row -> row.number("greatest"))
                .orElse(0L);
    }
}
