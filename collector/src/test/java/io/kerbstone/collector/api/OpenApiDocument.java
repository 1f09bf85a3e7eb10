package io.kerbstone.collector.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** {@code openapi.json} as tests hold it against the server: its routes, and whether a document fits a schema of it. */
final class OpenApiDocument {
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete");

    private final JsonNode root;

    OpenApiDocument() throws IOException {
        try (InputStream in = OpenApiDocument.class.getResourceAsStream("openapi.json")) {
            root = new ObjectMapper().readTree(in);
        }
    }

    /** Each as {@code "GET /api/v1/paths/{id}"}. */
    Set<String> routes() {
        Set<String> routes = new TreeSet<>();
        root.get("paths")
                .properties()
                .forEach(path -> path.getValue().fieldNames().forEachRemaining(method -> {
                    if (METHODS.contains(method)) {
                        routes.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey());
                    }
                }));
        return routes;
    }

    /** The schema of a route's answer. */
    JsonNode answerOf(String method, String path, int status) {
        return root.at("/paths/" + path.replace("/", "~1") + "/" + method + "/responses/" + status
                + "/content/application~1json/schema");
    }

    /** What of the document does not fit the schema: types, missing, unknown and forbidden values. */
    List<String> misfits(JsonNode schema, JsonNode document) {
        List<String> misfits = new ArrayList<>();
        check(schema, document, "", misfits);
        return misfits;
    }

    private void check(JsonNode given, JsonNode document, String at, List<String> misfits) {
        JsonNode schema = given.has("$ref") ? root.at(given.get("$ref").asText().substring(1)) : given;
        if (schema.isMissingNode()) {
            misfits.add(at + ": no schema");
        }
        if (schema.has("oneOf")) {
            boolean fits = false;
            for (JsonNode one : schema.get("oneOf")) {
                fits |= misfits(one, document).isEmpty();
            }
            if (!fits) {
                misfits.add(at + ": fits none of oneOf");
            }
            return;
        }
        if (schema.has("enum") && !has(schema.get("enum"), document)) {
            misfits.add(at + ": " + document + " is none of " + schema.get("enum"));
        }
        if (schema.has("type") && !isOfType(schema.get("type"), document)) {
            misfits.add(at + ": " + document.getNodeType() + " instead of " + schema.get("type"));
        }
        if (document.isObject() && schema.has("properties")) {
            checkObject(schema, document, at, misfits);
        }
        if (document.isArray() && schema.has("items")) {
            for (int i = 0; i < document.size(); i++) {
                check(schema.get("items"), document.get(i), at + "[" + i + "]", misfits);
            }
        }
    }

    private void checkObject(JsonNode schema, JsonNode document, String at, List<String> misfits) {
        schema.path("required").forEach(name -> {
            if (!document.has(name.asText())) {
                misfits.add(at + "." + name.asText() + " is missing");
            }
        });
        document.properties().forEach(member -> {
            JsonNode known = schema.get("properties").get(member.getKey());
            if (known == null) {
                misfits.add(at + "." + member.getKey() + " is not described");
            } else {
                check(known, member.getValue(), at + "." + member.getKey(), misfits);
            }
        });
    }

    private static boolean has(JsonNode values, JsonNode value) {
        for (JsonNode one : values) {
            if (one.equals(value)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOfType(JsonNode types, JsonNode document) {
        if (types.isArray()) {
            for (JsonNode type : types) {
                if (isOfType(type, document)) {
                    return true;
                }
            }
            return false;
        }
        return switch (types.asText()) {
            case "object" -> document.isObject();
            case "array" -> document.isArray();
            case "string" -> document.isTextual();
            case "integer" -> document.isIntegralNumber();
            case "number" -> document.isNumber();
            case "boolean" -> document.isBoolean();
            default -> document.isNull();
        };
    }
}
