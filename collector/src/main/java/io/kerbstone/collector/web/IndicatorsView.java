package io.kerbstone.collector.web;

import io.kerbstone.collector.reports.Verdicts;
import io.kerbstone.measurement.Delays;
import io.kerbstone.measurement.GroupIndicators;
import io.kerbstone.measurement.Ledger;
import io.kerbstone.measurement.LossFigures;
import io.kerbstone.measurement.Outage;
import io.kerbstone.measurement.PathIndicators;
import io.kerbstone.measurement.Ratio;
import io.kerbstone.measurement.Target;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Indicators of a path or a group as a page shows them.
 *
 * @param ledger states
 * @param loss over UP intervals
 * @param lossAll over all measured intervals
 * @param delays of the replies in UP intervals
 * @param network network availability of a group; null for a path
 * @param target what they are judged by
 * @param verdicts the judgement
 * @param outages newest first, at most {@link #OUTAGES_MAX}
 * @param outagesOmitted how many older ones there are
 */
public record IndicatorsView(
        Ledger ledger,
        LossFigures loss,
        LossFigures lossAll,
        Delays delays,
        @Nullable Ratio network,
        Target target,
        Verdicts verdicts,
        List<Outage> outages,
        int outagesOmitted) {
    /** Most outages on a page. */
    public static final int OUTAGES_MAX = 200;

    /** Of a path. */
    public static IndicatorsView of(PathIndicators path, Target target) {
        return of(path.ledger(), path.loss(), path.lossAll(), path.delays(), null, target, Verdicts.of(path, target));
    }

    /** Of a group. */
    public static IndicatorsView of(GroupIndicators group, Target target) {
        return of(
                group.ledger(),
                group.loss(),
                group.lossAll(),
                group.delays(),
                group.networkAvailability(),
                target,
                Verdicts.of(group, target));
    }

    /** Mean delay, ns; 0 without replies. */
    public double meanNs() {
        return delays.count() == 0 ? 0 : (double) delays.sumNs() / delays.count();
    }

    private static IndicatorsView of(
            Ledger ledger,
            LossFigures loss,
            LossFigures lossAll,
            Delays delays,
            @Nullable Ratio network,
            Target target,
            Verdicts verdicts) {
        List<Outage> all = ledger.outages();
        List<Outage> newest = all.stream()
                .sorted(Comparator.comparingLong(Outage::fromMs).reversed())
                .limit(OUTAGES_MAX)
                .toList();
        return new IndicatorsView(
                ledger, loss, lossAll, delays, network, target, verdicts, newest, all.size() - newest.size());
    }
}
