package io.kerbstone.collector.reports;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kerbstone.measurement.AvailabilityVerdict;
import io.kerbstone.measurement.Delays;
import io.kerbstone.measurement.GroupIndicators;
import io.kerbstone.measurement.IntervalState;
import io.kerbstone.measurement.Ledger;
import io.kerbstone.measurement.LossFigures;
import io.kerbstone.measurement.PathIndicators;
import io.kerbstone.measurement.Ratio;
import io.kerbstone.measurement.Target;
import io.kerbstone.measurement.Verdict;
import io.kerbstone.measurement.WilsonInterval;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The one JSON shape of indicators, for the API and for reports: the fields of "expected" in
 * {@code vectors/indicators.json} ({@code docs/indicators.md}, "The vectors"), and beside them
 *
 * <ul>
 *   <li>each ratio {@code x} = [numerator, denominator] once more as a decimal {@code xDecimal}; both null when undefined;
 *   <li>{@code rttUs}: also {@code pdv} (p99 − min), {@code ipdv} (mean of consecutive differences, null when there are
 *       none) and {@code errorBound}, µs;
 *   <li>{@code target} {availability, delayMs, loss}, {@code verdict} {availability, delay, loss, overall: met | missed |
 *       undecided}, {@code decision} (what each verdict rests on and what would decide it: sample, interval, errors, how many
 *       more; 0 when decided, null when nothing does) and {@code revision}; a group also has {@code networkAvailability} with its bounds and verdict.
 * </ul>
 */
public final class IndicatorsJson {
    private static final int[] PERCENTS = {50, 90, 95, 99};
    private static final double NS_PER_US = 1000.0;
    private static final double NS_PER_MS = 1_000_000.0;

    private IndicatorsJson() {}

    /** A path's indicators against a target. */
    public static ObjectNode path(PathIndicators path, Target target, long revision) {
        ObjectNode json = path(path);
        putTarget(json, target);
        Verdicts verdicts = Verdicts.of(path, target);
        putVerdicts(json, verdicts);
        json.set("decision", DecisionJson.of(verdicts));
        return json.put("revision", revision);
    }

    /** A path's indicators alone: exactly the fields of "expected" and those derived from them. */
    public static ObjectNode path(PathIndicators path) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        putLedger(json, path.ledger());
        putSample(json, path.loss(), path.lossAll(), path.delays());
        return json;
    }

    /** A group's indicators against its target; its members are not in it. */
    public static ObjectNode group(GroupIndicators group, Target target, long revision) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        putLedger(json, group.ledger());
        putRatio(json, "networkAvailability", group.networkAvailability());
        putRatio(json, "networkAvailabilityLow", group.networkAvailabilityLow());
        putRatio(json, "networkAvailabilityHigh", group.networkAvailabilityHigh());
        putSample(json, group.loss(), group.lossAll(), group.delays());
        putTarget(json, target);
        Verdicts verdicts = Verdicts.of(group, target);
        AvailabilityVerdict network = AvailabilityVerdict.ofNetwork(group, target.availability());
        putVerdicts(json, verdicts).put("networkAvailability", word(network.verdict()));
        ObjectNode decision = DecisionJson.of(verdicts);
        decision.set("networkAvailability", DecisionJson.of(network));
        json.set("decision", decision);
        return json.put("revision", revision);
    }

    /** What indicators are judged by. */
    public static ObjectNode target(Target target) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("availability", target.availability())
                .put("delayMs", target.delayNs() / NS_PER_MS)
                .put("loss", target.lossRatio());
    }

    /** A ledger alone: time per state, availability with bounds and coverage, outages, MTTR and MTBF. */
    public static void putLedger(ObjectNode json, Ledger ledger) {
        ObjectNode ms = json.putObject("ledgerMs");
        for (IntervalState state : IntervalState.values()) {
            ms.put(state.name(), ledger.ms(state));
        }
        putRatio(json, "availability", ledger.availability());
        putRatio(json, "availabilityLow", ledger.availabilityLow());
        putRatio(json, "availabilityHigh", ledger.availabilityHigh());
        putRatio(json, "coverage", ledger.coverage());
        ArrayNode outages = json.putArray("outages");
        ledger.outages().forEach(outage -> outages.addObject()
                .put("from", outage.fromMs())
                .put("to", outage.toMs())
                .put("downMs", outage.downMs())
                .put("certain", outage.certain())
                .put("ended", outage.ended()));
        putRatio(json, "mttrMs", ledger.mttrMs());
        putRatio(json, "mtbfMs", ledger.mtbfMs());
    }

    private static void putSample(ObjectNode json, LossFigures loss, LossFigures lossAll, Delays delays) {
        putLoss(json.putObject("loss"), loss);
        putLoss(json.putObject("lossAll"), lossAll);
        putDelays(json, delays);
    }

    static void putLoss(ObjectNode json, LossFigures loss) {
        json.put("sent", loss.sent()).put("lost", loss.lost());
        WilsonInterval interval = loss.interval95();
        if (interval == null) {
            json.putNull("interval95").putNull("ratioDecimal");
        } else {
            json.putArray("interval95").add(interval.low()).add(interval.high());
            json.put("ratioDecimal", (double) loss.lost() / loss.sent());
        }
    }

    private static void putDelays(ObjectNode json, Delays delays) {
        if (delays.count() == 0) {
            json.putNull("rttUs");
            return;
        }
        ObjectNode rtt = json.putObject("rttUs").put("count", delays.count());
        rtt.put("min", delays.minNs() / NS_PER_US);
        rtt.put("mean", delays.sumNs() / NS_PER_US / delays.count());
        for (int percent : PERCENTS) {
            rtt.put("p" + percent, delays.percentileNs(percent) / NS_PER_US);
        }
        rtt.put("max", delays.maxNs() / NS_PER_US);
        rtt.put("pdv", (delays.percentileNs(99) - delays.minNs()) / NS_PER_US);
        if (delays.variationCount() == 0) {
            rtt.putNull("ipdv");
        } else {
            rtt.put("ipdv", delays.variationSumNs() / NS_PER_US / delays.variationCount());
        }
        rtt.put("errorBound", delays.errorBoundNs() / NS_PER_US);
    }

    private static void putRatio(ObjectNode json, String name, @Nullable Ratio ratio) {
        if (ratio == null) {
            json.putNull(name).putNull(name + "Decimal");
        } else {
            json.putArray(name).add(ratio.numerator()).add(ratio.denominator());
            json.put(name + "Decimal", ratio.decimal());
        }
    }

    private static void putTarget(ObjectNode json, Target target) {
        json.set("target", target(target));
    }

    private static ObjectNode putVerdicts(ObjectNode json, Verdicts verdicts) {
        return json.putObject("verdict")
                .put("availability", word(verdicts.availability().verdict()))
                .put("delay", word(verdicts.delay().verdict()))
                .put("loss", word(verdicts.loss().verdict()))
                .put("overall", word(verdicts.overall()));
    }

    /** met, missed or undecided. */
    public static String word(Verdict verdict) {
        return verdict.name().toLowerCase(Locale.ROOT);
    }
}
