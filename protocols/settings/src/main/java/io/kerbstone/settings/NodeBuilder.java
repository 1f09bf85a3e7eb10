package io.kerbstone.settings;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.Serial;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds the tree from a token stream, counting against the limits of {@link Documents}. One use, one thread. */
final class NodeBuilder {
    private final JsonParser parser;
    private final Mistakes mistakes;
    private int nodes;

    NodeBuilder(JsonParser parser, Mistakes mistakes) {
        this.parser = parser;
        this.mistakes = mistakes;
    }

    /** A limit of {@link Documents} was passed: reading stops. */
    static final class LimitException extends IOException {
        @Serial
        private static final long serialVersionUID = 1L;

        private final int line;
        private final String sentence;

        LimitException(int line, String sentence) {
            super(sentence);
            this.line = line;
            this.sentence = sentence;
        }

        int line() {
            return line;
        }

        String sentence() {
            return sentence;
        }
    }

    Node document() throws IOException {
        JsonToken first = parser.nextToken();
        if (first == null || first == JsonToken.VALUE_NULL) {
            return Node.mapping("", 1, Map.of());
        }
        Node root = value(first, "", 0);
        if (parser.nextToken() != null) {
            mistakes.add("document (line " + line() + ")", "has a second document; keep one");
        }
        if (root.kind() != Node.Kind.MAPPING) {
            mistakes.add(root.where(), "should be keys and values at the outermost level");
            return Node.mapping("", 1, Map.of());
        }
        return root;
    }

    private Node value(@Nullable JsonToken token, String path, int depth) throws IOException {
        if (++nodes > Documents.NODES_MAX) {
            throw new LimitException(line(), "has more than " + Documents.NODES_MAX + " values");
        }
        if (depth > Documents.DEPTH_MAX) {
            throw new LimitException(line(), "is nested deeper than " + Documents.DEPTH_MAX + " levels");
        }
        if (token == JsonToken.START_OBJECT) {
            return mapping(path, depth);
        }
        return token == JsonToken.START_ARRAY ? sequence(path, depth) : scalar(token, path);
    }

    private Node mapping(String path, int depth) throws IOException {
        int line = line();
        Map<String, Node> members = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = bounded(parser.currentName());
            int keyLine = line();
            String childPath = path.isEmpty() ? key : path + "." + key;
            Node child = value(parser.nextToken(), childPath, depth + 1);
            if (members.putIfAbsent(key, child) != null) {
                mistakes.add(childPath + " (line " + keyLine + ")", "is here twice; keep one");
            }
        }
        return Node.mapping(path, line, members);
    }

    private Node sequence(String path, int depth) throws IOException {
        int line = line();
        List<Node> items = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            items.add(value(token, path + "[" + items.size() + "]", depth + 1));
        }
        return Node.sequence(path, line, items);
    }

    private Node scalar(@Nullable JsonToken token, String path) throws IOException {
        if (token == null) {
            throw new LimitException(line(), "ends too early");
        }
        int line = line();
        if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
            mistakes.add(path + " (line " + line + ")", "is an alias (*name); write the value itself");
        }
        if (token == JsonToken.VALUE_NULL) {
            return Node.scalar(Node.Kind.NULL, path, line, "");
        }
        return Node.scalar(kindOf(token), path, line, bounded(parser.getText()));
    }

    private static Node.Kind kindOf(JsonToken token) {
        if (token.isNumeric()) {
            return Node.Kind.NUMBER;
        }
        return token.isBoolean() ? Node.Kind.BOOLEAN : Node.Kind.TEXT;
    }

    private String bounded(String text) throws LimitException {
        if (text.length() > Documents.TEXT_LENGTH_MAX) {
            throw new LimitException(line(), "has a text longer than " + Documents.TEXT_LENGTH_MAX + " characters");
        }
        return text;
    }

    private int line() {
        return Math.max(1, parser.currentTokenLocation().getLineNr());
    }
}
