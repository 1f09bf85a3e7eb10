package io.kerbstone.collector.reports;

import io.kerbstone.measurement.Delays;
import io.kerbstone.measurement.GroupIndicators;
import io.kerbstone.measurement.Ledger;
import io.kerbstone.measurement.LossFigures;
import io.kerbstone.measurement.PathIndicators;
import io.kerbstone.measurement.Target;
import io.kerbstone.measurement.Verdict;

/**
 * The verdicts on one path or group against one target ({@code docs/indicators.md}). Immutable.
 *
 * @param availability on the ledger's bounds
 * @param delay on the mean round-trip delay with the bound of its error
 * @param loss on the 95 % interval of the loss ratio over UP intervals
 */
public record Verdicts(Verdict availability, Verdict delay, Verdict loss) {
    /** On a path. */
    public static Verdicts of(PathIndicators path, Target target) {
        return of(path.ledger(), path.delays(), path.loss(), target);
    }

    /** On a group: its own ledger; delay and loss over all members. */
    public static Verdicts of(GroupIndicators group, Target target) {
        return of(group.ledger(), group.delays(), group.loss(), target);
    }

    /** On the network availability of a group, which stands beside that of its own ledger. */
    public static Verdict ofNetwork(GroupIndicators group, Target target) {
        return Verdict.atLeast(group.networkAvailabilityLow(), group.networkAvailabilityHigh(), target.availability());
    }

    /** The one word for the whole: missed when anything is missed, met when all is met. */
    public Verdict overall() {
        if (availability == Verdict.MISSED || delay == Verdict.MISSED || loss == Verdict.MISSED) {
            return Verdict.MISSED;
        }
        boolean allMet = availability == Verdict.MET && delay == Verdict.MET && loss == Verdict.MET;
        return allMet ? Verdict.MET : Verdict.UNDECIDED;
    }

    private static Verdicts of(Ledger ledger, Delays delays, LossFigures loss, Target target) {
        PathIndicators judged = new PathIndicators(ledger, loss, loss, delays);
        return new Verdicts(
                judged.availabilityVerdict(target.availability()),
                judged.delayVerdict(target.delayNs()),
                loss.verdict(target.lossRatio()));
    }
}
