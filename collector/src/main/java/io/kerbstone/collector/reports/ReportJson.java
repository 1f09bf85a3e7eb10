package io.kerbstone.collector.reports;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kerbstone.collector.exclusions.ExclusionJson;
import io.kerbstone.collector.messages.Messages;
import io.kerbstone.collector.messages.Wording;
import io.kerbstone.measurement.Ledger;
import io.kerbstone.measurement.Rule;
import io.kerbstone.settings.Choices;

/**
 * A report as JSON: {format, kind, period, group, paths [], exclusions [], definitions []}. Indicators have the shape of
 * {@link IndicatorsJson}; {@code timeline} lists [from ms, to ms, state] without gaps, null when there are more than
 * {@link #TIMELINE_MAX} stretches. Stateless.
 */
public final class ReportJson {
    /** Number of the shape; a reader may refuse what it does not know. */
    public static final int FORMAT = 1;
    /** Most stretches of one timeline. */
    public static final int TIMELINE_MAX = 5_000;

    private ReportJson() {}

    /** The whole report. */
    public static ObjectNode of(AvailabilityReport report) {
        Wording times = new Wording(Messages.ENGLISH, report.zone());
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("format", FORMAT)
                .put("kind", "availability")
                .put("zone", report.zone().getId());
        putTime(json, "generated", report.generatedAtMs(), times);
        ObjectNode period = json.putObject("period").put("text", report.period().text());
        putTime(period, "from", report.period().period().startMs(), times);
        putTime(period, "to", report.period().period().endMs(), times);
        period.put("complete", report.isComplete());
        json.set("group", group(report));
        ArrayNode paths = json.putArray("paths");
        for (int place = 0; place < report.paths().size(); place++) {
            paths.add(path(report, place));
        }
        ArrayNode exclusions = json.putArray("exclusions");
        report.exclusions().forEach(one -> {
            ObjectNode exclusion = ExclusionJson.of(one);
            exclusion.put("from", times.rfc3339(one.period().startMs()));
            exclusions.add(exclusion.put("to", times.rfc3339(one.period().endMs())));
        });
        putDefinitions(json.putArray("definitions"));
        return json;
    }

    private static ObjectNode group(AvailabilityReport report) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("id", report.group().id())
                .put("name", report.group().name())
                .put("policy", Choices.textOf(report.group().policy().kind()))
                .put("k", report.group().policy().k());
        ObjectNode indicators =
                IndicatorsJson.group(report.indicators(), report.group().target(), report.revision());
        indicators.set("causes", report.causes().json());
        json.set("indicators", indicators);
        putTimeline(json, report.indicators().ledger());
        return json;
    }

    private static ObjectNode path(AvailabilityReport report, int place) {
        AvailabilityReport.Member path = report.paths().get(place);
        Rule rule = path.rule();
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("id", path.id())
                .put("name", path.name())
                .put("target", path.target())
                .put("agentId", path.agentId())
                .put("agentName", path.agentName());
        json.putObject("rule")
                .put("name", rule.name())
                .put("intervalMs", rule.intervalMs())
                .put("probesDue", rule.probesDue())
                .put("minProbes", rule.minProbes())
                .put("lossThreshold", rule.lossThreshold());
        ObjectNode indicators =
                IndicatorsJson.path(report.of(place), report.group().target(), path.revision());
        ReasonsJson.put(indicators, path.reasons(), report.of(place).lossAll());
        indicators.set("causes", path.causes().json());
        json.set("indicators", indicators);
        putTimeline(json, report.of(place).ledger());
        return json;
    }

    private static void putTimeline(ObjectNode json, Ledger ledger) {
        if (ledger.segments().size() > TIMELINE_MAX) {
            json.putNull("timeline");
            return;
        }
        ArrayNode timeline = json.putArray("timeline");
        ledger.segments().forEach(segment -> timeline.addArray()
                .add(segment.period().startMs())
                .add(segment.period().endMs())
                .add(segment.state().name()));
    }

    private static void putDefinitions(ArrayNode definitions) {
        Messages chinese = Messages.of("reports", Messages.CHINESE);
        Messages english = Messages.of("reports", Messages.ENGLISH);
        for (Definition definition : Definition.values()) {
            definitions
                    .addObject()
                    .put("term", Choices.textOf(definition))
                    .put("reference", definition.reference())
                    .put("zh", chinese.get(definition.key()))
                    .put("en", english.get(definition.key()));
        }
    }

    private static void putTime(ObjectNode json, String name, long unixMs, Wording times) {
        json.put(name, times.rfc3339(unixMs)).put(name + "Ms", unixMs);
    }
}
