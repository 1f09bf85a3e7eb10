package io.kerbstone.collector.judge;

import io.kerbstone.collector.store.ChunkRows.Chunk;
import io.kerbstone.collector.store.SpanRows;
import io.kerbstone.collector.store.SpanRows.Due;
import io.kerbstone.measurement.Period;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.LongStream;

/**
 * Which days, months and years of a path have no rows, or rows older than what they are made of. Whatever changes an hour
 * marks its day first; a made day marks its month, a made month its year. A reader takes the {@link Marks} before it looks
 * at any row, so a row it then uses was right at that moment. One thread marks; any thread may read.
 */
final class DueSpans {
    /** Most days that readers may have asked for at a time; further wishes are forgotten, and uttered again. */
    static final int MAX_WANTED = 100_000;

    private final SpanRows rows;
    private final ZoneId zone;
    private final Map<String, Marks> byKey = new ConcurrentHashMap<>();
    private final Set<Due> wanted = ConcurrentHashMap.newKeySet();
    private List<Due> unsaved = new ArrayList<>();

    DueSpans(SpanRows rows, ZoneId zone) {
        this.rows = rows;
        this.zone = zone;
        for (Due due : rows.due()) {
            add(due);
        }
    }

    /**
     * What of one path is due. Immutable.
     *
     * @param starts begins of the due spans of each level, ms, ascending
     * @param last the day marked last, which is the one marked next nearly always
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared, never changed
    record Marks(long[][] starts, Period last) {
        static final Marks NONE = new Marks(new long[SpanLevel.values().length][0], new Period(0, 1));

        /** Whether the rows of that span cannot be used, for it or a smaller one within it is due. */
        boolean isDue(SpanLevel level, Period span) {
            for (int i = 0; i <= level.place(); i++) {
                int at = Arrays.binarySearch(starts[i], span.startMs());
                int next = at < 0 ? -at - 1 : at;
                if (next < starts[i].length && starts[i][next] < span.endMs()) {
                    return true;
                }
            }
            return false;
        }

        boolean isEmpty() {
            return Arrays.stream(starts).allMatch(ofLevel -> ofLevel.length == 0);
        }

        private Marks with(SpanLevel level, Period span) {
            long[][] more = starts.clone();
            more[level.place()] = LongStream.concat(Arrays.stream(starts[level.place()]), LongStream.of(span.startMs()))
                    .sorted()
                    .distinct()
                    .toArray();
            return new Marks(more, level == SpanLevel.DAY ? span : last);
        }

        private Marks without(SpanLevel level, long startMs) {
            long[][] fewer = starts.clone();
            fewer[level.place()] = Arrays.stream(starts[level.place()])
                    .filter(start -> start != startMs)
                    .toArray();
            return new Marks(fewer, NONE.last);
        }
    }

    ZoneId zone() {
        return zone;
    }

    Marks of(String key) {
        return byKey.getOrDefault(key, Marks.NONE);
    }

    /** The keys of which anything is due; may be walked while marks come and go. */
    Set<String> keys() {
        return byKey.keySet();
    }

    /** Marks the day of an hour that is about to change. */
    void mark(String key, long unixMs) {
        Marks marks = byKey.get(key);
        if (marks != null && unixMs >= marks.last.startMs() && unixMs < marks.last.endMs()) {
            return;
        }
        Due due = new Due(key, SpanLevel.DAY.ledger(), SpanLevel.DAY.numberAt(unixMs, zone));
        if (add(due)) {
            unsaved.add(due);
        }
    }

    /** Says from any thread that a day with hours has no usable row. */
    void want(String key, long unixMs) {
        if (wanted.size() < MAX_WANTED) {
            wanted.add(new Due(key, SpanLevel.DAY.ledger(), SpanLevel.DAY.numberAt(unixMs, zone)));
        }
    }

    /** Marks what readers wanted. */
    void takeWanted() {
        List<Due> taken = List.copyOf(wanted);
        wanted.removeAll(Set.copyOf(taken));
        for (Due due : taken) {
            if (add(due)) {
                unsaved.add(due);
            }
        }
    }

    private boolean add(Due due) {
        SpanLevel level = SpanLevel.of(due.kind());
        Period span = level.periodOf(due.number(), zone);
        Marks old = of(due.key());
        byKey.put(due.key(), old.with(level, span));
        return Arrays.binarySearch(old.starts[level.place()], span.startMs()) < 0;
    }

    /** What was marked since the last call and still is, to be written in the commit of what made it due. */
    List<Due> takeUnsaved() {
        List<Due> taken = unsaved.stream()
                .filter(due -> {
                    SpanLevel level = SpanLevel.of(due.kind());
                    return Arrays.binarySearch(of(due.key()).starts[level.place()], level.startMs(due.number(), zone))
                            >= 0;
                })
                .toList();
        unsaved = new ArrayList<>();
        return taken;
    }

    /** Writes rows that were made, with what is done and what is due by it, and marks it so. */
    void made(List<Chunk> made, List<Due> done, List<Due> due) {
        rows.commit(made, done, due);
        due.forEach(this::add);
        for (Due one : done) {
            SpanLevel level = SpanLevel.of(one.kind());
            Marks left = of(one.key()).without(level, level.startMs(one.number(), zone));
            if (left.isEmpty()) {
                byKey.remove(one.key());
            } else {
                byKey.put(one.key(), left);
            }
        }
    }
}
