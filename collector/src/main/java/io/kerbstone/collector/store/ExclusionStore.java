package io.kerbstone.collector.store;

import io.kerbstone.collector.exclusions.Exclusion;
import io.kerbstone.measurement.Period;
import java.util.List;
import java.util.Optional;

/** Rows of exclusions. Safe for many threads; a failure is a {@link StoreException}. */
public final class ExclusionStore {
    private final Database database;

    /** Rows in this database. */
    public ExclusionStore(Database database) {
        this.database = database;
    }

    /** All of them. */
    public List<Exclusion> all() {
        return database.query(
                "SELECT id, scope, scope_id, from_ms, to_ms, reason, asked_by, created_at_ms, approved_by, approved_at_ms"
                        + " FROM exclusions",
                ExclusionStore::read);
    }

    private static Exclusion read(Row row) {
        String approvedBy = row.text("approved_by");
        return new Exclusion(
                row.number("id"),
                Exclusion.Scope.ofCode((int) row.number("scope")),
                row.text("scope_id"),
                new Period(row.number("from_ms"), row.number("to_ms")),
                row.text("reason"),
                row.text("asked_by"),
                row.number("created_at_ms"),
                approvedBy.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new Exclusion.Approval(approvedBy, row.number("approved_at_ms"))));
    }

    /** Adds one, or writes down that it was approved: nothing else of it ever changes. */
    public void put(Exclusion exclusion) {
        String approvedBy = exclusion.approval().map(Exclusion.Approval::by).orElse("");
        long approvedAtMs = exclusion.approval().map(Exclusion.Approval::atMs).orElse(0L);
        database.transaction(t -> {
            int changed = t.update(
                    "UPDATE exclusions SET approved_by = ?, approved_at_ms = ? WHERE id = ?",
                    approvedBy,
                    approvedAtMs,
                    exclusion.id());
            return changed > 0 ? changed : insert(t, exclusion, approvedBy, approvedAtMs);
        });
    }

    private static int insert(Database.Transaction t, Exclusion exclusion, String approvedBy, long approvedAtMs) {
        return t.update(
                "INSERT INTO exclusions (id, scope, scope_id, from_ms, to_ms, reason, asked_by, created_at_ms,"
                        + " approved_by, approved_at_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                exclusion.id(),
                exclusion.scope().code(),
                exclusion.scopeId(),
                exclusion.period().startMs(),
                exclusion.period().endMs(),
                exclusion.reason(),
                exclusion.by(),
                exclusion.createdAtMs(),
                approvedBy,
                approvedAtMs);
    }
}
