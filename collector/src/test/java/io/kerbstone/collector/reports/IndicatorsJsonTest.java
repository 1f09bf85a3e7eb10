package io.kerbstone.collector.reports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kerbstone.measurement.Delays;
import io.kerbstone.measurement.GroupIndicators;
import io.kerbstone.measurement.IntervalState;
import io.kerbstone.measurement.Ledger;
import io.kerbstone.measurement.LossFigures;
import io.kerbstone.measurement.PathIndicators;
import io.kerbstone.measurement.Period;
import io.kerbstone.measurement.Target;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The JSON of indicators has the exact figures and its stated shape. */
class IndicatorsJsonTest {
    private static final Set<String> PERCENTILES = Set.of("p50", "p90", "p95", "p99");

    @TestFactory
    Stream<DynamicTest> shouldHaveTheExactFiguresWhenCaseIsGiven() throws IOException {
        return Cases.paths().stream()
                .map(one -> DynamicTest.dynamicTest(
                        one.name(),
                        () -> same("", one.expected(), IndicatorsJson.path(one.indicators(), Target.DEFAULT, 7))));
    }

    @Test
    void shouldSayNullAndUndecidedWhenNothingWasMeasured() {
        Ledger unknown = new Ledger.Builder(new Period(0, 1000)).build();
        PathIndicators path = new PathIndicators(unknown, new LossFigures(0, 0), new LossFigures(0, 0), Delays.NONE);
        ObjectNode json = IndicatorsJson.path(path, Target.DEFAULT, 1);
        assertTrue(json.get("availability").isNull()
                && json.get("availabilityDecimal").isNull());
        assertTrue(json.get("rttUs").isNull() && json.at("/loss/interval95").isNull());
        assertEquals(
                "{\"availability\":\"undecided\",\"delay\":\"undecided\",\"loss\":\"undecided\",\"overall\":\"undecided\"}",
                json.get("verdict").toString());
        assertEquals(0, json.get("availabilityLowDecimal").doubleValue());
    }

    @Test
    void shouldGiveRatiosExactlyAndAsDecimalWhenMeasured() {
        ObjectNode json = IndicatorsJson.path(half(), Target.DEFAULT, 3);
        assertEquals("[500,1000]", json.get("availability").toString());
        assertEquals(0.5, json.get("availabilityDecimal").doubleValue());
        assertEquals(
                "{\"availability\":0.9999,\"delayMs\":2.0,\"loss\":0.01}",
                json.get("target").toString());
        assertEquals("missed", json.at("/verdict/availability").asText());
        assertEquals("missed", json.at("/verdict/overall").asText());
        assertEquals(2.0, json.at("/rttUs/ipdv").doubleValue());
        assertEquals(50.0, json.at("/rttUs/errorBound").doubleValue());
        assertEquals(3, json.get("revision").longValue());
    }

    @Test
    void shouldHaveNetworkAvailabilityBesideItsOwnLedgerWhenGroup() {
        Ledger up = ledger(IntervalState.UP, IntervalState.UP);
        PathIndicators good = new PathIndicators(up, new LossFigures(10, 0), new LossFigures(10, 0), Delays.NONE);
        ObjectNode json = IndicatorsJson.group(new GroupIndicators(up, List.of(good, half())), Target.DEFAULT, 2);
        assertEquals("[1000,1000]", json.get("availability").toString());
        assertEquals("[1500,2000]", json.get("networkAvailability").toString());
        assertEquals("met", json.at("/verdict/availability").asText());
        assertEquals("missed", json.at("/verdict/networkAvailability").asText());
    }

    private static PathIndicators half() {
        Delays delays = new Delays.Builder()
                .add(1_000_000, 50_000)
                .add(1_002_000, 50_000)
                .addVariation(2_000)
                .build();
        return new PathIndicators(
                ledger(IntervalState.UP, IntervalState.DOWN), new LossFigures(2, 0), new LossFigures(4, 2), delays);
    }

    private static Ledger ledger(IntervalState first, IntervalState second) {
        Ledger.Builder ledger = new Ledger.Builder(new Period(0, 1000));
        ledger.add(0, 500, first);
        ledger.add(500, 1000, second);
        return ledger.build();
    }

    static void same(String at, JsonNode expected, JsonNode answer) {
        if (expected.isObject()) {
            expected.properties().forEach(field -> {
                assertTrue(answer.has(field.getKey()), at + "." + field.getKey() + " is missing");
                same(at + "." + field.getKey(), field.getValue(), answer.get(field.getKey()));
            });
        } else if (expected.isArray()) {
            assertEquals(expected.size(), answer.size(), at);
            for (int i = 0; i < expected.size(); i++) {
                same(at + "[" + i + "]", expected.get(i), answer.get(i));
            }
        } else if (expected.isNumber()) {
            double value = expected.doubleValue();
            boolean percentile = PERCENTILES.contains(at.substring(at.lastIndexOf('.') + 1));
            assertEquals(value, answer.doubleValue(), percentile ? value * 0.001 : 0, at);
        } else {
            assertEquals(expected, answer, at);
        }
    }
}
