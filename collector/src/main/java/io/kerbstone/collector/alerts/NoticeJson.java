package io.kerbstone.collector.alerts;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kerbstone.collector.messages.Messages;
import io.kerbstone.collector.messages.Wording;
import io.kerbstone.settings.Choices;
import java.time.ZoneId;
import java.util.Locale;

/**
 * Alerts as JSON, for webhooks and the API: times as RFC 3339 with offset and as ms since 1970 UTC, sentences in both
 * languages. Immutable.
 */
public final class NoticeJson {
    /** Number of the shape; a reader may refuse what it does not know. */
    public static final int FORMAT = 1;

    /** Most alerts in one message; {@code count} has their whole number. */
    public static final int ALERTS_MAX = 200;

    private final AlertText chinese;
    private final AlertText english;
    private final Wording times;

    /** Dates in the zone, links to the pages at the address. */
    public NoticeJson(ZoneId zone, String baseUrl) {
        this.chinese = new AlertText(Messages.CHINESE, zone, baseUrl);
        this.english = new AlertText(Messages.ENGLISH, zone, baseUrl);
        this.times = new Wording(Messages.ENGLISH, zone);
    }

    /** A whole message: {format, event: raised | ended | test, count, sentence {zh, en}, time, timeMs, alerts []}. */
    public ObjectNode notice(Notice notice) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("format", FORMAT)
                .put("event", notice.type().name().toLowerCase(Locale.ROOT))
                .put("count", notice.alerts().size());
        json.putObject("sentence").put("zh", chinese.sentence(notice)).put("en", english.sentence(notice));
        putTime(json, "time", notice.atMs());
        var alerts = json.putArray("alerts");
        notice.alerts().stream().limit(ALERTS_MAX).forEach(alert -> alerts.add(alert(alert)));
        return json;
    }

    /** One alert. */
    public ObjectNode alert(Alert alert) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("id", alert.id())
                .put("kind", camelCase(alert.kind()))
                .put("state", alert.end().map(end -> camelCase(end.kind())).orElse("open"));
        Alert.Subject subject = alert.subject();
        json.putObject("subject")
                .put("id", subject.id())
                .put("name", subject.name())
                .put("target", subject.target())
                .put("agentId", subject.agentId())
                .put("agentName", subject.agentName());
        json.put("cause", camelCase(alert.cause())).put("affectedPaths", alert.affectedPaths());
        json.putObject("sentence").put("zh", chinese.sentence(alert)).put("en", english.sentence(alert));
        putTime(json, "since", alert.sinceMs());
        putTime(json, "raised", alert.raisedAtMs());
        putLastGood(json, alert);
        alert.end().ifPresent(end -> {
            putTime(json, "recovered", end.sinceMs());
            putTime(json, "ended", end.atMs());
        });
        alert.acknowledgement().ifPresent(by -> {
            ObjectNode node = json.putObject("acknowledged").put("by", by.by()).put("note", by.note());
            putTime(node, "time", by.atMs());
        });
        return json.put("link", english.link(alert));
    }

    private void putLastGood(ObjectNode json, Alert alert) {
        if (alert.lastGood().isEmpty()) {
            json.putNull("lastGood");
            return;
        }
        Alert.LastGood last = alert.lastGood().get();
        ObjectNode node = json.putObject("lastGood");
        putTime(node, "time", last.atMs());
        if (last.roundTripNs().isPresent()) {
            node.put("rttUs", last.roundTripNs().getAsLong() / 1000.0);
        } else {
            node.putNull("rttUs");
        }
    }

    private void putTime(ObjectNode json, String name, long unixMs) {
        json.put(name, times.rfc3339(unixMs)).put(name + "Ms", unixMs);
    }

    private static String camelCase(Enum<?> constant) {
        return Choices.textOf(constant);
    }
}
