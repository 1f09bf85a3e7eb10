package io.kerbstone.collector.judge;

import io.kerbstone.collector.registry.PathRecord;
import io.kerbstone.collector.registry.Registry;
import io.kerbstone.collector.store.ChunkRows.Chunk;
import io.kerbstone.collector.store.SpanRows.Due;
import io.kerbstone.measurement.PathIndicators;
import io.kerbstone.measurement.Period;
import io.kerbstone.measurement.ProbeTotals;
import io.kerbstone.measurement.Rule;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Makes the rows of days, months and years that are due and have ended, a bounded number at a time; each from the next finer
 * ones. Owned by the judge's thread.
 */
public final class SpanMaker {
    /** Most keys looked at in one turn. */
    static final int KEYS_PER_TURN = 10_000;

    private static final int SPANS_PER_COMMIT = 1_000;

    private final Shelves shelves;
    private final Registry registry;
    private final SpanReader reader;
    private final ZoneId zone;
    private Iterator<String> round = Collections.emptyIterator();
    private Map<String, Rule> rules = Map.of();

    /** A maker of the rows of the registry's paths. */
    public SpanMaker(Shelves shelves, Registry registry) {
        this.shelves = shelves;
        this.registry = registry;
        this.reader = new SpanReader(shelves);
        this.zone = shelves.due().zone();
    }

    /** Makes every row that is due; returns how many spans. */
    public long makeAll(long nowMs) {
        long sum = 0;
        long inRound;
        round = Collections.emptyIterator();
        // Days make months due and months years, so it ends with a round that finds nothing.
        do {
            inRound = 0;
            do {
                inRound += make(nowMs, SPANS_PER_COMMIT);
            } while (round.hasNext());
            sum += inRound;
        } while (inRound > 0);
        return sum;
    }

    /** Makes about that many spans at most; returns how many. */
    public int make(long nowMs, int most) {
        shelves.due().takeWanted();
        if (!round.hasNext()) {
            round = shelves.due().keys().iterator();
            rules = round.hasNext() ? rules() : Map.of();
        }
        Batch batch = new Batch(nowMs);
        for (int looked = 0; looked < KEYS_PER_TURN && batch.done.size() < most && round.hasNext(); looked++) {
            batch.make(round.next(), most);
        }
        if (!batch.done.isEmpty()) {
            shelves.due().made(batch.made, batch.done, batch.due);
        }
        return batch.done.size();
    }

    private Map<String, Rule> rules() {
        Map<String, Rule> byKey = new HashMap<>();
        for (PathRecord path : registry.paths()) {
            byKey.put(path.streamKey(), path.definition().rule());
        }
        return byKey;
    }

    /** What one commit writes. */
    private final class Batch {
        private final long nowMs;
        private final List<Chunk> made = new ArrayList<>();
        private final List<Due> done = new ArrayList<>();
        private final List<Due> due = new ArrayList<>();

        Batch(long nowMs) {
            this.nowMs = nowMs;
        }

        void make(String key, int most) {
            DueSpans.Marks marks = shelves.due().of(key);
            for (SpanLevel level : SpanLevel.values()) {
                for (long startMs : marks.starts()[level.place()]) {
                    Period span = level.periodOf(level.numberAt(startMs, zone), zone);
                    if (done.size() < most && isReady(marks, level, span)) {
                        make(key, level, span);
                    }
                }
            }
        }

        private boolean isReady(DueSpans.Marks marks, SpanLevel level, Period span) {
            return span.endMs() + Judge.LATE_AFTER_MS <= nowMs
                    && (level == SpanLevel.DAY || !marks.isDue(level.finer(), span));
        }

        private void make(String key, SpanLevel level, Period span) {
            long number = level.numberAt(span.startMs(), zone);
            Rule rule = rules.get(key);
            // Of a path that is not known, or whose intervals reach over midnight, figures come from hours.
            if (rule != null && SpanRow.fits(rule, span)) {
                write(key, rule, level, number, span);
                if (level != SpanLevel.YEAR) {
                    SpanLevel above = level.above();
                    due.add(new Due(key, above.ledger(), above.numberAt(span.startMs(), zone)));
                }
            }
            done.add(new Due(key, level.ledger(), number));
        }

        private void write(String key, Rule rule, SpanLevel level, long number, Period span) {
            SpanReader.Question asked = new SpanReader.Question(key, rule, span, List.of(), true);
            PathIndicators.Builder builder =
                    shelves.rows().reading(reading -> reader.read(reading, asked, level.below()));
            ProbeTotals totals = builder.totals();
            PathIndicators figures = builder.build(List.of());
            byte[][] rows = SpanRow.write(rule, span, figures.ledger(), totals, figures.delays());
            made.add(new Chunk(level.ledger(), key, number, 0, rows[0]));
            made.add(new Chunk(level.delays(), key, number, 0, rows[1]));
        }
    }
}
