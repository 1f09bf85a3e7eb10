package io.kerbstone.snmp;

import io.kerbstone.measurement.Oid;
import io.kerbstone.measurement.Varbind;
import io.kerbstone.snmp.SnmpAnswer.Ending;
import io.kerbstone.snmp.SnmpAnswer.Failed;
import io.kerbstone.snmp.SnmpAnswer.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A GETBULK walk over the columns of a table (RFC 3416, section 4.2.3), without I/O. Each column has its own cursor, so a
 * sparse column costs no more than it holds. Every answer either moves a cursor forward or ends something; therefore a walk
 * ends whatever the device says. Of one thread.
 */
final class Walk {
    /** Most columns in one request. */
    static final int COLUMNS_PER_REQUEST_MAX = 16;
    /** Most bytes of texts kept of one walk; a large switch with long aliases needs a tenth. */
    static final int BYTES_MAX = 4 << 20;

    private final WalkLimits limits;
    private final long deadlineNs;
    private final List<Column> columns = new ArrayList<>();
    private List<Column> asked = List.of();
    private int repetitions;
    private int bytes;
    private int columnsPerRequest = COLUMNS_PER_REQUEST_MAX;
    private Ending ending = Ending.COMPLETE;
    private String note = "";
    private @Nullable Failed failed;

    Walk(List<Oid> roots, WalkLimits limits, long nowNs) {
        this.limits = limits;
        this.deadlineNs = nowNs + limits.walkTimeMs() * 1_000_000;
        this.repetitions = limits.repetitions();
        roots.forEach(root -> columns.add(new Column(root)));
    }

    /**
     * One GETBULK.
     *
     * @param cursors the objects after which to answer
     * @param repetitions at least 1
     */
    record Request(List<Oid> cursors, int repetitions) {}

    /** The next request; empty when the walk has ended. */
    Optional<Request> next(long nowNs) {
        asked = columns.stream()
                .filter(column -> !column.ended)
                .limit(columnsPerRequest)
                .toList();
        if (asked.isEmpty()) {
            return Optional.empty();
        }
        if (nowNs - deadlineNs >= 0) {
            stop(Ending.TIME_LIMIT, "the walk was stopped after " + limits.walkTimeMs() + " ms");
            return Optional.empty();
        }
        int rows = Math.max(1, repetitions / asked.size());
        return Optional.of(
                new Request(asked.stream().map(column -> column.cursor).toList(), rows));
    }

    /** Takes an answer; values beyond what was asked for are not looked at. */
    void accept(Request request, List<Varbind> varbinds) {
        if (varbinds.isEmpty()) {
            failed(new Failed(Failure.MALFORMED, "The device answered a walk with no value at all."));
            return;
        }
        int most = Math.min(varbinds.size(), asked.size() * request.repetitions());
        for (int i = 0; i < most; i++) {
            accept(asked.get(i % asked.size()), varbinds.get(i));
        }
    }

    private void accept(Column column, Varbind varbind) {
        if (column.ended) {
            return;
        }
        if (varbind.type() == Varbind.Type.END_OF_MIB_VIEW || !varbind.oid().startsWith(column.root)) {
            column.ended = true;
        } else if (varbind.oid().compareTo(column.cursor) <= 0) {
            end(column, Ending.NOT_INCREASING, "the device answered " + varbind.oid() + " after " + column.cursor);
        } else if (column.rows == limits.rowsMax()) {
            end(column, Ending.ROW_LIMIT, column.root + " has more than " + limits.rowsMax() + " rows");
        } else {
            take(column, varbind);
        }
    }

    private void take(Column column, Varbind varbind) {
        column.cursor = varbind.oid();
        column.rows++;
        bytes += varbind.bytes().length;
        if (bytes > BYTES_MAX) {
            stop(Ending.ROW_LIMIT, "the values walked over have more than " + BYTES_MAX + " bytes");
        } else if (varbind.isPresent()) {
            column.values.add(varbind);
        }
    }

    /** Takes a failure: an answer that is too big is asked for in smaller pieces, everything else ends the walk. */
    void failed(Failed failure) {
        if (failure.failure() == Failure.TOO_BIG && makeSmaller()) {
            return;
        }
        failed = failure;
        stop(Ending.BROKEN_OFF, failure.sentence());
    }

    private boolean makeSmaller() {
        if (repetitions > asked.size()) {
            repetitions = Math.max(asked.size(), repetitions / 2);
            return true;
        }
        if (asked.size() > 1) {
            columnsPerRequest = asked.size() / 2;
            return true;
        }
        return false;
    }

    private void end(Column column, Ending how, String why) {
        column.ended = true;
        if (ending == Ending.COMPLETE) {
            ending = how;
            note = why;
        }
    }

    private void stop(Ending how, String why) {
        columns.forEach(column -> end(column, how, why));
    }

    /** What came: the failure when nothing did before it. */
    SnmpAnswer answer() {
        List<Varbind> all = new ArrayList<>();
        columns.forEach(column -> all.addAll(column.values));
        return failed != null && all.isEmpty() ? failed : new Values(all, ending, note);
    }

    /** One column and how far it has been walked. */
    private static final class Column {
        private final Oid root;
        private final List<Varbind> values = new ArrayList<>();
        private Oid cursor;
        private int rows;
        private boolean ended;

        Column(Oid root) {
            this.root = root;
            this.cursor = root;
        }
    }
}
