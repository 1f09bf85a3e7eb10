package io.kerbstone.collector.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** All resources of the API, health and metrics. Safe for many threads once mounted. */
public final class Api {
    private final WebParts parts;
    private final Events events;
    private final Metrics metrics;
    private final String openApi = resource("openapi.json");
    private volatile List<String> routes = List.of();

    /** Resources over these parts. */
    public Api(WebParts parts, Vertx vertx) {
        this.parts = parts;
        this.events = new Events(parts, vertx);
        this.metrics = new Metrics(parts, events);
    }

    /** Counts a request and lets it pass. */
    public void count(RoutingContext context) {
        metrics.count(context);
    }

    /** Health, which anybody may ask. */
    public void mountHealth(Router router) {
        router.get("/health/live").handler(context -> Replies.ok(context, status("live")));
        router.get("/health/ready").blockingHandler(this::ready, false);
    }

    /** Everything else; behind the gate. */
    public void mount(Router router) {
        Routes all = new Routes(router);
        new AgentsApi(parts).mount(all);
        new DefinitionsApi(parts).mount(all);
        new ApplyApi(parts).mount(all);
        new FiguresApi(parts).mount(all);
        new AlertsApi(parts).mount(all);
        new ChannelsApi(parts).mount(all);
        new ExclusionsApi(parts).mount(all);
        new ReportsApi(parts).mount(all);
        new UsersApi(parts).mount(all);
        events.mount(all);
        all.quick(HttpMethod.GET, Gate.API + "/openapi.json", this::openApi);
        all.on(HttpMethod.GET, "/metrics", metrics::show);
        this.routes = all.known();
    }

    /** The routes behind the gate, each as {@code "GET /api/v1/paths/{id}"}. */
    List<String> routes() {
        return routes;
    }

    private void openApi(RoutingContext context) {
        context.response()
                .putHeader("content-type", "application/json; charset=utf-8")
                .end(openApi);
    }

    private void ready(RoutingContext context) {
        List<String> problems = parts.problems().get();
        if (problems.isEmpty()) {
            Replies.ok(context, status("ready"));
        } else {
            Replies.error(context, 503, String.join(" ", problems));
        }
    }

    private static ObjectNode status(String status) {
        return JsonNodeFactory.instance.objectNode().put("status", status);
    }

    private static String resource(String name) {
        try (InputStream in = Api.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("BUG: no resource " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
