package io.kerbstone.measurement;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The indicators of a group of paths: its own ledger by its policy, and beside it the network availability, which is
 * Σ UP / Σ (UP + DOWN) over the members.
 *
 * @param ledger the group's own ledger
 * @param members the members' indicators, exclusions already cut out
 */
public record GroupIndicators(Ledger ledger, List<PathIndicators> members) {
    /** Copies the list. */
    public GroupIndicators {
        members = List.copyOf(members);
    }

    /** Combines ledgers of the same period that have no exclusions cut out yet, then cuts these out. */
    public static Ledger combine(Period period, GroupPolicy policy, List<Ledger> members, List<Period> exclusions) {
        TreeSet<Long> bounds = new TreeSet<>(List.of(period.startMs(), period.endMs()));
        members.forEach(
                member -> member.segments().forEach(s -> bounds.add(s.period().startMs())));
        int[] at = new int[members.size()];
        Ledger.Builder ledger = new Ledger.Builder(period);
        long fromMs = period.startMs();
        for (long toMs : bounds.tailSet(period.startMs(), false)) {
            ledger.add(fromMs, toMs, policy.combine(statesAt(members, at, fromMs)));
            fromMs = toMs;
        }
        return ledger.build().excluding(exclusions);
    }

    private static List<IntervalState> statesAt(List<Ledger> members, int[] at, long ms) {
        List<IntervalState> states = new ArrayList<>(members.size());
        for (int i = 0; i < at.length; i++) {
            List<Ledger.Segment> segments = members.get(i).segments();
            while (segments.get(at[i]).period().endMs() <= ms) {
                at[i]++;
            }
            states.add(segments.get(at[i]).state());
        }
        return states;
    }

    /** Network availability; null when nothing was measured. */
    public @Nullable Ratio networkAvailability() {
        return ratio(membersMs(IntervalState.UP), membersMs(IntervalState.DOWN));
    }

    /** Its lower bound. */
    public @Nullable Ratio networkAvailabilityLow() {
        return ratio(membersMs(IntervalState.UP), membersMs(IntervalState.DOWN) + membersMs(IntervalState.UNKNOWN));
    }

    /** Its upper bound. */
    public @Nullable Ratio networkAvailabilityHigh() {
        return ratio(membersMs(IntervalState.UP) + membersMs(IntervalState.UNKNOWN), membersMs(IntervalState.DOWN));
    }

    /** Time in a state over all members, ms. */
    public long membersMs(IntervalState state) {
        return members.stream().mapToLong(member -> member.ledger().ms(state)).sum();
    }

    /** Loss over the members' UP intervals. */
    public LossFigures loss() {
        return members.stream().map(PathIndicators::loss).reduce(new LossFigures(0, 0), LossFigures::plus);
    }

    /** Loss over all the members' measured intervals. */
    public LossFigures lossAll() {
        return members.stream().map(PathIndicators::lossAll).reduce(new LossFigures(0, 0), LossFigures::plus);
    }

    /** Mean of the delays over the members' UP intervals. */
    public MeanDelay meanDelay() {
        return MeanDelay.ofPaths(members.stream().map(PathIndicators::delays).toList());
    }

    /** Delays over the members' UP intervals. */
    public Delays delays() {
        Delays.Builder all = new Delays.Builder();
        members.forEach(member -> all.merge(member.delays()));
        return all.build();
    }

    private static @Nullable Ratio ratio(long numerator, long rest) {
        return numerator + rest == 0 ? null : new Ratio(numerator, numerator + rest);
    }
}
