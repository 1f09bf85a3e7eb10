package io.kerbstone.collector.reports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kerbstone.measurement.Delays;
import io.kerbstone.measurement.Interval;
import io.kerbstone.measurement.PathIndicators;
import io.kerbstone.measurement.Period;
import io.kerbstone.measurement.Rule;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The project's own cases of indicators with exact answers, as the rigs keep them. */
final class Cases {
    private static final Path FILE = Path.of("../test-rigs/src/test/resources/io/kerbstone/rigs/indicators.json");

    private Cases() {}

    /** One case of kind path. */
    record Case(
            String name,
            Period period,
            Rule rule,
            List<Period> exclusions,
            List<Interval> intervals,
            JsonNode expected) {
        PathIndicators indicators() {
            return PathIndicators.judge(period, rule, exclusions, intervals.iterator());
        }
    }

    static List<Case> paths() throws IOException {
        List<Case> cases = new ArrayList<>();
        for (JsonNode one : new ObjectMapper().readTree(FILE.toFile()).get("cases")) {
            if (one.get("kind").asText().equals("path")) {
                cases.add(path(one));
            }
        }
        return cases;
    }

    private static Case path(JsonNode one) {
        JsonNode rule = one.get("rule");
        List<Period> exclusions = new ArrayList<>();
        one.get("exclusions")
                .forEach(cut -> exclusions.add(
                        new Period(cut.get(0).longValue(), cut.get(1).longValue())));
        return new Case(
                one.get("name").asText(),
                new Period(one.get("start").longValue(), one.get("end").longValue()),
                new Rule(
                        "case",
                        rule.get("intervalMs").longValue(),
                        1,
                        rule.get("minProbes").intValue(),
                        rule.get("lossThreshold").doubleValue()),
                exclusions,
                intervals(one.get("intervals")),
                one.get("expected"));
    }

    private static List<Interval> intervals(JsonNode intervals) {
        List<Interval> result = new ArrayList<>();
        for (JsonNode one : intervals) {
            Delays.Builder delays = new Delays.Builder();
            one.get("rttUs").forEach(us -> delays.add(Math.round(us.doubleValue() * 1000), 0));
            result.add(new Interval(
                    one.get("k").longValue(),
                    one.get("sent").intValue(),
                    one.get("lost").intValue(),
                    one.get("notSent").intValue(),
                    delays.build()));
        }
        result.sort(Comparator.comparingLong(Interval::index));
        return result;
    }
}
