package io.kerbstone.collector.judge;

import io.kerbstone.collector.store.ChunkRows;
import io.kerbstone.collector.store.ChunkRows.Chunk;
import io.kerbstone.measurement.Interval;
import io.kerbstone.measurement.PathIndicators;
import io.kerbstone.measurement.Period;
import io.kerbstone.measurement.Rule;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Judges a path from the coarsest rows that lie wholly inside the period, are not due and touch no exclusion, and from hours
 * where there are none: the same figures as from all its intervals, to the last bit. Safe for many threads.
 */
final class SpanReader {
    private static final long BLOCK_MS = 24 * BaseIntervals.HOUR_MS;

    private final Shelves shelves;
    private final ZoneId zone;

    SpanReader(Shelves shelves) {
        this.shelves = shelves;
        this.zone = shelves.due().zone();
    }

    /**
     * What is asked.
     *
     * @param key whose observations
     * @param rule by which rule
     * @param period of which time
     * @param exclusions what is cut out
     * @param withSample whether loss and delays are asked too, and not only states
     */
    record Question(String key, Rule rule, Period period, List<Period> exclusions, boolean withSample) {}

    /** A stretch of the period, with its rows; without, its hours are read. */
    private record Piece(Period span, SpanRow.@Nullable Opened states, SpanRow.@Nullable Opened delays) {}

    /** The states, probes and delays; what is excluded is still to be cut out of the states. */
    PathIndicators.Builder read(ChunkRows.Reading reading, Question asked, List<SpanLevel> levels) {
        List<Piece> pieces = new Cover(reading, asked).pieces(levels);
        PathIndicators.Builder builder = new PathIndicators.Builder(asked.period);
        for (Piece piece : pieces) {
            if (piece.states == null) {
                addHours(reading, asked, piece.span, builder);
            } else {
                SpanRow.addStates(piece.states, piece.span, piece.span, builder);
            }
            if (piece.delays != null) {
                builder.addDelays(SpanRow.delays(piece.delays));
            }
        }
        return builder;
    }

    private void addHours(ChunkRows.Reading reading, Question asked, Period span, PathIndicators.Builder to) {
        Rule rule = asked.rule;
        DueSpans.Marks marks = shelves.due().of(asked.key);
        long end = rule.indexAt(span.endMs() - 1) + 1;
        long perBlock = Math.max(1, BLOCK_MS / rule.intervalMs());
        for (long from = rule.indexAt(span.startMs()); from < end; from += perBlock) {
            List<Interval> block =
                    shelves.intervals(asked.key, rule, from, Math.min(end, from + perBlock), reading::chunks);
            block.forEach(interval -> to.add(rule, asked.exclusions, interval));
            if (!block.isEmpty()) {
                wish(asked, span, block.get(0).index() * rule.intervalMs(), marks);
            }
        }
    }

    /** A whole day that was measured, is not due and has no row was made by another rule, or before its path was known. */
    private void wish(Question asked, Period span, long atMs, DueSpans.Marks marks) {
        Period day = SpanLevel.DAY.periodOf(SpanLevel.DAY.numberAt(atMs, zone), zone);
        if (span.contains(day)
                && !marks.isDue(SpanLevel.DAY, day)
                && SpanRow.fits(asked.rule, day)
                && asked.exclusions.stream().noneMatch(day::touches)) {
            shelves.due().want(asked.key, atMs);
        }
    }

    /** One period being covered. */
    private final class Cover {
        private final ChunkRows.Reading reading;
        private final Question asked;
        private final DueSpans.Marks marks;
        private final List<Piece> pieces = new ArrayList<>();

        Cover(ChunkRows.Reading reading, Question asked) {
            this.reading = reading;
            this.asked = asked;
            this.marks = shelves.due().of(asked.key); // before any row is read
        }

        List<Piece> pieces(List<SpanLevel> levels) {
            List<Period> open = List.of(asked.period);
            for (SpanLevel level : levels) {
                List<Period> rest = new ArrayList<>();
                open.forEach(stretch -> cover(level, stretch, rest));
                open = rest;
            }
            open.forEach(stretch -> pieces.add(new Piece(stretch, null, null)));
            pieces.sort(Comparator.comparingLong(piece -> piece.span.startMs()));
            return pieces;
        }

        private void cover(SpanLevel level, Period stretch, List<Period> rest) {
            long from = level.firstFrom(stretch.startMs(), zone);
            long to = level.numberAt(stretch.endMs(), zone);
            long atMs = stretch.startMs();
            if (from < to) {
                List<Chunk> states = reading.chunks(level.ledger(), asked.key, from, to);
                Map<Long, Chunk> delays = asked.withSample && !states.isEmpty()
                        ? reading.chunks(level.delays(), asked.key, from, to).stream()
                                .collect(Collectors.toMap(Chunk::number, Function.identity()))
                        : Map.of();
                for (Chunk row : states) {
                    Piece piece = piece(level, row, delays.get(row.number()));
                    if (piece != null) {
                        addOpen(atMs, piece.span.startMs(), rest);
                        pieces.add(piece);
                        atMs = piece.span.endMs();
                    }
                }
            }
            addOpen(atMs, stretch.endMs(), rest);
        }

        private @Nullable Piece piece(SpanLevel level, Chunk row, @Nullable Chunk delays) {
            Period span = level.periodOf(row.number(), zone);
            if (marks.isDue(level, span)
                    || (asked.withSample && asked.exclusions.stream().anyMatch(span::touches))) {
                return null;
            }
            long print = SpanRow.print(asked.rule, span);
            SpanRow.Opened states = SpanRow.open(row.bytes(), print);
            if (states == null || !asked.withSample) {
                return states == null ? null : new Piece(span, states, null);
            }
            SpanRow.Opened its = delays == null ? null : SpanRow.open(delays.bytes(), print);
            return its == null || its.twin() != states.twin() ? null : new Piece(span, states, its);
        }
    }

    private static void addOpen(long fromMs, long toMs, List<Period> to) {
        if (fromMs < toMs) {
            to.add(new Period(fromMs, toMs));
        }
    }
}
