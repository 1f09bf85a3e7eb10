package io.kerbstone.measurement;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The states of a period as segments that cover it exactly; neighbours differ in state. UP + DOWN + UNKNOWN + EXCLUDED
 * is always the length of the period. Immutable.
 *
 * @param period the whole
 * @param segments ascending, without gap or overlap
 */
public record Ledger(Period period, List<Segment> segments) {
    /** Copies the list. */
    public Ledger {
        segments = List.copyOf(segments);
    }

    /** A stretch of one state. */
    public record Segment(Period period, IntervalState state) {}

    /** Time in a state, ms. */
    public long ms(IntervalState state) {
        return segments.stream()
                .filter(segment -> segment.state == state)
                .mapToLong(segment -> segment.period.lengthMs())
                .sum();
    }

    /** UP / (UP + DOWN); null when both are 0. */
    public @Nullable Ratio availability() {
        return ratio(ms(IntervalState.UP), ms(IntervalState.DOWN));
    }

    /** Lower bound: all UNKNOWN was DOWN. */
    public @Nullable Ratio availabilityLow() {
        return ratio(ms(IntervalState.UP), ms(IntervalState.DOWN) + ms(IntervalState.UNKNOWN));
    }

    /** Upper bound: all UNKNOWN was UP. */
    public @Nullable Ratio availabilityHigh() {
        return ratio(ms(IntervalState.UP) + ms(IntervalState.UNKNOWN), ms(IntervalState.DOWN));
    }

    /** Measured share: (UP + DOWN) / (UP + DOWN + UNKNOWN). */
    public @Nullable Ratio coverage() {
        return ratio(ms(IntervalState.UP) + ms(IntervalState.DOWN), ms(IntervalState.UNKNOWN));
    }

    /** Σ down of the ended outages over their number, ms; null when none ended. */
    public @Nullable Ratio mttrMs() {
        List<Outage> ended = outages().stream().filter(Outage::ended).toList();
        return ended.isEmpty()
                ? null
                : new Ratio(ended.stream().mapToLong(Outage::downMs).sum(), ended.size());
    }

    /** UP time over the number of outages, ms; null when there was none. */
    public @Nullable Ratio mtbfMs() {
        int number = outages().size();
        return number == 0 ? null : new Ratio(ms(IntervalState.UP), number);
    }

    /** The runs of DOWN, ascending. */
    public List<Outage> outages() {
        List<Outage> outages = new ArrayList<>();
        List<Segment> downs = new ArrayList<>();
        for (Segment segment : segments) {
            if (segment.state == IntervalState.DOWN) {
                downs.add(segment);
            } else if (segment.state == IntervalState.UP && !downs.isEmpty()) {
                outages.add(outage(downs, true));
                downs.clear();
            }
        }
        if (!downs.isEmpty()) {
            outages.add(outage(downs, false));
        }
        return outages;
    }

    private static Outage outage(List<Segment> downs, boolean ended) {
        long fromMs = downs.get(0).period.startMs();
        long toMs = downs.get(downs.size() - 1).period.endMs();
        long downMs = downs.stream().mapToLong(down -> down.period.lengthMs()).sum();
        return new Outage(fromMs, toMs, downMs, downMs == toMs - fromMs, ended);
    }

    private static @Nullable Ratio ratio(long numerator, long rest) {
        return numerator + rest == 0 ? null : new Ratio(numerator, numerator + rest);
    }

    /** This ledger with the exclusions (in any order, may overlap and reach past the period) cut out exactly. */
    public Ledger excluding(List<Period> exclusions) {
        List<Period> cuts = exclusions.stream()
                .filter(period::touches)
                .sorted(Comparator.comparingLong(Period::startMs))
                .toList();
        Builder result = new Builder(period);
        long atMs = period.startMs();
        for (Period cut : cuts) {
            copy(result, atMs, cut.startMs());
            atMs = Math.max(atMs, result.add(Math.max(cut.startMs(), atMs), cut.endMs(), IntervalState.EXCLUDED));
        }
        copy(result, atMs, period.endMs());
        return result.build();
    }

    private void copy(Builder into, long fromMs, long toMs) {
        for (Segment segment : segments) {
            long from = Math.max(fromMs, segment.period.startMs());
            long to = Math.min(toMs, segment.period.endMs());
            if (from < to) {
                into.add(from, to, segment.state);
            }
        }
    }

    /** Gathers states in ascending order; what is left out is UNKNOWN. Owned by one thread. */
    public static final class Builder {
        private final Period period;
        private final List<Segment> segments = new ArrayList<>();
        private long openFromMs;
        private long doneToMs;
        private IntervalState open = IntervalState.UNKNOWN;

        /** A ledger of the period, all UNKNOWN so far. */
        public Builder(Period period) {
            this.period = period;
            this.openFromMs = period.startMs();
            this.doneToMs = period.startMs();
        }

        /** Adds a stretch, clipped to what is not covered yet; returns up to where the period is covered now, ms. */
        public long add(long fromMs, long toMs, IntervalState state) {
            long from = Math.max(fromMs, doneToMs);
            long to = Math.min(toMs, period.endMs());
            if (from < to) {
                switchTo(from > doneToMs ? IntervalState.UNKNOWN : open, doneToMs);
                switchTo(state, from);
                doneToMs = to;
            }
            return doneToMs;
        }

        private void switchTo(IntervalState state, long atMs) {
            if (state == open) {
                return;
            }
            if (openFromMs < atMs) {
                segments.add(new Segment(new Period(openFromMs, atMs), open));
            }
            openFromMs = atMs;
            open = state;
        }

        /** The whole ledger; the builder is spent. */
        public Ledger build() {
            if (doneToMs < period.endMs()) {
                switchTo(IntervalState.UNKNOWN, doneToMs);
            }
            segments.add(new Segment(new Period(openFromMs, period.endMs()), open));
            return new Ledger(period, segments);
        }
    }
}
