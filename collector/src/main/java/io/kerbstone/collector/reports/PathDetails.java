package io.kerbstone.collector.reports;

import io.kerbstone.collector.messages.Html;
import io.kerbstone.collector.messages.Messages;
import io.kerbstone.collector.messages.Wording;
import io.kerbstone.measurement.Delays;
import io.kerbstone.measurement.Ledger;
import io.kerbstone.measurement.LossFigures;
import io.kerbstone.measurement.MeanDelay;
import io.kerbstone.measurement.Outage;
import io.kerbstone.measurement.PathIndicators;
import io.kerbstone.measurement.Rule;
import io.kerbstone.measurement.WilsonInterval;
import java.util.ArrayList;
import java.util.List;

/** The figures and outages of one path as HTML. Owned by the thread that renders. */
final class PathDetails {
    /** Most outages of one ledger listed one by one; the JSON form has all. */
    static final int OUTAGES_MAX = 40;

    private final Html html;
    private final Messages words;
    private final Wording wording;
    private final UntilDecided untilDecided;
    private final ReasonWords reasonWords;

    PathDetails(Html html, Messages words, Wording wording, UntilDecided untilDecided, ReasonWords reasonWords) {
        this.html = html;
        this.words = words;
        this.wording = wording;
        this.untilDecided = untilDecided;
        this.reasonWords = reasonWords;
    }

    void figures(AvailabilityReport.Member path, PathIndicators figures, Verdicts verdicts) {
        Ledger ledger = figures.ledger();
        html.raw("<div class=\"figures\">");
        figure("column.availability", wording.percent(ledger.availability()));
        figure(
                "column.bounds",
                wording.percent(ledger.availabilityLow()) + " – " + wording.percent(ledger.availabilityHigh()));
        figure("column.coverage", wording.percent(ledger.coverage()));
        figure("figure.outages", wording.count(ledger.outages().size()));
        figure("figure.mttr", wording.duration(ledger.mttrMs()));
        figure("figure.mtbf", wording.duration(ledger.mtbfMs()));
        wide("figure.lossUp", loss(figures.loss()));
        wide("figure.lossAll", loss(figures.lossAll()));
        delays(figures.delays(), verdicts.delay().mean());
        until(verdicts);
        reasonWords.sentences(path.reasons(), figures.lossAll()).forEach(sentence -> wide("figure.reasons", sentence));
        figure(
                "figure.sample",
                words.get(
                        "figure.sampleValue",
                        wording.count(figures.lossAll().sent()),
                        wording.count(figures.delays().count())));
        figure("figure.revision", wording.count(path.revision()));
        Rule rule = path.rule();
        wide(
                "figure.rule",
                words.get(
                        "figure.ruleValue",
                        rule.name(),
                        wording.duration(rule.intervalMs()),
                        rule.probesDue(),
                        rule.minProbes(),
                        wording.percent(rule.lossThreshold())));
        html.raw("</div>");
    }

    private void wide(String key, String value) {
        html.raw("<div class=\"wide\"><span>")
                .text(words.get(key))
                .raw("</span><span>")
                .text(value)
                .raw("</span></div>");
    }

    private void figure(String key, String value) {
        html.raw("<div><span>")
                .text(words.get(key))
                .raw("</span><span>")
                .text(value)
                .raw("</span></div>");
    }

    private String loss(LossFigures loss) {
        WilsonInterval interval = loss.interval95();
        if (interval == null) {
            return wording.none();
        }
        return words.get(
                        "loss.value",
                        wording.percent((double) loss.lost() / loss.sent()),
                        wording.count(loss.lost()),
                        wording.count(loss.sent()))
                + " · "
                + words.get("loss.interval", wording.percent(interval.low()), wording.percent(interval.high()));
    }

    private void delays(Delays delays, MeanDelay mean) {
        if (delays.count() == 0) {
            figure("figure.delay", wording.none());
            return;
        }
        List<String> parts = new ArrayList<>();
        parts.add(words.get("figure.delayMin") + " " + wording.delay((double) delays.minNs()));
        parts.add(words.get("figure.delayMean") + " " + wording.delay((double) delays.sumNs() / delays.count()));
        for (int percent : new int[] {50, 90, 95, 99}) {
            parts.add("p" + percent + " " + wording.delay((double) delays.percentileNs(percent)));
        }
        parts.add(words.get("figure.delayMax") + " " + wording.delay((double) delays.maxNs()));
        wide("figure.delay", String.join(" · ", parts));
        figure("figure.pdv", wording.delay((double) (delays.percentileNs(99) - delays.minNs())));
        figure(
                "figure.ipdv",
                delays.variationCount() == 0
                        ? wording.none()
                        : wording.delay((double) delays.variationSumNs() / delays.variationCount()));
        wide(
                "figure.delayError",
                words.get(
                        "figure.delayErrorValue",
                        wording.delay(mean.lowNs()),
                        wording.delay(mean.highNs()),
                        wording.delay((double) mean.errorBoundNs()),
                        wording.delay(mean.chanceNs()),
                        wording.count(mean.count()),
                        wording.count((long) mean.independent())));
    }

    private void until(Verdicts verdicts) {
        List.of(
                        untilDecided.availability(verdicts.availability()),
                        untilDecided.delay(verdicts.delay()),
                        untilDecided.loss(verdicts.loss()))
                .stream()
                .filter(sentence -> !sentence.isEmpty())
                .forEach(sentence -> wide("figure.until", sentence));
    }

    void outages(Ledger ledger) {
        List<Outage> outages = ledger.outages();
        if (outages.isEmpty()) {
            html.raw("<p class=\"soft\">").text(words.get("outages.none")).raw("</p>");
            return;
        }
        html.raw("<table><thead><tr>");
        for (String key : List.of("column.from", "column.to", "column.down", "column.remark")) {
            html.raw("<th>").text(words.get(key)).raw("</th>");
        }
        html.raw("</tr></thead><tbody>");
        outages.stream().limit(OUTAGES_MAX).forEach(this::outage);
        html.raw("</tbody></table>");
        if (outages.size() > OUTAGES_MAX) {
            html.raw("<p class=\"soft\">")
                    .text(words.get("outages.more", wording.count(outages.size() - OUTAGES_MAX)))
                    .raw("</p>");
        }
    }

    private void outage(Outage outage) {
        String ongoing = outage.ended() ? "" : words.get("outage.ongoing");
        String uncertain = outage.certain() ? "" : words.get("outage.uncertain");
        boolean both = !ongoing.isEmpty() && !uncertain.isEmpty();
        html.raw("<tr><td class=\"t\">").text(wording.second(outage.fromMs())).raw("</td><td class=\"t\">");
        html.text(wording.second(outage.toMs())).raw("</td><td class=\"t\">");
        html.text(wording.duration(outage.downMs())).raw("</td><td>");
        html.text(both ? words.get("outage.both", ongoing, uncertain) : ongoing + uncertain)
                .raw("</td></tr>");
    }
}
