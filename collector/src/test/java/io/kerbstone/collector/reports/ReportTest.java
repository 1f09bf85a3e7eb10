package io.kerbstone.collector.reports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kerbstone.collector.exclusions.Exclusion;
import io.kerbstone.collector.judge.Correction;
import io.kerbstone.collector.messages.Messages;
import io.kerbstone.measurement.Delays;
import io.kerbstone.measurement.IntervalState;
import io.kerbstone.measurement.Ledger;
import io.kerbstone.measurement.LossFigures;
import io.kerbstone.measurement.PathIndicators;
import io.kerbstone.measurement.Period;
import io.kerbstone.measurement.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The availability report in both forms. */
class ReportTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TestFactory
    Stream<DynamicTest> shouldHaveTheExactFiguresWhenJson() throws IOException {
        return Cases.paths().stream()
                .map(one -> DynamicTest.dynamicTest(one.name(), () -> {
                    AvailabilityReport report =
                            SampleReport.of("g", List.of("p"), List.of(one.indicators()), one.period());
                    JsonNode json = JSON.readTree(Reports.document(report, Reports.Format.JSON, Locale.ENGLISH)
                            .text());
                    IndicatorsJsonTest.same("", one.expected(), json.at("/paths/0/indicators"));
                    assertEquals(one.period().lengthMs(), timeline(json.at("/paths/0/timeline"), one.period()));
                }));
    }

    /** Checks that a timeline has no gap; returns the time it covers. */
    private static long timeline(JsonNode timeline, Period period) {
        long atMs = period.startMs();
        for (JsonNode one : timeline) {
            assertEquals(atMs, one.get(0).longValue());
            atMs = one.get(1).longValue();
        }
        return atMs - period.startMs();
    }

    @Test
    void shouldBeWholeAndReadableWhenMonthOfAStreet() throws IOException {
        AvailabilityReport report = SampleReport.october();
        Path folder = Files.createDirectories(Path.of("target/reports"));
        for (Locale locale : List.of(Messages.CHINESE, Messages.ENGLISH)) {
            Reports.Document document = Reports.document(report, Reports.Format.HTML, locale);
            // Kept to be looked at in a browser.
            Files.write(folder.resolve(locale.getLanguage() + ".html"), document.bytes());
            assertEquals("availability-east-2026-10.html", document.fileName());
            assertEquals(Verdict.MISSED, document.overall());
            assertEquals(1 + report.paths().size(), count(document.text(), "<svg class=\"line\""));
            assertTrue(document.text().contains("电台网关 R-7"));
            for (String foreign : List.of("<script", "http:", "https:", "src=", "url(h", "@import", "<link")) {
                assertFalse(document.text().contains(foreign), foreign);
            }
        }
        JsonNode json = JSON.readTree(
                Reports.document(report, Reports.Format.JSON, Locale.ENGLISH).text());
        long sum = 0;
        for (JsonNode ms : json.at("/group/indicators/ledgerMs")) {
            sum += ms.longValue();
        }
        assertEquals(report.period().period().lengthMs(), sum);
        assertEquals("2026-10-01T00:00:00.000+08:00", json.at("/period/from").asText());
        assertEquals(5, json.get("paths").size());
        assertEquals("undecided", json.at("/paths/4/indicators/verdict/overall").asText());
        assertEquals(Definition.values().length, json.get("definitions").size());
    }

    @Test
    void shouldEscapeWhenNamesAreHostile() {
        String hostile = "</title><script>alert('1')</script>\"><img src=x onerror=alert(2)>\u0000\u202E&amp;";
        PathIndicators nothing = new PathIndicators(
                new Ledger.Builder(new Period(0, 1000)).build(),
                new LossFigures(0, 0),
                new LossFigures(0, 0),
                Delays.NONE);
        String html = ReportHtml.render(
                SampleReport.of(hostile, List.of(hostile), List.of(nothing), new Period(0, 1000)), Locale.ENGLISH);
        assertFalse(html.contains("<script") || html.contains("<img") || html.contains("\u0000"));
        assertTrue(html.contains("&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&quot;&gt;&lt;img src=x"));
        assertTrue(html.contains("&amp;amp;"));
    }

    @Test
    void shouldListOnlyTheWorstPathsWhenGroupIsHuge() {
        Period period = new Period(0, 1_000);
        PathIndicators good = path(period, IntervalState.UP);
        PathIndicators bad = path(period, IntervalState.DOWN);
        int paths = ReportHtml.DETAILS_MAX + 100;
        List<PathIndicators> figures = new java.util.ArrayList<>(Collections.nCopies(paths, good));
        figures.set(paths - 1, bad);
        String html = ReportHtml.render(
                SampleReport.of("huge", Collections.nCopies(paths, "name"), figures, period), Locale.ENGLISH);
        assertEquals(ReportHtml.DETAILS_MAX, count(html, "<section class=\"path\">"));
        assertTrue(html.contains("the other 100 have only their line"));
        assertTrue(html.contains(">p" + (paths - 1) + " ·"), "the worst path must have its section");
    }

    private static PathIndicators path(Period period, IntervalState state) {
        Ledger.Builder ledger = new Ledger.Builder(period);
        ledger.add(period.startMs(), period.endMs(), state);
        return new PathIndicators(ledger.build(), new LossFigures(10, 0), new LossFigures(10, 0), Delays.NONE);
    }

    @Test
    void shouldListABoundedNumberOfOutagesWhenPathFlaps() {
        Period period = new Period(0, 1_000_000);
        Ledger.Builder ledger = new Ledger.Builder(period);
        for (int i = 0; i < 100; i++) {
            ledger.add(i * 10_000L, i * 10_000L + 5_000, IntervalState.UP);
            ledger.add(i * 10_000L + 5_000, (i + 1) * 10_000L, IntervalState.DOWN);
        }
        PathIndicators flapping =
                new PathIndicators(ledger.build(), new LossFigures(1, 0), new LossFigures(1, 0), Delays.NONE);
        AvailabilityReport report = SampleReport.of("g", List.of("p"), List.of(flapping), period);
        assertTrue(ReportHtml.render(report, Locale.ENGLISH).contains("and 60 more"));
        assertEquals(
                100, ReportJson.of(report).at("/paths/0/indicators/outages").size());
    }

    @Test
    void shouldShowTheWorstStateWhenItIsShorterThanASlice() {
        Period period = new Period(0, 720_000_000);
        Ledger.Builder ledger = new Ledger.Builder(period);
        ledger.add(0, 500_000_123, IntervalState.UP);
        ledger.add(500_000_123, 500_000_124, IntervalState.DOWN);
        ledger.add(500_000_124, 720_000_000, IntervalState.UP);
        IntervalState[] slices = Timeline.slices(ledger.build());
        for (int i = 0; i < slices.length; i++) {
            assertEquals(i == 500 ? IntervalState.DOWN : IntervalState.UP, slices[i]);
        }
    }

    @Test
    void shouldNameWhatRaisedTheRevisionWhenFiguresWereCorrected() {
        AvailabilityReport whole = SampleReport.of("g", List.of(), List.of(), new Period(0, 10_000));
        Exclusion late = new Exclusion(
                3,
                Exclusion.Scope.GROUP,
                "g",
                new Period(1_000, 2_000),
                "mains",
                "li",
                5_000,
                Optional.of(new Exclusion.Approval("wang", 6_000)));
        List<Correction> corrections = new ArrayList<>();
        for (int i = 0; i <= CauseNotes.LISTED_MAX; i++) {
            corrections.add(new Correction("path-" + i, "cab-1", "e0", 0, 2, 41, 43, 5_000_000, 6_000_000));
        }
        AvailabilityReport corrected = new AvailabilityReport(
                whole.period(),
                whole.zone(),
                whole.generatedAtMs(),
                whole.group(),
                whole.indicators(),
                new Causes(corrections, List.of(late)),
                whole.paths(),
                List.of(late));
        assertEquals(1 + 2 * (CauseNotes.LISTED_MAX + 1) + 1, corrected.revision());
        String english = ReportHtml.render(corrected, Locale.ENGLISH);
        assertTrue(english.contains("in frames 41 to 43 of agent cab-1"), english);
        assertTrue(english.contains("exclusion 3, asked for by li and approved by wang"), english);
        assertTrue(english.contains("Further corrections: 1;"), english);
        assertTrue(ReportHtml.render(corrected, Locale.CHINA).contains("来自代理 cab-1 的第 41 至 43 帧"));
        JsonNode causes = ReportJson.of(corrected).at("/group/indicators/causes");
        assertEquals(CauseNotes.LISTED_MAX + 2, causes.size());
        assertEquals(
                "wang", causes.get(CauseNotes.LISTED_MAX + 1).get("approvedBy").asText());
    }

    @Test
    void shouldSayThatTheRestIsUnknownWhenPeriodHasNotEnded() {
        AvailabilityReport whole = SampleReport.of("g", List.of(), List.of(), new Period(0, 10_000));
        AvailabilityReport early = new AvailabilityReport(
                whole.period(),
                whole.zone(),
                5_000,
                whole.group(),
                whole.indicators(),
                Causes.NONE,
                whole.paths(),
                List.of(new Exclusion(
                        3,
                        Exclusion.Scope.GROUP,
                        "g",
                        new Period(1_000, 2_000),
                        "<b>mains</b> cable",
                        "li",
                        0,
                        Optional.of(new Exclusion.Approval("wang", 5)))));
        assertTrue(ReportHtml.render(early, Locale.CHINA)
                .contains("<td>&lt;b&gt;mains&lt;/b&gt; cable</td><td>li</td><td>wang</td>"));
        assertTrue(ReportHtml.render(early, Locale.ENGLISH).contains("had not ended"));
        assertFalse(ReportHtml.render(whole, Locale.ENGLISH).contains("had not ended"));
        assertFalse(ReportJson.of(early).at("/period/complete").asBoolean());
        assertEquals(1_000, ReportJson.of(early).at("/exclusions/0/fromMs").longValue());
        assertEquals(
                "1970-01-01T08:00:02.000+08:00",
                ReportJson.of(early).at("/exclusions/0/to").asText());
    }

    private static int count(String text, String part) {
        return text.split(java.util.regex.Pattern.quote(part), -1).length - 1;
    }
}
