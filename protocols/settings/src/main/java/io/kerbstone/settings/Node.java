package io.kerbstone.settings;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongFunction;

/**
 * One value of a document with its place: a mapping, a sequence or a scalar. Typed accessors record a mistake and hand
 * back a stand-in, so that reading goes on to the next mistake; what was read may be used only when the mistakes are
 * empty. Immutable.
 */
public final class Node {
    private static final int SHOWN_MAX = 60;

    private final Kind kind;
    private final String path;
    private final int line;
    private final String text;
    private final Map<String, Node> members;
    private final List<Node> items;

    /** What sort of value. */
    public enum Kind {
        /** Keys and values. */
        MAPPING,
        /** A list. */
        SEQUENCE,
        /** A scalar in quotes, or one that is neither number nor truth value. */
        TEXT,
        /** A number; the text is as written. */
        NUMBER,
        /** true or false. */
        BOOLEAN,
        /** Nothing, null or ~: as if the key were not there. */
        NULL
    }

    private Node(Kind kind, String path, int line, String text, Map<String, Node> members, List<Node> items) {
        this.kind = kind;
        this.path = path;
        this.line = line;
        this.text = text;
        this.members = members;
        this.items = items;
    }

    static Node mapping(String path, int line, Map<String, Node> members) {
        return new Node(
                Kind.MAPPING, path, line, "", Collections.unmodifiableMap(new LinkedHashMap<>(members)), List.of());
    }

    static Node sequence(String path, int line, List<Node> items) {
        return new Node(Kind.SEQUENCE, path, line, "", Map.of(), List.copyOf(items));
    }

    static Node scalar(Kind kind, String path, int line, String text) {
        return new Node(kind, path, line, text, Map.of(), List.of());
    }

    /** What sort of value this is. */
    public Kind kind() {
        return kind;
    }

    /** The place for a mistake: {@code devices[2].snmp.port (line 14)}. */
    public String where() {
        return (path.isEmpty() ? "document" : path) + " (line " + line + ")";
    }

    /** The place of a key of this mapping, there or not. */
    public String where(String key) {
        Node child = members.get(key);
        return pathOf(key) + " (line " + (child == null ? line : child.line) + ")";
    }

    /** Line in the document, from 1. */
    public int line() {
        return line;
    }

    /** The scalar as written; empty for a mapping, a sequence or null. */
    public String rawText() {
        return text;
    }

    /** The keys of a mapping in the order written. */
    public List<String> keys() {
        return List.copyOf(members.keySet());
    }

    /** The value of a key, unless it is missing or null. */
    public Optional<Node> child(String key) {
        return Optional.ofNullable(members.get(key)).filter(node -> node.kind != Kind.NULL);
    }

    /** Whether the key is there with a value that is not null. */
    public boolean has(String key) {
        return child(key).isPresent();
    }

    /** This mapping without those keys; anything else as it is. */
    public Node without(String... keys) {
        if (kind != Kind.MAPPING) {
            return this;
        }
        Map<String, Node> rest = new LinkedHashMap<>(members);
        rest.keySet().removeAll(Arrays.asList(keys));
        return mapping(path, line, rest);
    }

    /** The items of a sequence. */
    public List<Node> items() {
        return items;
    }

    /** Records every key of this mapping that is not known, with the nearest known one; and a mapping that is none. */
    public void expectKeys(Mistakes mistakes, String... known) {
        if (kind != Kind.MAPPING) {
            mistakes.add(
                    where(),
                    "should be keys and values, not " + kindWords() + "; known keys: " + String.join(", ", known));
            return;
        }
        List<String> knownKeys = Arrays.asList(known);
        for (String key : members.keySet()) {
            if (!knownKeys.contains(key)) {
                String advice = Choices.nearest(key, knownKeys)
                        .map(near -> "did you mean '" + near + "'?")
                        .orElse("known keys: " + String.join(", ", known));
                mistakes.add(where(key), "unknown key; " + advice);
            }
        }
    }

    /** The items of the sequence under the key (at most {@code most}); empty when missing or, with a mistake, when none. */
    public List<Node> sequence(String key, int most, Mistakes mistakes) {
        Optional<Node> found = child(key);
        if (found.isEmpty()) {
            return List.of();
        }
        Node node = found.get();
        if (node.kind != Kind.SEQUENCE) {
            mistakes.add(node.where(), "should be a list, not " + node.kindWords());
            return List.of();
        }
        if (node.items.size() > most) {
            mistakes.add(node.where(), "has " + node.items.size() + " entries; at most " + most + " are allowed");
            return node.items.subList(0, most);
        }
        return node.items;
    }

    /** A text that must be there. */
    public String text(String key, Mistakes mistakes) {
        return required(key, mistakes).map(node -> node.asText(mistakes)).orElse("");
    }

    /** A text with a default. */
    public String text(String key, String fallback, Mistakes mistakes) {
        return child(key).map(node -> node.asText(mistakes)).orElse(fallback);
    }

    /** A text that must be there and be an id. */
    public String id(String key, Mistakes mistakes) {
        return required(key, mistakes).map(node -> node.asId(mistakes)).orElse("");
    }

    /** This scalar as text; a number in YAML without quotes counts as the text as written. */
    public String asText(Mistakes mistakes) {
        if (kind == Kind.MAPPING || kind == Kind.SEQUENCE) {
            mistakes.add(where(), "should be a text, not " + kindWords());
            return "";
        }
        return text;
    }

    /** This scalar as an id. */
    public String asId(Mistakes mistakes) {
        String id = asText(mistakes);
        if (kind != Kind.MAPPING && kind != Kind.SEQUENCE && !Ids.isId(id)) {
            mistakes.add(where(), quoted() + " is not an id; use 1 to 64 of the characters a-z A-Z 0-9 . _ -");
        }
        return id;
    }

    /** A secret that must be there. */
    public Secret secret(String key, Mistakes mistakes) {
        return Secret.of(text(key, mistakes));
    }

    /** A whole number that must be there, from min to max. */
    public long integer(String key, long min, long max, Mistakes mistakes) {
        return required(key, mistakes)
                .map(node -> node.asInteger(min, max, mistakes))
                .orElse(min);
    }

    /** A whole number with a default, from min to max. */
    public long integer(String key, long min, long max, long fallback, Mistakes mistakes) {
        return child(key).map(node -> node.asInteger(min, max, mistakes)).orElse(fallback);
    }

    private long asInteger(long min, long max, Mistakes mistakes) {
        if (kind == Kind.NUMBER && text.matches("-?\\d{1,18}")) {
            return within(Long.parseLong(text), min, max, text, Long::toString, mistakes);
        }
        mistakes.add(where(), "should be a whole number from " + min + " to " + max + ", not " + kindWords());
        return min;
    }

    /** A number with a default, from min to max. */
    public double decimal(String key, double min, double max, double fallback, Mistakes mistakes) {
        return child(key).map(node -> node.asDecimal(min, max, mistakes)).orElse(fallback);
    }

    private double asDecimal(double min, double max, Mistakes mistakes) {
        double value = kind == Kind.NUMBER && text.matches("-?\\d{1,18}(\\.\\d{1,18})?([eE][-+]?\\d{1,3})?")
                ? Double.parseDouble(text)
                : Double.NaN;
        if (value >= min && value <= max) {
            return value;
        }
        mistakes.add(where(), "should be a number from " + min + " to " + max + ", not " + kindWords());
        return min;
    }

    /** true or false, with a default. */
    public boolean flag(String key, boolean fallback, Mistakes mistakes) {
        Optional<Node> found = child(key);
        if (found.isPresent() && found.get().kind != Kind.BOOLEAN) {
            mistakes.add(
                    found.get().where(),
                    "should be true or false, not " + found.get().kindWords());
        }
        return found.map(node -> node.text.equals("true")).orElse(fallback);
    }

    /** A duration in ms with a default, from min to max. */
    public long durationMs(String key, long minMs, long maxMs, long fallbackMs, Mistakes mistakes) {
        return child(key).map(node -> node.asDurationMs(minMs, maxMs, mistakes)).orElse(fallbackMs);
    }

    private long asDurationMs(long minMs, long maxMs, Mistakes mistakes) {
        OptionalLong ms = Durations.parseMs(text);
        if (ms.isEmpty()) {
            mistakes.add(where(), "should be a duration such as 10ms, 1s or 1m, not " + kindWords());
            return minMs;
        }
        return within(ms.getAsLong(), minMs, maxMs, text, Durations::text, mistakes);
    }

    /** An amount of bytes with a default, from min to max. */
    public long bytes(String key, long min, long max, long fallback, Mistakes mistakes) {
        return child(key).map(node -> node.asBytes(min, max, mistakes)).orElse(fallback);
    }

    private long asBytes(long min, long max, Mistakes mistakes) {
        OptionalLong bytes = Sizes.parseBytes(text);
        if (bytes.isEmpty()) {
            mistakes.add(where(), "should be a size such as 64KiB, 512MiB or 2GiB, not " + kindWords());
            return min;
        }
        return within(bytes.getAsLong(), min, max, text, Sizes::text, mistakes);
    }

    /** One of an enum's constants, in camelCase, that must be there. */
    public <E extends Enum<E>> E choice(String key, Class<E> type, Mistakes mistakes) {
        E first = type.getEnumConstants()[0];
        return required(key, mistakes)
                .map(node -> node.asChoice(type, first, mistakes))
                .orElse(first);
    }

    /** One of an enum's constants, in camelCase, with a default. */
    public <E extends Enum<E>> E choice(String key, Class<E> type, E fallback, Mistakes mistakes) {
        return child(key).map(node -> node.asChoice(type, fallback, mistakes)).orElse(fallback);
    }

    private <E extends Enum<E>> E asChoice(Class<E> type, E standIn, Mistakes mistakes) {
        Optional<E> choice = Choices.parse(type, text);
        if (choice.isEmpty()) {
            mistakes.add(
                    where(), "should be one of " + String.join(", ", Choices.texts(type)) + ", not " + kindWords());
        }
        return choice.orElse(standIn);
    }

    private Optional<Node> required(String key, Mistakes mistakes) {
        Optional<Node> found = child(key);
        if (found.isEmpty() && kind == Kind.MAPPING) {
            mistakes.add(where(key), "is missing");
        }
        return found;
    }

    private long within(long value, long min, long max, String shown, LongFunction<String> form, Mistakes mistakes) {
        if (value >= min && value <= max) {
            return value;
        }
        mistakes.add(where(), shown + " is out of range; use " + form.apply(min) + " to " + form.apply(max));
        return min;
    }

    private String pathOf(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private String kindWords() {
        return switch (kind) {
            case MAPPING -> "keys and values";
            case SEQUENCE -> "a list";
            case NULL -> "nothing";
            default -> quoted();
        };
    }

    private String quoted() {
        return "'" + (text.length() > SHOWN_MAX ? text.substring(0, SHOWN_MAX) + "..." : text) + "'";
    }
}
