package io.kerbstone.rigs.bench;

import io.kerbstone.rigs.link.DelayFigures;
import io.kerbstone.rigs.link.ImpairedLink;
import io.kerbstone.rigs.link.LinkPlan;
import io.kerbstone.rigs.link.Truth;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The median delay of one run, as it was told and as it was. Immutable.
 *
 * @param toldNs what the prober said
 * @param truth what the relay measured: from the reading of each request to the writing of its reply
 */
record Medians(double toldNs, DelayFigures truth) {
    private static final double NS_PER_US = 1e3;

    /** One run of fping, over a link made for it. */
    static Medians ofFping(Fping fping, LinkPlan plan, int probes) throws IOException, InterruptedException {
        try (ImpairedLink link = ImpairedLink.open(plan, Optional.empty())) {
            DelayRun told = fping.at(link::atNear).delays(ImpairedLink.FAR, probes);
            Truth truth = link.end();
            return new Medians(told.medianUs() * NS_PER_US, truth.echoes().roundTrips());
        }
    }

    double trueNs() {
        return (double) truth.percentileNs(50);
    }

    /** How far the one lies from the other, ns. */
    double offNs() {
        return Math.abs(toldNs - trueNs());
    }

    /** The middle of how far several runs were off, ns. */
    static double off(List<Medians> all) {
        return BenchTable.median(all, Medians::offNs);
    }
}
