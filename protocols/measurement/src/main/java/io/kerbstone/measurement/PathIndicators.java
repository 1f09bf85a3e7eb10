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
        Ledger.Builder ledger = new Ledger.Builder(period);
        Sums sums = new Sums();
        while (intervals.hasNext()) {
            Interval interval = intervals.next();
            Period covered = rule.periodOf(interval.index());
            if (!covered.touches(period)) {
                continue;
            }
            IntervalState state = rule.stateOf(interval.sent(), interval.lost());
            ledger.add(covered.startMs(), covered.endMs(), state);
            if (period.contains(covered) && exclusions.stream().noneMatch(covered::touches)) {
                sums.add(interval, state);
            }
        }
        return sums.indicators(ledger.build().excluding(exclusions));
    }

    private static final class Sums {
        private final Delays.Builder delays = new Delays.Builder();
        private long upSent;
        private long upLost;
        private long allSent;
        private long allLost;

        void add(Interval interval, IntervalState state) {
            allSent += interval.sent();
            allLost += interval.lost();
            if (state == IntervalState.UP) {
                upSent += interval.sent();
                upLost += interval.lost();
                delays.merge(interval.delays());
            }
        }

        PathIndicators indicators(Ledger ledger) {
            return new PathIndicators(
                    ledger, new LossFigures(upSent, upLost), new LossFigures(allSent, allLost), delays.build());
        }
    }
}
