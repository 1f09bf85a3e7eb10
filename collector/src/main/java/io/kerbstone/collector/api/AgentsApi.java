package io.kerbstone.collector.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kerbstone.collector.registry.AgentRecord;
import io.kerbstone.settings.Documents;
import io.kerbstone.settings.Mistakes;
import io.kerbstone.settings.Node;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/** {@code agents} and {@code tokens}. Safe for many threads. */
final class AgentsApi {
    private static final long HOUR_MS = 3_600_000;
    private static final long MINUTE_MS = 60_000;

    private final WebParts parts;

    AgentsApi(WebParts parts) {
        this.parts = parts;
    }

    void mount(Routes routes) {
        routes.on(HttpMethod.GET, Gate.API + "/agents", this::list)
                .on(HttpMethod.GET, Gate.API + "/agents/{id}", this::one)
                .on(HttpMethod.POST, Gate.API + "/agents/{id}/revoke", this::revoke)
                .on(HttpMethod.POST, Gate.API + "/tokens", this::createToken);
    }

    private void list(RoutingContext context) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode agents = json.putArray("agents");
        parts.registry().agents().forEach(agent -> agents.add(document(agent)));
        Replies.ok(context, json);
    }

    private void one(RoutingContext context) {
        String id = context.pathParam("id");
        Optional<AgentRecord> agent = parts.registry().agent(id);
        if (agent.isPresent()) {
            Replies.ok(context, document(agent.get()));
        } else {
            Replies.noSuch(context, "agent", id);
        }
    }

    private ObjectNode document(AgentRecord agent) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("id", agent.id())
                .put("name", agent.name())
                .put("site", agent.site())
                .put("status", agent.status().name().toLowerCase(Locale.ROOT))
                .put("connected", agent.connected())
                .put("softwareVersion", agent.softwareVersion())
                .put("signingKey", HexFormat.of().formatHex(agent.signingKey()))
                .put("configVersion", agent.configVersion())
                .put("appliedVersion", agent.appliedVersion());
        Times.put(json, "enrolledAt", agent.enrolledAtMs(), parts.zone());
        Times.put(json, "lastSeen", agent.lastSeenMs(), parts.zone());
        agent.mistakes().forEach(json.putArray("mistakes")::add);
        return json;
    }

    private void revoke(RoutingContext context) {
        String id = context.pathParam("id");
        String by = Gate.caller(context).name();
        if (parts.registry().revoke(id, by, parts.wallClock().nowMs()).isPresent()) {
            Replies.noSuch(context, "agent", id);
        } else {
            one(context);
        }
    }

    private void createToken(RoutingContext context) {
        Mistakes mistakes = new Mistakes();
        Node body = Documents.parseJson(Replies.body(context), mistakes);
        body.expectKeys(mistakes, "site", "ttl", "uses");
        String site = body.text("site", "", mistakes);
        long ttlMs = body.durationMs("ttl", MINUTE_MS, 30L * 24 * HOUR_MS, HOUR_MS, mistakes);
        int uses = (int) body.integer("uses", 1, 1000, 1, mistakes);
        if (!mistakes.isEmpty()) {
            Replies.mistakes(context, mistakes.list());
            return;
        }
        String by = Gate.caller(context).name();
        TokenMaker.Made made =
                parts.tokens().make(site, ttlMs, uses, by, parts.wallClock().nowMs());
        if (made instanceof TokenMaker.Token token) {
            HostAndPort authority = context.request().authority();
            String host = authority == null ? "COLLECTOR" : authority.host();
            ObjectNode json = JsonNodeFactory.instance.objectNode().put("token", token.text());
            Times.put(json, "expiresAt", token.expiresAtMs(), parts.zone());
            Replies.created(context, json.put("command", parts.tokens().command(host, token.text())));
        } else if (made instanceof TokenMaker.Refused refused) {
            Replies.error(context, 400, refused.sentence());
        }
    }
}
