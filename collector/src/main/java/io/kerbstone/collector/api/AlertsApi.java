package io.kerbstone.collector.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kerbstone.collector.alerts.Alert;
import io.kerbstone.settings.Documents;
import io.kerbstone.settings.Mistakes;
import io.kerbstone.settings.Node;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;

/** {@code alerts}. Safe for many threads. */
final class AlertsApi {
    /** Most alerts in one answer. */
    static final int ALERTS_MAX = 1_000;

    private static final int ALERTS_USUAL = 100;

    private final WebParts parts;

    AlertsApi(WebParts parts) {
        this.parts = parts;
    }

    void mount(Routes routes) {
        routes.on(HttpMethod.GET, Gate.API + "/alerts", this::list)
                .on(HttpMethod.POST, Gate.API + "/alerts/{id}/acknowledge", this::acknowledge);
    }

    private void list(RoutingContext context) {
        String state = context.request().getParam("state");
        String limit = context.request().getParam("limit");
        int most = limit == null ? ALERTS_USUAL : limit.matches("\\d{1,4}") ? Integer.parseInt(limit) : 0;
        if (most < 1 || most > ALERTS_MAX) {
            Replies.error(context, 400, "'limit' is a number from 1 to " + ALERTS_MAX + ".");
            return;
        }
        List<Alert> alerts =
                "open".equals(state) ? parts.alerts().open() : parts.alerts().latest(most);
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode all = json.putArray("alerts");
        alerts.stream().limit(most).forEach(alert -> all.add(document(alert, parts.zone())));
        Replies.ok(context, json);
    }

    /** An alert as a document. */
    static ObjectNode document(Alert alert, ZoneId zone) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("id", alert.id())
                .put("kind", word(alert.kind()))
                .put("cause", word(alert.cause()))
                .put("open", alert.isOpen());
        json.putObject("subject")
                .put("id", alert.subject().id())
                .put("name", alert.subject().name())
                .put("target", alert.subject().target())
                .put("agentId", alert.subject().agentId());
        json.put("affectedPaths", alert.affectedPaths());
        Times.put(json, "since", alert.sinceMs(), zone);
        Times.put(json, "raisedAt", alert.raisedAtMs(), zone);
        Times.put(json, "lastGood", alert.lastGood().map(Alert.LastGood::atMs).orElse(0L), zone);
        alert.end().ifPresent(end -> {
            json.put("end", word(end.kind()));
            Times.put(json, "endedAt", end.sinceMs(), zone);
        });
        alert.acknowledgement().ifPresent(note -> {
            ObjectNode by = json.putObject("acknowledged").put("by", note.by()).put("note", note.note());
            Times.put(by, "at", note.atMs(), zone);
        });
        return json;
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private void acknowledge(RoutingContext context) {
        String id = context.pathParam("id");
        Mistakes mistakes = new Mistakes();
        String text = Replies.body(context);
        Node body = Documents.parseJson(text.isBlank() ? "{}" : text, mistakes);
        body.expectKeys(mistakes, "note");
        String note = body.text("note", "", mistakes);
        if (!mistakes.isEmpty()) {
            Replies.mistakes(context, mistakes.list());
            return;
        }
        switch (Acknowledge.now(parts.alerts(), id, Gate.caller(context).name(), note)) {
            case RECORDED -> Replies.done(context);
            case ALREADY -> Replies.error(context, 409, "Somebody was first; the list of alerts says who.");
            case UNKNOWN -> Replies.noSuch(context, "alert", id);
            case BUSY -> Replies.error(context, 503, "The alerts are busy; try again in a minute.");
        }
    }
}
