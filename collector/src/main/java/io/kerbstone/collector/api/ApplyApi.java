package io.kerbstone.collector.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kerbstone.collector.registry.Plan;
import io.kerbstone.settings.Mistakes;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;

/** {@code apply}: many devices, paths and groups in one document, all of it or nothing. Safe for many threads. */
final class ApplyApi {
    private final WebParts parts;

    ApplyApi(WebParts parts) {
        this.parts = parts;
    }

    void mount(Routes routes) {
        routes.on(HttpMethod.POST, Gate.API + "/apply", this::apply);
    }

    private void apply(RoutingContext context) {
        Mistakes mistakes = new Mistakes();
        Plan plan = new PlanReader(parts.registry(), mistakes).read(Replies.body(context));
        if (!mistakes.isEmpty()) {
            Replies.mistakes(context, mistakes.list());
            return;
        }
        Plan.Result result = parts.registry()
                .apply(plan, Gate.caller(context).name(), parts.wallClock().nowMs());
        if (!result.refusals().isEmpty()) {
            Replies.mistakes(context, result.refusals());
            return;
        }
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        result.changed().forEach(json.putArray("changed")::add);
        Replies.ok(context, json.put("unchanged", result.unchanged()));
    }
}
