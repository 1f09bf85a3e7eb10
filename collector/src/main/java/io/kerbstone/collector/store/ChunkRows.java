package io.kerbstone.collector.store;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Packed rows, each named by kind, key and number (an hour, or a stretch of sequences), and the archive position that all
 * of them together stand for. Written by the judge only; many threads may read.
 */
public final class ChunkRows {
    /** Most bytes of one part; a longer chunk takes several rows. Fits a Derby page of 32 KiB with its overhead. */
    public static final int MAX_PART_BYTES = 30_000;

    /** What a chunk holds. The codes are stored: never reuse one. */
    public enum Kind {
        /** An hour of a path's base intervals. */
        PATH_HOUR(1),
        /** An hour of a numeric series of a device. */
        SERIES_HOUR(2),
        /** The newest readings of a device. */
        DEVICE_LATEST(3),
        /** Archive positions of a stretch of sequences of an epoch. */
        FRAME_INDEX(4),
        /** States and counts of a path's day, and below the delays of it; the same of a month and of a year. */
        DAY(5),
        /** See DAY. */
        DAY_DELAYS(6),
        /** See DAY. */
        MONTH(7),
        /** See DAY. */
        MONTH_DELAYS(8),
        /** See DAY. */
        YEAR(9),
        /** See DAY. */
        YEAR_DELAYS(10),
        /** What a boot of an agent knew of the date, and which of its frames did not. */
        BOOT_CLOCK(20),
        /** How many frames wait for the date. */
        WAITING_FRAMES(21),
        /** Why probes of a path were lost or not measured in an hour; none for an hour without. */
        PATH_REASONS(16),
        /** What came too late for an hour of a path. */
        LATE_HOUR(11);

        private final int code;

        Kind(int code) {
            this.code = code;
        }

        int code() {
            return code;
        }

        static Kind of(int code) {
            return Arrays.stream(values())
                    .filter(kind -> kind.code == code)
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("BUG: kind " + code + " in the store"));
        }
    }

    /**
     * One chunk.
     *
     * @param kind what it holds
     * @param key path, device and series, or agent and epoch
     * @param number hour since 1970 UTC, or number of the stretch
     * @param revision how often late data changed it after it was closed
     * @param bytes the packed content
     */
    @SuppressWarnings("ArrayRecordComponent") // equals looks into the bytes; nobody changes them
    public record Chunk(Kind kind, String key, long number, int revision, byte[] bytes) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Chunk c
                    && kind == c.kind
                    && key.equals(c.key)
                    && number == c.number
                    && revision == c.revision
                    && Arrays.equals(bytes, c.bytes);
        }

        @Override
        public int hashCode() {
            return key.hashCode() * 31 + Long.hashCode(number) + Arrays.hashCode(bytes);
        }

        @Override
        public String toString() {
            return kind + " " + key + " " + number + ", " + bytes.length + " bytes, revision " + revision;
        }
    }

    private static final String UPDATE =
            "UPDATE chunks SET revision = ?, bytes = ? WHERE kind = ? AND chunk_key = ? AND number = ? AND part = ?";
    private static final String INSERT =
            "INSERT INTO chunks (revision, bytes, kind, chunk_key, number, part) VALUES (?, ?, ?, ?, ?, ?)";
    private static final String SELECT = "SELECT number, part, revision, bytes FROM chunks"
            + " WHERE kind = ? AND chunk_key = ? AND number >= ? AND number < ? ORDER BY number, part";

    private final Database database;

    /** The rows of the database. */
    public ChunkRows(Database database) {
        this.database = database;
    }

    /** Up to where in the archive the chunks have followed it; 0 for a new store. */
    public long position() {
        return Checkpoints.position(database, Checkpoints.JUDGED);
    }

    /** The chunk of that number. */
    public Optional<Chunk> chunk(Kind kind, String key, long number) {
        return chunks(kind, key, number, number + 1).stream().findFirst();
    }

    /** The chunks with from &lt;= number &lt; to, ascending. */
    public List<Chunk> chunks(Kind kind, String key, long from, long to) {
        return reading(reading -> reading.chunks(kind, key, from, to));
    }

    /** Lets the work ask many times on one connection, which is the quick way to many short answers. */
    public <T> T reading(Function<Reading, T> work) {
        return database.transaction(t -> {
            try (Database.Asking asking = t.asking(SELECT)) {
                return work.apply(new Reading(asking));
            }
        });
    }

    /** Asks on one connection; owned by one thread while its work runs. */
    public static final class Reading {
        private final Database.Asking asking;

        private Reading(Database.Asking asking) {
            this.asking = asking;
        }

        /** The chunks with from &lt;= number &lt; to, ascending. */
        public List<Chunk> chunks(Kind kind, String key, long from, long to) {
            List<Chunk> parts = asking.all(
                    row -> new Chunk(kind, key, row.number(1), Math.toIntExact(row.number(3)), row.bytes(4)),
                    kind.code,
                    key,
                    from,
                    to);
            List<Chunk> whole = new ArrayList<>(parts.size());
            for (int i = 0; i < parts.size(); ) {
                int end = i + 1;
                while (end < parts.size()
                        && parts.get(end).number() == parts.get(i).number()) {
                    end++;
                }
                whole.add(joined(parts.subList(i, end)));
                i = end;
            }
            return whole;
        }
    }

    /** How many rows there are of a kind, and how many bytes are packed in them. */
    public record Count(long rows, long bytes) {}

    /** Counts the rows of a kind, reading all of them. */
    public Count count(Kind kind) {
        return database.first(
                        "SELECT COUNT(*) AS n, COALESCE(SUM(CAST(LENGTH(bytes) AS BIGINT)), 0) AS b FROM chunks"
                                + " WHERE kind = ?",
                        row -> new Count(row.number("n"), row.number("b")),
                        kind.code)
                .orElseThrow();
    }

    /** All chunks of a kind, by key and number; for small kinds and tests. */
    public List<Chunk> all(Kind kind) {
        return database
                .query("SELECT DISTINCT chunk_key FROM chunks WHERE kind = ?", row -> row.text("chunk_key"), kind.code)
                .stream()
                .sorted()
                .flatMap(key -> chunks(kind, key, Long.MIN_VALUE, Long.MAX_VALUE).stream())
                .toList();
    }

    private static Chunk joined(List<Chunk> parts) {
        Chunk first = parts.get(0);
        if (parts.size() == 1) {
            return first;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        parts.forEach(part -> bytes.writeBytes(part.bytes()));
        return new Chunk(first.kind(), first.key(), first.number(), first.revision(), bytes.toByteArray());
    }

    /**
     * Writes chunks and what they make due, and moves the position, in one commit.
     *
     * @param fresh of which the store has nothing yet
     * @param changes of which it has an older state, or nothing
     */
    public void commit(List<Chunk> fresh, List<Chunk> changes, List<SpanRows.Due> due, long position) {
        database.transaction(t -> {
            List<Object[]> rows = new ArrayList<>();
            fresh.forEach(chunk -> addParts(chunk, rows));
            t.batch(INSERT, rows);
            put(t, changes);
            SpanRows.putDue(t, due);
            Checkpoints.move(t, Checkpoints.JUDGED, position);
            return true;
        });
    }

    /** A chunk that gets shorter by a part leaves the old part behind, which only a row of a day or more can. */
    static void put(Database.Transaction t, List<Chunk> chunks) {
        List<Object[]> rows = new ArrayList<>();
        chunks.forEach(chunk -> addParts(chunk, rows));
        t.upsert(UPDATE, INSERT, rows);
    }

    private static void addParts(Chunk chunk, List<Object[]> rows) {
        byte[] all = chunk.bytes();
        int part = 0;
        for (int from = 0; part == 0 || from < all.length; from += MAX_PART_BYTES) {
            byte[] bytes = Arrays.copyOfRange(all, from, Math.min(all.length, from + MAX_PART_BYTES));
            rows.add(new Object[] {chunk.revision(), bytes, chunk.kind().code, chunk.key(), chunk.number(), part});
            part++;
        }
    }

    /** Forgets everything, for a rebuild from the archive. */
    public void clear() {
        database.transaction(t -> {
            t.update("DELETE FROM chunks");
            Checkpoints.move(t, Checkpoints.JUDGED, 0);
            return true;
        });
    }
}
