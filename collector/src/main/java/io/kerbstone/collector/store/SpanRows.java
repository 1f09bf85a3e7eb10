package io.kerbstone.collector.store;

import io.kerbstone.collector.store.ChunkRows.Chunk;
import java.util.List;

/**
 * Rows of days, months and years, and which of them are due: older than what they are made of, or never made. Written by
 * the judge only; many threads may read.
 */
public final class SpanRows {
    private static final String UPDATE =
            "UPDATE spans_due SET number = number WHERE chunk_key = ? AND kind = ? AND number = ?";
    private static final String INSERT = "INSERT INTO spans_due (chunk_key, kind, number) VALUES (?, ?, ?)";
    private static final String DELETE = "DELETE FROM spans_due WHERE chunk_key = ? AND kind = ? AND number = ?";

    private final Database database;

    /** The rows of the database. */
    public SpanRows(Database database) {
        this.database = database;
    }

    /**
     * A span whose rows are to be made anew.
     *
     * @param key whose
     * @param kind which of its kinds
     * @param number of the span
     */
    public record Due(String key, ChunkRows.Kind kind, long number) {
        private Object[] values() {
            return new Object[] {key, kind.code(), number};
        }
    }

    /** All that are due. */
    public List<Due> due() {
        return database.query(
                "SELECT chunk_key, kind, number FROM spans_due",
                row -> new Due(
                        row.text("chunk_key"), ChunkRows.Kind.of((int) row.number("kind")), row.number("number")));
    }

    /** Writes rows that were made, what is no longer due, and what is now; in one commit. */
    public void commit(List<Chunk> made, List<Due> done, List<Due> due) {
        database.transaction(t -> {
            ChunkRows.put(t, made);
            t.batch(DELETE, done.stream().map(Due::values).toList());
            putDue(t, due);
            return true;
        });
    }

    static void putDue(Database.Transaction t, List<Due> due) {
        t.upsert(UPDATE, INSERT, due.stream().distinct().map(Due::values).toList());
    }

    /** The zone the spans are of: that of the store, which a new store takes from the caller. */
    public String zone(String ofNewStore) {
        return database.transaction(t -> {
            List<String> zones = t.query("SELECT zone FROM spans_zone", row -> row.text("zone"));
            if (zones.isEmpty()) {
                t.update("INSERT INTO spans_zone (zone) VALUES (?)", ofNewStore);
                return ofNewStore;
            }
            return zones.get(0);
        });
    }

    /** Forgets what is due and the zone, for a rebuild from the archive; the rows go with {@link ChunkRows#clear}. */
    public void clear() {
        database.transaction(t -> t.update("DELETE FROM spans_due") + t.update("DELETE FROM spans_zone"));
    }
}
