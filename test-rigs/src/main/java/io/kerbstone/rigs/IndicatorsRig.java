package io.kerbstone.rigs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kerbstone.measurement.Delays;
import io.kerbstone.measurement.GroupIndicators;
import io.kerbstone.measurement.GroupPolicy;
import io.kerbstone.measurement.Interval;
import io.kerbstone.measurement.IntervalState;
import io.kerbstone.measurement.Ledger;
import io.kerbstone.measurement.LossFigures;
import io.kerbstone.measurement.PathIndicators;
import io.kerbstone.measurement.Period;
import io.kerbstone.measurement.Ratio;
import io.kerbstone.measurement.Rule;
import io.kerbstone.measurement.WilsonInterval;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Answers cases of the shape of {@code indicators.json} with the product's own arithmetic
 * ({@code docs/indicators.md}, "The vectors"), so that anyone can put the figures to the test.
 */
public final class IndicatorsRig {
    private static final ObjectMapper JSON = new ObjectMapper();

    private IndicatorsRig() {}

    /** Answers a whole file: {"cases":[{"name", "answer"}]}; throws IllegalArgumentException naming a case that is not one. */
    public static ObjectNode answerAll(JsonNode file) {
        ObjectNode result = JSON.createObjectNode();
        ArrayNode answers = result.putArray("cases");
        for (JsonNode one : file.path("cases")) {
            String name = one.path("name").asText();
            try {
                answers.addObject().put("name", name).set("answer", answer(one));
            } catch (RuntimeException e) {
                throw new IllegalArgumentException("case '" + name + "' is not as docs/indicators.md says: " + e, e);
            }
        }
        return result;
    }

    /** Answers one case with the fields of "expected". */
    public static ObjectNode answer(JsonNode one) {
        Period period = new Period(
                one.required("start").longValue(), one.required("end").longValue());
        List<Period> exclusions = new ArrayList<>();
        one.path("exclusions")
                .forEach(cut -> exclusions.add(
                        new Period(cut.get(0).longValue(), cut.get(1).longValue())));
        Rule rule = rule(one.required("rule"));
        return one.required("kind").asText().equals("group")
                ? groupAnswer(one, period, rule, exclusions)
                : pathAnswer(PathIndicators.judge(
                        period,
                        rule,
                        exclusions,
                        intervals(one.required("intervals")).iterator()));
    }

    private static Rule rule(JsonNode rule) {
        return new Rule(
                "case",
                rule.required("intervalMs").longValue(),
                1,
                rule.required("minProbes").intValue(),
                rule.required("lossThreshold").doubleValue());
    }

    private static List<Interval> intervals(JsonNode intervals) {
        List<Interval> result = new ArrayList<>();
        for (JsonNode one : intervals) {
            Delays.Builder delays = new Delays.Builder();
            one.path("rttUs").forEach(us -> delays.add(Math.round(us.doubleValue() * 1000), 0));
            result.add(new Interval(
                    one.required("k").longValue(),
                    one.required("sent").intValue(),
                    one.required("lost").intValue(),
                    one.path("notSent").intValue(),
                    delays.build()));
        }
        result.sort(Comparator.comparingLong(Interval::index));
        return result;
    }

    private static ObjectNode groupAnswer(JsonNode one, Period period, Rule rule, List<Period> exclusions) {
        GroupPolicy policy =
                policy(one.required("policy").asText(), one.path("k").asInt(1));
        List<Ledger> members = new ArrayList<>();
        for (JsonNode member : one.required("members")) {
            Ledger.Builder ledger = new Ledger.Builder(period);
            long index = one.required("firstInterval").longValue();
            for (JsonNode state : member) {
                Period covered = rule.periodOf(index++);
                ledger.add(covered.startMs(), covered.endMs(), IntervalState.valueOf(state.asText()));
            }
            members.add(ledger.build());
        }
        ObjectNode answer = JSON.createObjectNode();
        putLedger(answer, GroupIndicators.combine(period, policy, members, exclusions));
        return answer;
    }

    private static GroupPolicy policy(String name, int k) {
        return new GroupPolicy(
                GroupPolicy.Kind.valueOf(name.replace("atLeast", "AT_LEAST").toUpperCase(Locale.ROOT)), k);
    }

    private static ObjectNode pathAnswer(PathIndicators indicators) {
        ObjectNode answer = JSON.createObjectNode();
        Ledger ledger = indicators.ledger();
        putLedger(answer, ledger);
        putRatio(answer, "coverage", ledger.coverage());
        putRatio(answer, "mttrMs", ledger.mttrMs());
        putRatio(answer, "mtbfMs", ledger.mtbfMs());
        putLoss(answer.putObject("loss"), indicators.loss(), true);
        putLoss(answer.putObject("lossAll"), indicators.lossAll(), false);
        putDelays(answer, indicators.delays());
        return answer;
    }

    private static void putLedger(ObjectNode answer, Ledger ledger) {
        ObjectNode ms = answer.putObject("ledgerMs");
        for (IntervalState state : IntervalState.values()) {
            ms.put(state.name(), ledger.ms(state));
        }
        putRatio(answer, "availability", ledger.availability());
        putRatio(answer, "availabilityLow", ledger.availabilityLow());
        putRatio(answer, "availabilityHigh", ledger.availabilityHigh());
        ArrayNode outages = answer.putArray("outages");
        ledger.outages().forEach(outage -> outages.addObject()
                .put("from", outage.fromMs())
                .put("to", outage.toMs())
                .put("downMs", outage.downMs())
                .put("certain", outage.certain())
                .put("ended", outage.ended()));
    }

    private static void putRatio(ObjectNode answer, String name, @Nullable Ratio ratio) {
        if (ratio == null) {
            answer.putNull(name);
        } else {
            answer.putArray(name).add(ratio.numerator()).add(ratio.denominator());
        }
    }

    private static void putLoss(ObjectNode node, LossFigures loss, boolean withInterval) {
        node.put("sent", loss.sent()).put("lost", loss.lost());
        WilsonInterval interval = loss.interval95();
        if (!withInterval) {
            return;
        }
        if (interval == null) {
            node.putNull("interval95");
        } else {
            node.putArray("interval95").add(interval.low()).add(interval.high());
        }
    }

    private static void putDelays(ObjectNode answer, Delays delays) {
        if (delays.count() == 0) {
            answer.putNull("rttUs");
            return;
        }
        ObjectNode rtt = answer.putObject("rttUs").put("count", delays.count());
        rtt.put("min", delays.minNs() / 1000.0).put("max", delays.maxNs() / 1000.0);
        rtt.put("mean", delays.sumNs() / 1000.0 / delays.count());
        for (int percent : new int[] {50, 90, 95, 99}) {
            rtt.put("p" + percent, delays.percentileNs(percent) / 1000.0);
        }
    }
}
