package io.kerbstone.collector.api;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;

/** Adds routes to the router and remembers them, so that a test can hold them against {@code openapi.json}. */
final class Routes {
    private final Router router;
    private final List<String> known = new ArrayList<>();

    Routes(Router router) {
        this.router = router;
    }

    /** Work that may wait or count figures: on a worker thread. {@code path} is as in OpenAPI: {@code /paths/{id}}. */
    Routes on(HttpMethod method, String path, Handler<RoutingContext> handler) {
        add(method, path);
        router.route(method, inRouter(path)).blockingHandler(handler, false);
        return this;
    }

    /** Work that neither waits nor counts: on the event loop. */
    Routes quick(HttpMethod method, String path, Handler<RoutingContext> handler) {
        add(method, path);
        router.route(method, inRouter(path)).handler(handler);
        return this;
    }

    /** All routes, each as {@code "GET /api/v1/paths/{id}"}. */
    List<String> known() {
        return List.copyOf(known);
    }

    private void add(HttpMethod method, String path) {
        known.add(method.name() + " " + path);
    }

    private static String inRouter(String path) {
        return path.replaceAll("\\{(\\w+)}", ":$1");
    }
}
