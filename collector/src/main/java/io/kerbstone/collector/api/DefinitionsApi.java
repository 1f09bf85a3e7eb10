package io.kerbstone.collector.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kerbstone.collector.registry.PathRecord;
import io.kerbstone.collector.registry.Registry;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/** {@code devices}, {@code paths} and {@code groups}: listed, added, replaced, removed. Safe for many threads. */
final class DefinitionsApi {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final WebParts parts;
    private final Registry registry;
    private final Edits edits;

    DefinitionsApi(WebParts parts) {
        this.parts = parts;
        this.registry = parts.registry();
        this.edits = new Edits(parts.registry());
    }

    /** One kind of thing: how it is called, listed, found, put and removed. */
    private record Kind(
            String name,
            Supplier<List<ObjectNode>> list,
            Function<String, Optional<ObjectNode>> find,
            BiFunction<String, Edits.Asked, List<String>> put,
            Remover remove) {}

    private interface Remover {
        Optional<String> remove(String id, String by, long nowMs);
    }

    void mount(Routes routes) {
        mount(
                routes,
                new Kind(
                        "device",
                        () -> registry.devices().stream().map(Edits::document).toList(),
                        id -> registry.device(id).map(Edits::document),
                        edits::putDevice,
                        registry::deleteDevice));
        mount(
                routes,
                new Kind(
                        "path",
                        () -> registry.paths().stream().map(this::withState).toList(),
                        id -> registry.path(id).map(this::withState),
                        edits::putPath,
                        registry::deletePath));
        mount(
                routes,
                new Kind(
                        "group",
                        () -> registry.groups().stream().map(Edits::document).toList(),
                        id -> registry.group(id).map(Edits::document),
                        edits::putGroup,
                        registry::deleteGroup));
    }

    private void mount(Routes routes, Kind kind) {
        String all = Gate.API + "/" + kind.name + "s";
        String one = all + "/{id}";
        routes.on(HttpMethod.GET, all, context -> list(context, kind))
                .on(HttpMethod.POST, all, context -> add(context, kind))
                .on(HttpMethod.GET, one, context -> find(context, kind))
                .on(HttpMethod.PUT, one, context -> replace(context, kind))
                .on(HttpMethod.DELETE, one, context -> remove(context, kind));
    }

    private ObjectNode withState(PathRecord path) {
        ObjectNode json = Edits.document(path);
        parts.figures().live(path.id()).ifPresent(live -> json.set("live", LiveJson.of(live, parts.zone())));
        return json;
    }

    private static void list(RoutingContext context, Kind kind) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode all = json.putArray(kind.name + "s");
        kind.list.get().forEach(all::add);
        Replies.ok(context, json);
    }

    private static void find(RoutingContext context, Kind kind) {
        String id = context.pathParam("id");
        Optional<ObjectNode> found = kind.find.apply(id);
        if (found.isPresent()) {
            Replies.ok(context, found.get());
        } else {
            Replies.noSuch(context, kind.name, id);
        }
    }

    private void add(RoutingContext context, Kind kind) {
        String body = Replies.body(context);
        String id = idIn(body);
        if (kind.find.apply(id).isPresent()) {
            Replies.error(
                    context,
                    409,
                    "There is a " + kind.name + " '" + id + "' already; replace it with PUT, or change the id.");
            return;
        }
        put(context, kind, id, body, Optional.empty());
    }

    private void replace(RoutingContext context, Kind kind) {
        String id = context.pathParam("id");
        put(context, kind, id, Replies.body(context), Optional.of(id));
    }

    private void put(RoutingContext context, Kind kind, String id, String body, Optional<String> idInAddress) {
        boolean isNew = kind.find.apply(id).isEmpty();
        Edits.Asked asked =
                new Edits.Asked(Gate.caller(context).name(), parts.wallClock().nowMs(), idInAddress);
        List<String> mistakes = kind.put.apply(body, asked);
        Optional<ObjectNode> stored = kind.find.apply(id);
        if (!mistakes.isEmpty() || stored.isEmpty()) {
            Replies.mistakes(context, mistakes);
        } else if (isNew) {
            Replies.created(context, stored.get());
        } else {
            Replies.ok(context, stored.get());
        }
    }

    private void remove(RoutingContext context, Kind kind) {
        String id = context.pathParam("id");
        if (kind.find.apply(id).isEmpty()) {
            Replies.noSuch(context, kind.name, id);
            return;
        }
        Optional<String> refusal = kind.remove.remove(
                id, Gate.caller(context).name(), parts.wallClock().nowMs());
        if (refusal.isPresent()) {
            Replies.error(context, 409, refusal.get());
        } else {
            Replies.done(context);
        }
    }

    /** The id a document gives itself; empty when it has none or is no document, which the reader then says. */
    private static String idIn(String body) {
        try {
            JsonNode tree = JSON.readTree(body);
            return tree.path("id").asText("");
        } catch (JsonProcessingException notJson) {
            return "";
        }
    }
}
