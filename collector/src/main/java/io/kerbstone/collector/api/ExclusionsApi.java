package io.kerbstone.collector.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kerbstone.collector.exclusions.Exclusion;
import io.kerbstone.collector.exclusions.ExclusionJson;
import io.kerbstone.collector.exclusions.Exclusions;
import io.kerbstone.settings.Documents;
import io.kerbstone.settings.Mistakes;
import io.kerbstone.settings.Node;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/** {@code exclusions}. Safe for many threads. */
final class ExclusionsApi {
    private final WebParts parts;

    ExclusionsApi(WebParts parts) {
        this.parts = parts;
    }

    void mount(Routes routes) {
        routes.on(HttpMethod.GET, Gate.API + "/exclusions", this::list)
                .on(HttpMethod.POST, Gate.API + "/exclusions", this::add)
                .on(HttpMethod.POST, Gate.API + "/exclusions/{id}/approve", this::approve);
    }

    private void list(RoutingContext context) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode all = json.putArray("exclusions");
        parts.exclusions().list().forEach(exclusion -> all.add(document(exclusion)));
        Replies.ok(context, json);
    }

    private ObjectNode document(Exclusion exclusion) {
        ObjectNode json = ExclusionJson.of(exclusion);
        Times.put(json, "from", exclusion.period().startMs(), parts.zone());
        Times.put(json, "to", exclusion.period().endMs(), parts.zone());
        Times.put(json, "createdAt", exclusion.createdAtMs(), parts.zone());
        return json;
    }

    private void add(RoutingContext context) {
        Mistakes mistakes = new Mistakes();
        Node body = Documents.parseJson(Replies.body(context), mistakes);
        body.expectKeys(mistakes, "scope", "scopeId", "from", "to", "reason");
        Exclusion.Scope scope = body.choice("scope", Exclusion.Scope.class, mistakes);
        String scopeId = body.text("scopeId", mistakes);
        String reason = body.text("reason", mistakes);
        long fromMs = moment(body, "from", mistakes);
        long toMs = moment(body, "to", mistakes);
        if (!mistakes.isEmpty()) {
            Replies.mistakes(context, mistakes.list());
            return;
        }
        Exclusions.Request asked = new Exclusions.Request(scope, scopeId, fromMs, toMs, reason);
        answer(
                context,
                parts.exclusions()
                        .add(
                                asked,
                                Gate.caller(context).name(),
                                parts.wallClock().nowMs()),
                201);
    }

    private static long moment(Node body, String key, Mistakes mistakes) {
        Optional<Long> moment = Times.parse(body.text(key, mistakes));
        if (body.has(key) && moment.isEmpty()) {
            mistakes.add(body.where(key), "should be RFC 3339 (2026-11-01T00:00:00+08:00) or ms since 1970 UTC");
        }
        return moment.orElse(0L);
    }

    private void approve(RoutingContext context) {
        String id = context.pathParam("id");
        long number = id.matches("\\d{1,18}") ? Long.parseLong(id) : 0;
        answer(
                context,
                parts.exclusions()
                        .approve(
                                number,
                                Gate.caller(context).name(),
                                parts.wallClock().nowMs()),
                200);
    }

    private void answer(RoutingContext context, Exclusions.Change change, int status) {
        if (change instanceof Exclusions.Change.Done done) {
            Replies.send(context, status, document(done.exclusion()));
        } else if (change instanceof Exclusions.Change.Refused refused) {
            Replies.error(context, 409, refused.sentence());
        }
    }
}
