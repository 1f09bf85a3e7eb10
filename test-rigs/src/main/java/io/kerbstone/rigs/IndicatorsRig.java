package io.kerbstone.rigs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kerbstone.collector.reports.IndicatorsJson;
import io.kerbstone.measurement.Delays;
import io.kerbstone.measurement.GroupIndicators;
import io.kerbstone.measurement.GroupPolicy;
import io.kerbstone.measurement.Interval;
import io.kerbstone.measurement.IntervalState;
import io.kerbstone.measurement.Ledger;
import io.kerbstone.measurement.PathIndicators;
import io.kerbstone.measurement.Period;
import io.kerbstone.measurement.Rule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Answers cases of the shape of {@code indicators.json} with the product's own arithmetic
 * ({@code docs/indicators.md}, "The vectors"), so that anyone can put the figures to the test.
 */
public final class IndicatorsRig {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> GROUP_FIELDS =
            List.of("ledgerMs", "availability", "availabilityLow", "availabilityHigh", "outages");
    private static final List<String> PATH_FIELDS = List.of(
            "ledgerMs",
            "availability",
            "availabilityLow",
            "availabilityHigh",
            "coverage",
            "outages",
            "mttrMs",
            "mtbfMs",
            "loss",
            "lossAll",
            "rttUs");

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
        IndicatorsJson.putLedger(answer, GroupIndicators.combine(period, policy, members, exclusions));
        return answer.retain(GROUP_FIELDS);
    }

    private static GroupPolicy policy(String name, int k) {
        return new GroupPolicy(
                GroupPolicy.Kind.valueOf(name.replace("atLeast", "AT_LEAST").toUpperCase(Locale.ROOT)), k);
    }

    private static ObjectNode pathAnswer(PathIndicators indicators) {
        ObjectNode answer = IndicatorsJson.path(indicators).retain(PATH_FIELDS);
        retain(answer, "loss", List.of("sent", "lost", "interval95"));
        retain(answer, "lossAll", List.of("sent", "lost"));
        retain(answer, "rttUs", List.of("count", "min", "max", "mean", "p50", "p90", "p95", "p99"));
        return answer;
    }

    private static void retain(ObjectNode answer, String field, List<String> names) {
        if (answer.get(field) instanceof ObjectNode node) {
            node.retain(names);
        }
    }
}
