package io.kerbstone.rigs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every case of the project's own file, and of the shared one where it lies beside the checkout. */
final class IndicatorsRigTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> PERCENTILES = Set.of("p50", "p90", "p95", "p99");

    @TestFactory
    Stream<DynamicTest> shouldReproduceEveryCase() throws IOException {
        Path shared = Path.of("../../shared/vectors/indicators.json");
        JsonNode own;
        try (InputStream in = IndicatorsRigTest.class.getResourceAsStream("indicators.json")) {
            own = JSON.readTree(in);
        }
        Stream<JsonNode> cases = stream(own);
        if (Files.exists(shared)) {
            cases = Stream.concat(cases, stream(JSON.readTree(shared.toFile())));
        }
        return cases.map(one -> DynamicTest.dynamicTest(
                one.get("name").asText(), () -> same("", one.get("expected"), IndicatorsRig.answer(one))));
    }

    @Test
    void shouldNameTheCaseThatIsNotOne() throws IOException {
        JsonNode file = JSON.readTree("{\"cases\":[{\"name\":\"odd\",\"kind\":\"path\",\"start\":5}]}");
        String message = assertThrows(IllegalArgumentException.class, () -> IndicatorsRig.answerAll(file))
                .getMessage();
        assertTrue(message.startsWith("case 'odd' is not as docs/indicators.md says"), message);
    }

    private static Stream<JsonNode> stream(JsonNode file) {
        assertFalse(file.get("cases").isEmpty());
        return Stream.iterate(0, i -> i < file.get("cases").size(), i -> i + 1).map(file.get("cases")::get);
    }

    private static void same(String at, JsonNode expected, JsonNode answer) {
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
