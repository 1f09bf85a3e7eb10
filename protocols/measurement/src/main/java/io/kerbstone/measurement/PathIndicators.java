package io.kerbstone.measurement;

import java.util.Iterator;
import java.util.List;

/**
 * The indicators of one path in one period: a pure function of the intervals measured, the rule and the exclusions.
 *
 * @param ledger the states of the period
 * @param loss loss over the UP intervals that lie wholly inside and touch no exclusion (the Y.1540 way)
 * @param lossAll the same over all in which anything was sent, DOWN and UNKNOWN included
 * @param delays round-trip delays of the replies in those UP intervals
 */
public record PathIndicators(Ledger ledger, LossFigures loss, LossFigures lossAll, Delays delays) {
    /**
     * Judges a path.
     *
     * @param intervals ascending by index, each index once; intervals outside the period are passed over
     * @param exclusions in any order, may overlap and reach past the period
     */
    public static PathIndicators judge(
            Period period, Rule rule, List<Period> exclusions, Iterator<Interval> intervals) {
        Builder builder = new Builder(period);
        while (intervals.hasNext()) {
            builder.add(rule, exclusions, intervals.next());
        }
        return builder.build(exclusions);
    }

    /**
     * Puts indicators together from intervals and from stretches that were judged before, all ascending by time. Owned by
     * one thread.
     */
    public static final class Builder {
        private final Period period;
        private final Ledger.Builder ledger;
        private final Delays.Builder delays = new Delays.Builder();
        private ProbeTotals totals = ProbeTotals.NONE;

        /** Indicators of the period, all UNKNOWN so far. */
        public Builder(Period period) {
            this.period = period;
            this.ledger = new Ledger.Builder(period);
        }

        /** Adds an interval; one outside the period is passed over. */
        public void add(Rule rule, List<Period> exclusions, Interval interval) {
            Period covered = rule.periodOf(interval.index());
            if (!covered.touches(period)) {
                return;
            }
            IntervalState state = rule.stateOf(interval.sent(), interval.lost());
            ledger.add(covered.startMs(), covered.endMs(), state);
            if (period.contains(covered) && exclusions.stream().noneMatch(covered::touches)) {
                totals = totals.plus(interval, state);
                if (state == IntervalState.UP) {
                    delays.merge(interval.delays());
                }
            }
        }

        /** Adds a stretch of one state. */
        public void addState(long fromMs, long toMs, IntervalState state) {
            ledger.add(fromMs, toMs, state);
        }

        /** Adds the probes of whole intervals that touch no exclusion. */
        public void addTotals(ProbeTotals more) {
            totals = totals.plus(more);
        }

        /** Adds the delays of UP intervals that touch no exclusion. */
        public void addDelays(Delays more) {
            delays.merge(more);
        }

        /** The probes counted so far. */
        public ProbeTotals totals() {
            return totals;
        }

        /** The indicators with the exclusions cut out; the builder is spent. */
        public PathIndicators build(List<Period> exclusions) {
            Ledger whole = ledger.build();
            Ledger cut = exclusions.isEmpty() ? whole : whole.excluding(exclusions);
            return new PathIndicators(cut, totals.up(), totals.all(), delays.build());
        }
    }
}
