package io.kerbstone.wire;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The body of a message: a CBOR map with numbers as keys, read once within limits. One thread. */
final class Fields {
    /** Keys of one message. */
    static final int KEYS_MAX = 32;
    /** Elements of one array: two numbers for each range. */
    static final int ELEMENTS_MAX = 2 * SequenceRanges.RANGES_MAX;

    private final Map<Integer, Object> values = new HashMap<>();

    private Fields() {}

    static Fields read(byte[] body) throws WireException {
        CborIn in = new CborIn(body);
        in.advance();
        in.openMap("the message");
        Fields fields = new Fields();
        for (int key = in.nextKey(); key != CborIn.END; key = in.nextKey()) {
            if (fields.values.size() == KEYS_MAX) {
                throw WireException.tooLarge("a message has at most " + KEYS_MAX + " keys");
            }
            if (key == CborIn.OTHER_KEY) {
                in.skip();
            } else {
                fields.put(key, in, body.length);
            }
        }
        in.end();
        return fields;
    }

    private void put(int key, CborIn in, int length) throws WireException {
        if (in.isNumber()) {
            values.put(key, in.number("key " + key));
        } else if (in.isText()) {
            values.put(key, in.text("key " + key, length));
        } else if (in.isBytes()) {
            values.put(key, in.bytes("key " + key, length));
        } else if (in.isArray()) {
            values.put(key, elements(key, in));
        } else {
            in.skip(); // Kinds of value that no key of this version has.
        }
    }

    private static List<Object> elements(int key, CborIn in) throws WireException {
        List<Object> elements = new ArrayList<>();
        while (in.nextElement()) {
            if (elements.size() == ELEMENTS_MAX) {
                throw WireException.tooLarge("key " + key + " has more than " + ELEMENTS_MAX + " elements");
            }
            if (in.isNumber()) {
                elements.add(in.number("an element of key " + key));
            } else if (in.isText()) {
                elements.add(in.text("an element of key " + key, MessageLimits.SENTENCE_CHARS_MAX));
            } else {
                in.skip();
            }
        }
        return elements;
    }

    private <T> T value(int key, Class<T> kind) throws WireException {
        Object value = values.get(key);
        if (!kind.isInstance(value)) {
            throw WireException.malformed("key " + key + " is missing or of another kind");
        }
        return kind.cast(value);
    }

    long number(int key, long min, long max) throws WireException {
        long value = value(key, Long.class);
        if (value < min || value > max) {
            throw WireException.malformed("key " + key + " is outside " + min + " to " + max + ": " + value);
        }
        return value;
    }

    long number(int key) throws WireException {
        return number(key, Long.MIN_VALUE, Long.MAX_VALUE);
    }

    String text(int key, int charsMax) throws WireException {
        String value = value(key, String.class);
        if (value.length() > charsMax) {
            throw WireException.tooLarge("key " + key + " is longer than " + charsMax + " characters");
        }
        return value;
    }

    byte[] bytes(int key, int bytesMax) throws WireException {
        byte[] value = value(key, byte[].class);
        if (value.length > bytesMax) {
            throw WireException.tooLarge("key " + key + " is longer than " + bytesMax + " bytes");
        }
        return value;
    }

    byte[] bytesOf(int key, int bytesExactly) throws WireException {
        byte[] value = bytes(key, bytesExactly);
        if (value.length != bytesExactly) {
            throw WireException.malformed("key " + key + " has not " + bytesExactly + " bytes");
        }
        return value;
    }

    List<String> texts(int key, int countMax) throws WireException {
        List<String> texts = new ArrayList<>();
        for (Object element : value(key, List.class)) {
            if (!(element instanceof String text) || texts.size() == countMax) {
                throw WireException.malformed("key " + key + " is not an array of at most " + countMax + " texts");
            }
            texts.add(text);
        }
        return texts;
    }

    /** Ranges as pairs: distance from the last range's end, and length. */
    SequenceRanges ranges(int key) throws WireException {
        List<?> elements = value(key, List.class);
        if (elements.size() % 2 != 0) {
            throw WireException.malformed("key " + key + " has half a range");
        }
        List<SequenceRanges.Range> ranges = new ArrayList<>();
        long end = 0;
        try {
            for (int i = 0; i < elements.size(); i += 2) {
                if (!(elements.get(i) instanceof Long distance)
                        || !(elements.get(i + 1) instanceof Long count)
                        || distance < (i == 0 ? 1 : 2)
                        || count < 1) {
                    throw WireException.malformed("key " + key + " is not a list of ranges");
                }
                long from = Math.addExact(end, distance);
                end = Math.addExact(from, count - 1);
                ranges.add(new SequenceRanges.Range(from, end));
            }
        } catch (ArithmeticException e) {
            throw WireException.malformed("key " + key + " has a range beyond 64 bits");
        }
        return new SequenceRanges(ranges);
    }
}
