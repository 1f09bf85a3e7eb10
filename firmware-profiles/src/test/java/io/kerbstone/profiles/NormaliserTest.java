package io.kerbstone.profiles;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kerbstone.measurement.Oid;
import io.kerbstone.measurement.Reading;
import io.kerbstone.measurement.Reading.Quality;
import io.kerbstone.measurement.Varbind;
import io.kerbstone.profiles.Normaliser.Normalised;
import io.kerbstone.settings.Mistakes;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class NormaliserTest {
    private static final long SECOND = 1_000_000_000;
    private static final Profile PROFILE = profile(
            """
            profile: generic
            title: for tests
            snmp:
              scalars:
                - {series: text, kind: identity, oid: 1.3.1.1.0}
                - {series: state, kind: state, oid: 1.3.1.2.0, states: {1: up, 2: down}, otherState: other}
                - {series: number, kind: gauge, unit: Cel, oid: 1.3.1.3.0, scale: 0.1, notAvailable: [-9999], min: -50, max: 100}
                - {series: taken, kind: gauge, unit: V, oid: 1.3.1.4.0, pattern: '(\\d+) V'}
                - series: either
                  kind: gauge
                  from:
                    - {oid: 1.3.1.5.0, notAvailable: [0], scale: 1000}
                    - {oid: 1.3.1.6.0}
                - {series: used, kind: gauge, unit: By, oid: 1.3.1.7.0, minus: [1.3.1.8.0, 1.3.1.9.0], scale: 1024}
              tables:
                - table: t
                  rows: 1.3.2.1
                  discontinuity: 1.3.2.5
                  readings:
                    - {series: "t/{index}/speed", kind: gauge, unit: bit/s, oid: 1.3.2.4}
                    - series: t/{index}/in
                      kind: rate
                      unit: By/s
                      ceiling: {series: "t/{index}/speed", scale: 0.125}
                      from: [{oid: 1.3.2.2, max: 1.0e+12}, {oid: 1.3.2.3}]
                - table: filtered
                  rows: 1.3.3.1
                  where: {column: 1.3.3.2, in: [1.3.9.9, 7]}
                  readings:
                    - {series: "f/{index}", kind: gauge, unit: By, oid: 1.3.3.3, times: 1.3.3.4}
                - table: firsts
                  rows: 1.3.3.1
                  take: first
                  readings:
                    - {series: first, kind: identity, oid: 1.3.3.5}
            """);

    private final List<Varbind> answer = new ArrayList<>();

    private static Profile profile(String yaml) {
        Mistakes mistakes = new Mistakes();
        ProfileCatalogue catalogue = ProfileCatalogue.read(Map.of("test.yaml", yaml), mistakes);
        assertTrue(mistakes.isEmpty(), mistakes::toString);
        return catalogue.profiles().get(0);
    }

    private NormaliserTest given(String oid, Varbind.Type type, long number) {
        answer.removeIf(value -> value.oid().equals(Oid.parse(oid)));
        answer.add(Varbind.ofNumber(Oid.parse(oid), type, number));
        return this;
    }

    private NormaliserTest given(String oid, byte[] bytes) {
        answer.add(Varbind.ofBytes(Oid.parse(oid), Varbind.Type.OCTETS, bytes));
        return this;
    }

    private NormaliserTest given(String oid, String text) {
        return given(oid, text.getBytes(StandardCharsets.UTF_8));
    }

    private Normalised apply(Counters previous, long second) {
        return Normaliser.apply(PROFILE, answer, previous, second * SECOND);
    }

    private static Reading find(Normalised normalised, String series) {
        return normalised.readings().stream()
                .filter(reading -> reading.series().equals(series))
                .findFirst()
                .orElseThrow(() -> new AssertionError(series + " is not in " + normalised.readings()));
    }

    private Reading only(String series) {
        return find(apply(Counters.NONE, 0), series);
    }

    @Test
    void shouldReadOnWhenOneValueIsMalformed() {
        given("1.3.1.3.0", "no number").given("1.3.1.1.0", "a name");
        Normalised made = apply(Counters.NONE, 0);
        assertEquals(Quality.MALFORMED, find(made, "number").quality());
        assertEquals("a name", find(made, "text").text());
        assertEquals(1, made.problems().size());
        assertTrue(made.problems().get(0).contains("no number"), made.problems()::toString);
    }

    @Test
    void shouldMarkSentinelsAndImpossibleValues() {
        assertEquals(
                38.1,
                given("1.3.1.3.0", Varbind.Type.INTEGER, 381).only("number").value(),
                1e-9);
        Reading sentinel = given("1.3.1.3.0", Varbind.Type.INTEGER, -9999).only("number");
        assertEquals(Quality.NOT_AVAILABLE, sentinel.quality());
        assertTrue(Double.isNaN(sentinel.value()));
        assertEquals("1.3.1.3.0", sentinel.source());
        Reading absurd =
                given("1.3.1.3.0", Varbind.Type.INTEGER, Integer.MAX_VALUE).only("number");
        assertEquals(Quality.NOT_AVAILABLE, absurd.quality());
    }

    @Test
    void shouldMakeNoReadingWhenAnObjectIsAbsentOrEmpty() {
        answer.add(Varbind.ofNumber(Oid.parse("1.3.1.3.0"), Varbind.Type.NO_SUCH_INSTANCE, 0));
        given("1.3.1.1.0", " \0 ").given("1.3.1.4.0", "no volts");
        List<String> series =
                apply(Counters.NONE, 0).readings().stream().map(Reading::series).toList();
        assertEquals(List.of("taken"), series);
    }

    @Test
    void shouldMapStatesAndKeepTheUnknown() {
        assertEquals(
                "down",
                given("1.3.1.2.0", Varbind.Type.INTEGER, 2).only("state").text());
        assertEquals(
                "other",
                given("1.3.1.2.0", Varbind.Type.INTEGER, 77).only("state").text());
    }

    @Test
    void shouldTakeNumbersFromTexts() {
        given("1.3.1.4.0", "about 230 V").given("1.3.1.3.0", "-12.5");
        assertEquals(230, only("taken").value());
        assertEquals(-1.25, only("number").value());
    }

    @Test
    void shouldTakeOffWhatIsNamedAndOnlyWhenAllIsThere() {
        given("1.3.1.7.0", Varbind.Type.INTEGER, 100).given("1.3.1.8.0", Varbind.Type.INTEGER, 30);
        assertEquals(List.of(), apply(Counters.NONE, 0).readings());
        assertEquals(
                60 * 1024,
                given("1.3.1.9.0", Varbind.Type.INTEGER, 10).only("used").value());
    }

    @Test
    void shouldTakeTheNextSourceWhenTheFirstHasNothing() {
        given("1.3.1.6.0", Varbind.Type.GAUGE32, 64_000).given("1.3.1.5.0", Varbind.Type.GAUGE32, 0);
        assertEquals(64_000, only("either").value());
        assertEquals(
                2_000,
                given("1.3.1.5.0", Varbind.Type.GAUGE32, 2).only("either").value());
    }

    @Test
    void shouldReadTextsAsFieldEngineersWriteThem() {
        String chinese = "路口摄像头";
        assertEquals(chinese, Texts.clean(chinese.getBytes(StandardCharsets.UTF_8)));
        assertEquals(chinese, Texts.clean(chinese.getBytes(Charset.forName("GB18030"))));
        assertEquals("a b", Texts.clean("a\tb\r\n\0".getBytes(StandardCharsets.UTF_8)));
        assertEquals(
                Texts.LENGTH_MAX,
                Texts.clean("x".repeat(5_000).getBytes(StandardCharsets.UTF_8)).length());
        assertEquals("02:00:ff", Texts.hex(new byte[] {2, 0, -1}));
    }

    @Test
    void shouldFilterAndMultiplyRows() {
        answer.add(Varbind.ofBytes(
                Oid.parse("1.3.3.2.1"), Varbind.Type.OBJECT_ID, "1.3.9.9".getBytes(StandardCharsets.US_ASCII)));
        given("1.3.3.1.1", Varbind.Type.INTEGER, 1)
                .given("1.3.3.1.2", Varbind.Type.INTEGER, 2)
                .given("1.3.3.1.3", Varbind.Type.INTEGER, 3)
                .given("1.3.3.2.2", Varbind.Type.INTEGER, 8)
                .given("1.3.3.2.3", Varbind.Type.INTEGER, 7)
                .given("1.3.3.3.1", Varbind.Type.INTEGER, 10)
                .given("1.3.3.4.1", Varbind.Type.INTEGER, 4096)
                .given("1.3.3.3.3", Varbind.Type.INTEGER, 10)
                .given("1.3.3.5.2", "second")
                .given("1.3.3.5.3", "third");
        Normalised made = apply(Counters.NONE, 0);
        assertEquals(40_960, find(made, "f/1").value());
        assertEquals(Quality.MALFORMED, find(made, "f/3").quality());
        assertEquals("second", find(made, "first").text());
        assertEquals(3, made.readings().size());
    }

    private NormaliserTest row(Varbind.Type type, String column, long counter, long upTicks) {
        return given("1.3.2.1.5", Varbind.Type.INTEGER, 5)
                .given(column + ".5", type, counter)
                .given("1.3.6.1.2.1.1.3.0", Varbind.Type.TIME_TICKS, upTicks);
    }

    private NormaliserTest wide(long counter, long upTicks) {
        return row(Varbind.Type.COUNTER64, "1.3.2.2", counter, upTicks);
    }

    private NormaliserTest narrow(long counter, long upTicks) {
        return row(Varbind.Type.COUNTER32, "1.3.2.3", counter, upTicks);
    }

    private static void assertRate(double expected, Normalised made) {
        Reading reading = find(made, "t/5/in");
        assertEquals(Quality.GOOD, reading.quality(), reading::toString);
        assertEquals(expected, reading.value(), expected * 1e-9);
    }

    private static void assertMark(Quality expected, Normalised made) {
        Reading reading = find(made, "t/5/in");
        assertEquals(expected, reading.quality(), reading::toString);
        assertTrue(Double.isNaN(reading.value()));
        assertNull(reading.text());
    }

    @Test
    void shouldMarkTheFirstValueAndThenGiveRates() {
        Normalised first = wide(1_000, 100_000).apply(Counters.NONE, 1_000);
        assertMark(Quality.FIRST, first);
        Normalised second = wide(7_000, 106_000).apply(first.counters(), 1_060);
        assertRate(100, second);
        assertEquals("1.3.2.2.5", find(second, "t/5/in").source());
    }

    @Test
    void shouldMarkAResetWhenAWideCounterGoesBackwards() {
        Normalised first = wide(7_000, 100_000).apply(Counters.NONE, 1_000);
        Normalised second = wide(1_000, 106_000).apply(first.counters(), 1_060);
        assertMark(Quality.RESET, second);
        assertRate(10, wide(1_600, 112_000).apply(second.counters(), 1_120));
    }

    @Test
    void shouldCountAboveTheSignBitWhenACounterIsWide() {
        Normalised first = wide(Long.MAX_VALUE - 29, 100_000).apply(Counters.NONE, 1_000);
        assertRate(1, wide(Long.MIN_VALUE + 30, 106_000).apply(first.counters(), 1_060));
    }

    @Test
    void shouldMarkAResetWhenTheDeviceStartedAnew() {
        Normalised first = wide(1_000, 5_000).apply(Counters.NONE, 1_000);
        assertMark(Quality.RESET, wide(2_000, 500).apply(first.counters(), 1_060));
        // Up for longer than at the last poll, and yet started anew: 70 s on its clock, 600 s on ours.
        assertMark(Quality.RESET, wide(2_000, 12_000).apply(first.counters(), 1_600));
    }

    @Test
    void shouldGoOnWhenSysUpTimeWrapsAfter497Days() {
        Normalised first = wide(1_000, 0xFFFF_FFFFL - 2_999).apply(Counters.NONE, 1_000);
        assertRate(100, wide(7_000, 3_000).apply(first.counters(), 1_060));
    }

    @Test
    void shouldMarkAResetWhenTheRowsContinuityBroke() {
        given("1.3.2.5.5", Varbind.Type.TIME_TICKS, 0);
        Normalised first = wide(1_000, 100_000).apply(Counters.NONE, 1_000);
        given("1.3.2.5.5", Varbind.Type.TIME_TICKS, 105_000);
        assertMark(Quality.RESET, wide(2_000, 106_000).apply(first.counters(), 1_060));
    }

    @Test
    void shouldCountThroughTheWrapWhenACounterIsNarrow() {
        Normalised first = narrow(0xFFFF_FFFFL - 2_999, 100_000).apply(Counters.NONE, 1_000);
        assertRate(100, narrow(3_000, 106_000).apply(first.counters(), 1_060));
    }

    @Test
    void shouldMarkAResetWhenAWrapWouldBeFasterThanTheLink() {
        given("1.3.2.4.5", Varbind.Type.GAUGE32, 10_000_000);
        Normalised first = narrow(1_000_000_000, 100_000).apply(Counters.NONE, 1_000);
        assertMark(Quality.RESET, narrow(10, 106_000).apply(first.counters(), 1_060));
    }

    @Test
    void shouldGiveNoRateWhenANarrowCounterMayHaveWrappedUnseen() {
        given("1.3.2.4.5", Varbind.Type.GAUGE32, 1_000_000_000);
        Normalised first = narrow(1_000, 100_000).apply(Counters.NONE, 1_000);
        Normalised second = narrow(7_000, 106_000).apply(first.counters(), 1_060);
        assertMark(Quality.NOT_AVAILABLE, second);
        assertFalse(second.problems().isEmpty());
    }

    @Test
    void shouldBeginAnewWhenTheSourceChanges() {
        Normalised first = narrow(1_000, 100_000).apply(Counters.NONE, 1_000);
        assertMark(Quality.FIRST, wide(1_000_000, 106_000).apply(first.counters(), 1_060));
    }

    @Test
    void shouldMarkAnAbsurdRate() {
        Normalised first = wide(0, 100_000).apply(Counters.NONE, 1_000);
        assertMark(Quality.RESET, wide(Long.MAX_VALUE, 106_000).apply(first.counters(), 1_060));
    }

    @Test
    void shouldMarkACounterThatIsAText() {
        given("1.3.2.1.5", Varbind.Type.INTEGER, 5).given("1.3.2.2.5", "many");
        assertMark(Quality.MALFORMED, apply(Counters.NONE, 0));
    }

    @Test
    void shouldStopAtTheBounds() {
        for (int i = 0; i < Normaliser.READINGS_MAX + 10; i++) {
            given0("1.3.2.1." + i, Varbind.Type.INTEGER, i);
            given0("1.3.2.4." + i, Varbind.Type.GAUGE32, i);
        }
        Normalised made = apply(Counters.NONE, 0);
        assertEquals(Normaliser.READINGS_MAX, made.readings().size());
        assertEquals(1, made.problems().size());

        answer.clear();
        for (int i = 0; i < Normaliser.PROBLEMS_MAX + 10; i++) {
            given("1.3.2.1." + i, "x").given("1.3.2.4." + i, "no number");
        }
        assertEquals(Normaliser.PROBLEMS_MAX, apply(Counters.NONE, 0).problems().size());

        answer.clear();
        String far = "1.3.2.1" + ".1234567890".repeat(20);
        given(far, "x").given(far.replace("1.3.2.1.", "1.3.2.4."), "1");
        assertEquals(List.of(), apply(Counters.NONE, 0).readings());
    }

    private void given0(String oid, Varbind.Type type, long number) {
        answer.add(Varbind.ofNumber(Oid.parse(oid), type, number));
    }
}
