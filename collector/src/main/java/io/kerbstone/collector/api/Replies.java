package io.kerbstone.collector.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/** The one form of answers and errors: {@code {"error": sentence}}, with {@code "mistakes"} when a body was wrong. */
public final class Replies {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TYPE = "application/json; charset=utf-8";

    private Replies() {}

    /** 200 with a document. */
    public static void ok(RoutingContext context, JsonNode body) {
        send(context, 200, body);
    }

    /** 201 with a document. */
    public static void created(RoutingContext context, JsonNode body) {
        send(context, 201, body);
    }

    /** 204. */
    public static void done(RoutingContext context) {
        context.response().setStatusCode(204).end();
    }

    /** An error as one sentence that says what to do. */
    public static void error(RoutingContext context, int status, String sentence) {
        send(context, status, errorBody(sentence));
    }

    /** 400 with every mistake that was found in the body. */
    public static void mistakes(RoutingContext context, List<String> mistakes) {
        ObjectNode body = errorBody("The document has mistakes; mend those listed and send it again.");
        mistakes.forEach(body.putArray("mistakes")::add);
        send(context, 400, body);
    }

    /** 404 for a thing that has an id. */
    public static void noSuch(RoutingContext context, String kind, String id) {
        error(context, 404, "There is no " + kind + " '" + id + "'; the list of " + kind + "s has the ids.");
    }

    private static ObjectNode errorBody(String sentence) {
        return JsonNodeFactory.instance.objectNode().put("error", sentence);
    }

    static void send(RoutingContext context, int status, JsonNode body) {
        context.response().setStatusCode(status).putHeader("content-type", TYPE).end(text(body));
    }

    /** The request's body as text; empty when there is none. */
    static String body(RoutingContext context) {
        String body = context.body() == null ? null : context.body().asString();
        return body == null ? "" : body;
    }

    /** What to tell for a status that has no sentence of its own. */
    public static String sentence(int status) {
        return switch (status) {
            case 400 -> "The request cannot be understood; see /api/v1/openapi.json for its form.";
            case 404 -> "There is nothing at this address; /api/v1/openapi.json lists what there is.";
            case 405 -> "This address does not take this method; see /api/v1/openapi.json.";
            case 413 -> "The body is too large; send at most 1 MiB.";
            default -> "The collector failed; its log says why.";
        };
    }

    /** A document as text. */
    public static String text(JsonNode body) {
        try {
            return JSON.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("BUG: a tree is always writable", e);
        }
    }
}
