package io.kerbstone.collector.reports;

import io.kerbstone.collector.exclusions.Exclusion;
import io.kerbstone.collector.messages.Html;
import io.kerbstone.collector.messages.Messages;
import io.kerbstone.collector.messages.Wording;
import io.kerbstone.measurement.AvailabilityVerdict;
import io.kerbstone.measurement.Delays;
import io.kerbstone.measurement.GroupIndicators;
import io.kerbstone.measurement.GroupPolicy;
import io.kerbstone.measurement.IntervalState;
import io.kerbstone.measurement.Ledger;
import io.kerbstone.measurement.LossFigures;
import io.kerbstone.measurement.MeanDelay;
import io.kerbstone.measurement.Ratio;
import io.kerbstone.measurement.Target;
import io.kerbstone.measurement.Verdict;
import io.kerbstone.measurement.WilsonInterval;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A report as one HTML file that needs nothing else: no script, no font, no picture from elsewhere; drawn for the screen
 * and for A4. Owned by one thread; {@link #render} makes one and throws it away.
 */
public final class ReportHtml {
    /** Most paths with a section of their own. */
    public static final int DETAILS_MAX = 500;

    /** Most exclusions listed one by one; the JSON form has all. */
    static final int EXCLUSIONS_MAX = 200;

    private static final String STYLE = style();
    private static final List<String> EXCLUSION_COLUMNS =
            List.of("column.from", "column.to", "column.scope", "column.reason", "column.askedBy", "column.approvedBy");

    private final AvailabilityReport report;
    private final Messages words;
    private final Messages common;
    private final Wording wording;
    private final UntilDecided untilDecided;
    private final ReasonWords reasonWords;
    private final Html html = new Html();
    private final Target target;

    private ReportHtml(AvailabilityReport report, Locale locale) {
        this.report = report;
        this.words = Messages.of("reports", locale);
        this.common = Messages.of("common", locale);
        this.wording = new Wording(locale, report.zone());
        this.untilDecided = new UntilDecided(locale);
        this.reasonWords = new ReasonWords(locale);
        this.target = report.group().target();
    }

    /** The whole file. */
    public static String render(AvailabilityReport report, Locale locale) {
        return new ReportHtml(report, locale).whole();
    }

    private String whole() {
        String title = words.get("title") + " " + report.group().name() + " "
                + report.period().text();
        html.raw("<!DOCTYPE html>\n<html lang=\"").text(words.languageTag()).raw("\"><head><meta charset=\"utf-8\">");
        // Should a name ever get through as markup, it still can do nothing.
        html.raw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src"
                + " 'unsafe-inline'\">");
        html.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>")
                .text(title)
                .raw("</title><style>" + STYLE + "</style></head><body>\n");
        Timeline.shared(html);
        head();
        cards();
        groupSection();
        pathTable();
        details();
        exclusions();
        definitions();
        html.raw("<footer>").text(words.get("page.foot")).raw("</footer></body></html>\n");
        return html.toString();
    }

    private void head() {
        html.raw("<header class=\"top\"><div><h1>").text(words.get("title")).raw("</h1><p class=\"name\">");
        html.text(report.group().name() + " · " + report.period().text()).raw("</p></div>");
        Verdict overall = Verdicts.of(report.indicators(), target).overall();
        html.raw("<span class=\"chip " + overall + "\">")
                .text(words.get("overall." + overall))
                .raw("</span></header>");
        html.raw("<dl class=\"facts\">");
        fact("head.group", report.group().name() + " (" + report.group().id() + ")");
        fact(
                "head.period",
                words.get(
                        "head.periodValue",
                        wording.second(report.period().period().startMs()),
                        wording.second(report.period().period().endMs())));
        fact("head.zone", report.zone().getId());
        fact("head.paths", wording.count(report.paths().size()));
        GroupPolicy policy = report.group().policy();
        fact("head.policy", words.get("policy." + policy.kind(), policy.k()));
        fact(
                "head.target",
                words.get(
                        "target.value",
                        wording.percent(target.availability()),
                        wording.delay((double) target.delayNs()),
                        wording.percent(target.lossRatio())));
        fact("head.generated", wording.second(report.generatedAtMs()));
        fact("head.revision", wording.count(report.revision()));
        html.raw("</dl>");
        if (!report.isComplete()) {
            html.raw("<p class=\"note\">")
                    .text(words.get("incomplete", wording.second(report.generatedAtMs())))
                    .raw("</p>");
        }
        new CauseNotes(html, words, wording).write(report.causes());
    }

    private void fact(String key, String value) {
        html.raw("<dt>").text(words.get(key)).raw("</dt><dd>").text(value).raw("</dd>");
    }

    private void cards() {
        GroupIndicators group = report.indicators();
        Verdicts verdicts = Verdicts.of(group, target);
        Ledger ledger = group.ledger();
        String atLeast = words.get("card.atLeast", wording.percent(target.availability()));
        html.raw("<div class=\"cards\">");
        card(
                "card.availability",
                wording.percent(ledger.availability()),
                verdicts.availability().verdict(),
                atLeast,
                available(verdicts.availability(), ledger.availabilityLow(), ledger.availabilityHigh()));
        AvailabilityVerdict network = AvailabilityVerdict.ofNetwork(group, target.availability());
        card(
                "card.network",
                wording.percent(group.networkAvailability()),
                network.verdict(),
                atLeast,
                available(network, group.networkAvailabilityLow(), group.networkAvailabilityHigh()));
        MeanDelay mean = verdicts.delay().mean();
        card(
                "card.delay",
                mean(mean),
                verdicts.delay().verdict(),
                words.get("card.atMost", wording.delay((double) target.delayNs())),
                List.of(
                        words.get(
                                "card.errors",
                                wording.delay((double) mean.errorBoundNs()),
                                wording.delay(mean.chanceNs())),
                        words.get("card.replies", wording.count(mean.count())),
                        untilDecided.delay(verdicts.delay())));
        LossFigures loss = group.loss();
        card(
                "card.loss",
                lossRatio(loss),
                verdicts.loss().verdict(),
                words.get("card.atMost", wording.percent(target.lossRatio())),
                List.of(
                        interval(loss, "card.interval95"),
                        words.get("card.sent", wording.count(loss.lost()), wording.count(loss.sent())),
                        untilDecided.loss(verdicts.loss())));
        html.raw("</div>");
    }

    private List<String> available(AvailabilityVerdict verdict, @Nullable Ratio low, @Nullable Ratio high) {
        return List.of(
                words.get("card.bounds", wording.percent(low), wording.percent(high)),
                words.get(
                        "card.measured", wording.duration(verdict.measuredMs()), wording.duration(verdict.unknownMs())),
                untilDecided.availability(verdict));
    }

    private void card(String label, String value, Verdict verdict, String targetText, List<String> more) {
        html.raw("<div class=\"card " + verdict + "\"><span class=\"label\">").text(words.get(label));
        html.raw("</span><span class=\"value\">").text(value).raw("</span><span class=\"more\">");
        for (int i = 0; i < more.size(); i++) {
            html.raw(i == 0 || more.get(i).isEmpty() ? "" : "<br>").text(more.get(i));
        }
        html.raw("</span><span class=\"foot\"><span>")
                .text(words.get("card.target", targetText))
                .raw("</span>");
        chip(verdict);
        html.raw("</span></div>");
    }

    private void chip(Verdict verdict) {
        html.raw("<span class=\"chip " + verdict + "\">")
                .text(common.get("verdict." + verdict))
                .raw("</span>");
    }

    private String mean(MeanDelay mean) {
        return mean.count() == 0 ? wording.none() : wording.delay(mean.meanNs());
    }

    private String lossRatio(LossFigures loss) {
        return loss.sent() == 0 ? wording.none() : wording.percent((double) loss.lost() / loss.sent());
    }

    private String interval(LossFigures loss, String key) {
        WilsonInterval interval = loss.interval95();
        return interval == null
                ? wording.none()
                : words.get(key, wording.percent(interval.low()), wording.percent(interval.high()));
    }

    private void groupSection() {
        Ledger ledger = report.indicators().ledger();
        html.raw("<h2>").text(words.get("section.group")).raw("</h2>");
        Timeline.draw(html, ledger, report.zone(), words.get("section.group"));
        ledgerLine(ledger);
        html.raw("<p class=\"soft\">").text(words.get("timeline.note")).raw("</p>");
        new PathDetails(html, words, wording, untilDecided, reasonWords).outages(ledger);
    }

    private void ledgerLine(Ledger ledger) {
        html.raw("<div class=\"ledger\">");
        for (IntervalState state : IntervalState.values()) {
            html.raw("<span><i class=\"" + state + "\"></i>")
                    .text(common.get("state." + state) + " " + wording.duration(ledger.ms(state)))
                    .raw("</span>");
        }
        html.raw("<span>= ")
                .text(words.get("ledger.sum") + " "
                        + wording.duration(ledger.period().lengthMs()))
                .raw("</span></div>");
    }

    private void pathTable() {
        html.raw("<h2>")
                .text(words.get("section.paths"))
                .raw("</h2><div class=\"scroll\"><table class=\"paths\"><thead><tr>");
        column("column.path", false);
        for (String key : List.of(
                "column.availability",
                "column.coverage",
                "column.loss",
                "column.delay",
                "column.p99",
                "column.outages")) {
            column(key, true);
        }
        column("column.verdict", true);
        html.raw("</tr></thead><tbody>");
        for (int place = 0; place < report.paths().size(); place++) {
            pathRow(place);
        }
        html.raw("</tbody></table></div>");
    }

    private void column(String key, boolean number) {
        html.raw(number ? "<th class=\"n\">" : "<th>").text(words.get(key)).raw("</th>");
    }

    private void pathRow(int place) {
        AvailabilityReport.Member path = report.paths().get(place);
        var figures = report.of(place);
        Ledger ledger = figures.ledger();
        Delays delays = figures.delays();
        html.raw("<tr><td>")
                .text(path.name())
                .raw("<small>")
                .text(path.agentName())
                .raw("</small></td>");
        cell(
                wording.percent(ledger.availability()),
                wording.percent(ledger.availabilityLow()) + " – " + wording.percent(ledger.availabilityHigh()));
        cell(wording.percent(ledger.coverage()), "");
        WilsonInterval loss = figures.loss().interval95();
        cell(
                lossRatio(figures.loss()),
                loss == null ? "" : wording.percent(loss.low()) + " – " + wording.percent(loss.high()));
        Verdicts verdicts = Verdicts.of(figures, target);
        MeanDelay mean = verdicts.delay().mean();
        cell(mean(mean), mean.count() == 0 ? "" : "± " + wording.delay(mean.halfWidthNs()));
        cell(delays.count() == 0 ? wording.none() : wording.delay((double) delays.percentileNs(99)), "");
        cell(wording.count(ledger.outages().size()), "");
        html.raw("<td class=\"n\">");
        chip(verdicts.overall());
        html.raw("</td></tr>");
    }

    private void cell(String value, String small) {
        html.raw("<td class=\"n\">").text(value);
        if (!small.isEmpty()) {
            html.raw("<small>").text(small).raw("</small>");
        }
        html.raw("</td>");
    }

    private void details() {
        html.raw("<h2>").text(words.get("section.path")).raw("</h2>");
        int all = report.paths().size();
        if (all > DETAILS_MAX) {
            html.raw("<p class=\"soft\">")
                    .text(words.get("details.omitted", DETAILS_MAX, all - DETAILS_MAX))
                    .raw("</p>");
        }
        for (int place : places()) {
            detail(place);
        }
    }

    /** The paths with a section of their own: all, or those with the most down and unknown time, in their order. */
    private List<Integer> places() {
        Comparator<Integer> worstFirst = Comparator.comparingLong(place -> -badMs(place));
        return IntStream.range(0, report.paths().size())
                .boxed()
                .sorted(worstFirst)
                .limit(DETAILS_MAX)
                .sorted()
                .toList();
    }

    private long badMs(int place) {
        Ledger ledger = report.of(place).ledger();
        return ledger.ms(IntervalState.DOWN) + ledger.ms(IntervalState.UNKNOWN);
    }

    private void detail(int place) {
        AvailabilityReport.Member path = report.paths().get(place);
        var figures = report.of(place);
        html.raw("<section class=\"path\"><div class=\"start\"><div class=\"head\"><h3>")
                .text(path.name())
                .raw("</h3>");
        chip(Verdicts.of(figures, target).overall());
        html.raw("</div><p class=\"soft\">");
        String targetText = path.target().isEmpty() ? wording.none() : path.target();
        html.text(words.get("path.line", path.id(), targetText, path.agentName()))
                .raw("</p>");
        Timeline.draw(html, figures.ledger(), report.zone(), path.name());
        ledgerLine(figures.ledger());
        html.raw("</div>");
        PathDetails details = new PathDetails(html, words, wording, untilDecided, reasonWords);
        details.figures(path, figures, Verdicts.of(figures, target));
        details.outages(figures.ledger());
        html.raw("</section>");
    }

    private void exclusions() {
        html.raw("<h2>").text(words.get("section.exclusions")).raw("</h2>");
        if (report.exclusions().isEmpty()) {
            html.raw("<p>").text(words.get("exclusions.none")).raw("</p>");
            return;
        }
        html.raw("<table><thead><tr>");
        for (String key : EXCLUSION_COLUMNS) {
            column(key, false);
        }
        html.raw("</tr></thead><tbody>");
        report.exclusions().stream().limit(EXCLUSIONS_MAX).forEach(this::exclusion);
        html.raw("</tbody></table>");
        int omitted = report.exclusions().size() - EXCLUSIONS_MAX;
        if (omitted > 0) {
            html.raw("<p class=\"soft\">")
                    .text(words.get("outages.more", wording.count(omitted)))
                    .raw("</p>");
        }
    }

    private void exclusion(Exclusion one) {
        html.raw("<tr><td class=\"t\">").text(wording.second(one.period().startMs()));
        html.raw("</td><td class=\"t\">")
                .text(wording.second(one.period().endMs()))
                .raw("</td><td>");
        html.text(words.get("exclusion.scope." + one.scope(), one.scopeId())).raw("</td><td>");
        html.text(one.reason()).raw("</td><td>").text(one.by()).raw("</td><td>");
        html.text(one.approval().map(Exclusion.Approval::by).orElseGet(wording::none))
                .raw("</td></tr>");
    }

    private void definitions() {
        html.raw("<h2>").text(words.get("section.how")).raw("</h2><dl class=\"how\">");
        for (Definition definition : Definition.values()) {
            html.raw("<dt>").text(words.get(definition.termKey())).raw("<span>");
            html.text(definition.reference())
                    .raw("</span></dt><dd>")
                    .text(words.get(definition.key()))
                    .raw("</dd>");
        }
        html.raw("</dl>");
    }

    private static String style() {
        try (InputStream in = ReportHtml.class.getResourceAsStream("report.css")) {
            if (in == null) {
                throw new IllegalStateException("BUG: no report.css");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
