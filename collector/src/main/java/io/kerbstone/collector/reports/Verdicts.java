package io.kerbstone.collector.reports;

import io.kerbstone.measurement.AvailabilityVerdict;
import io.kerbstone.measurement.DelayVerdict;
import io.kerbstone.measurement.GroupIndicators;
import io.kerbstone.measurement.LossVerdict;
import io.kerbstone.measurement.MeanDelay;
import io.kerbstone.measurement.PathIndicators;
import io.kerbstone.measurement.Target;
import io.kerbstone.measurement.Verdict;
import java.util.List;

/**
 * The verdicts on one path or group against one target ({@code docs/indicators.md}). Immutable.
 *
 * @param availability on the ledger's bounds
 * @param delay on the mean round-trip delay with its errors
 * @param loss on the 95 % interval of the loss ratio over UP intervals
 */
public record Verdicts(AvailabilityVerdict availability, DelayVerdict delay, LossVerdict loss) {
    /** On a path. */
    public static Verdicts of(PathIndicators path, Target target) {
        return new Verdicts(
                AvailabilityVerdict.of(path.ledger(), target.availability()),
                new DelayVerdict(MeanDelay.of(path.delays()), target.delayNs()),
                new LossVerdict(path.loss(), target.lossRatio()));
    }

    /** On a group: its own ledger; delay and loss over all members. */
    public static Verdicts of(GroupIndicators group, Target target) {
        return new Verdicts(
                AvailabilityVerdict.of(group.ledger(), target.availability()),
                new DelayVerdict(group.meanDelay(), target.delayNs()),
                new LossVerdict(group.loss(), target.lossRatio()));
    }

    /** The one word for the whole: missed when anything is missed, met when all is met. */
    public Verdict overall() {
        List<Verdict> all = List.of(availability.verdict(), delay.verdict(), loss.verdict());
        if (all.contains(Verdict.MISSED)) {
            return Verdict.MISSED;
        }
        return all.contains(Verdict.UNDECIDED) ? Verdict.UNDECIDED : Verdict.MET;
    }
}
