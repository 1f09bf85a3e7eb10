package io.kerbstone.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.CBORParser;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * One CBOR item (RFC 8949) out of untrusted bytes. Readers look at the current item; {@link #advance} and its family
 * move on. Every wrong turn is a {@link WireException}. One thread; one use.
 */
final class CborIn {
    /** A map key that is no unsigned number of 31 bits; its value is to be skipped. */
    static final int OTHER_KEY = -2;
    /** No more keys. */
    static final int END = -1;

    private static final int UNSIGNED = 0;
    private static final int MAJOR_SHIFT = 5;
    private static final CBORFactory FACTORY = CBORFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(FrameLimits.NESTING_MAX)
                    .maxStringLength(FrameLimits.DEFAULT.frameBytes())
                    .maxNumberLength(32)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final byte[] bytes;
    private final int offset;
    private final CBORParser parser;
    private @Nullable JsonToken token;

    CborIn(byte[] bytes) throws WireException {
        this(bytes, 0, bytes.length);
    }

    CborIn(byte[] bytes, int offset, int length) throws WireException {
        this.bytes = bytes;
        this.offset = offset;
        try {
            this.parser = FACTORY.createParser(bytes, offset, length);
        } catch (IOException e) {
            throw problem(e);
        }
    }

    /** Moves to the next item; there must be one. */
    void advance() throws WireException {
        step();
        if (token == null) {
            throw WireException.truncated("the bytes end within the structure");
        }
    }

    private void step() throws WireException {
        try {
            token = parser.nextToken();
        } catch (IOException e) {
            throw problem(e);
        } catch (RuntimeException e) {
            // A foreign parser on hostile bytes: whatever it trips over is the sender's fault.
            throw WireException.malformed("not well-formed CBOR");
        }
    }

    /** Moves past the end: nothing may follow. */
    void end() throws WireException {
        step();
        if (token != null) {
            throw WireException.malformed("bytes follow the end of the structure");
        }
    }

    /** The tag of the current item, -1 without one. */
    int tag() {
        return parser.getCurrentTag();
    }

    void openArray(String what) throws WireException {
        expect(token == JsonToken.START_ARRAY, what, "an array");
    }

    /** Moves to the next element of the current array; false at its end. */
    boolean nextElement() throws WireException {
        advance();
        return token != JsonToken.END_ARRAY;
    }

    /** Moves to an element that must be there. */
    void requireElement(String what) throws WireException {
        if (!nextElement()) {
            throw WireException.malformed(what + " is missing");
        }
    }

    /** Skips elements that a later version may have added, to the end of the current array. */
    void skipRest() throws WireException {
        while (nextElement()) {
            skip();
        }
    }

    void openMap(String what) throws WireException {
        expect(token == JsonToken.START_OBJECT, what, "a map");
    }

    /** Moves to the value of the next key and returns the key, {@link #END} or {@link #OTHER_KEY}. */
    int nextKey() throws WireException {
        advance();
        if (token == JsonToken.END_OBJECT) {
            return END;
        }
        int key = currentKey();
        advance();
        return key;
    }

    private int currentKey() throws WireException {
        try {
            // The parser gives number 1 and text "1" the same name; only the byte on the wire tells them apart.
            long at = offset + parser.currentTokenLocation().getByteOffset();
            boolean isUnsigned =
                    at >= offset && at < bytes.length && (bytes[(int) at] & 0xff) >>> MAJOR_SHIFT == UNSIGNED;
            String name = parser.currentName();
            return isUnsigned && name.length() <= 9 ? Integer.parseInt(name) : OTHER_KEY;
        } catch (IOException e) {
            throw problem(e);
        } catch (NumberFormatException e) {
            return OTHER_KEY;
        }
    }

    /** Skips the current item with all it holds. */
    void skip() throws WireException {
        try {
            parser.skipChildren();
        } catch (IOException e) {
            throw problem(e);
        } catch (RuntimeException e) {
            throw WireException.malformed("not well-formed CBOR");
        }
    }

    boolean isNone() {
        return token == JsonToken.VALUE_NULL;
    }

    boolean isText() {
        return token == JsonToken.VALUE_STRING;
    }

    boolean isBytes() {
        return token == JsonToken.VALUE_EMBEDDED_OBJECT;
    }

    boolean isNumber() {
        return token == JsonToken.VALUE_NUMBER_INT;
    }

    boolean isArray() {
        return token == JsonToken.START_ARRAY;
    }

    boolean bool(String what) throws WireException {
        expect(token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE, what, "true or false");
        return token == JsonToken.VALUE_TRUE;
    }

    long number(String what) throws WireException {
        expect(token == JsonToken.VALUE_NUMBER_INT, what, "a whole number");
        try {
            JsonParser.NumberType type = parser.getNumberType();
            expect(
                    type == JsonParser.NumberType.INT || type == JsonParser.NumberType.LONG,
                    what,
                    "a whole number of 64 bits");
            return parser.getLongValue();
        } catch (IOException e) {
            throw problem(e);
        }
    }

    long number(String what, long min, long max) throws WireException {
        long value = number(what);
        if (value < min || value > max) {
            throw WireException.malformed(what + " is outside " + min + " to " + max + ": " + value);
        }
        return value;
    }

    double decimal(String what) throws WireException {
        if (token == JsonToken.VALUE_NUMBER_INT) {
            return number(what);
        }
        expect(token == JsonToken.VALUE_NUMBER_FLOAT, what, "a number");
        try {
            return parser.getDoubleValue();
        } catch (IOException e) {
            throw problem(e);
        }
    }

    String text(String what, int charsMax) throws WireException {
        expect(token == JsonToken.VALUE_STRING, what, "a text");
        try {
            String text = parser.getText();
            if (text.length() > charsMax) {
                throw WireException.tooLarge(what + " is longer than " + charsMax + " characters");
            }
            return text;
        } catch (IOException e) {
            throw problem(e);
        } catch (RuntimeException e) {
            throw WireException.malformed(what + " is not UTF-8");
        }
    }

    byte[] bytes(String what, int bytesMax) throws WireException {
        expect(token == JsonToken.VALUE_EMBEDDED_OBJECT, what, "a byte string");
        try {
            byte @Nullable [] value = parser.getBinaryValue();
            if (value == null) {
                throw WireException.malformed(what + " is undefined");
            }
            if (value.length > bytesMax) {
                throw WireException.tooLarge(what + " is longer than " + bytesMax + " bytes");
            }
            return value;
        } catch (IOException e) {
            throw problem(e);
        } catch (RuntimeException e) {
            throw WireException.malformed(what + " is not a byte string");
        }
    }

    byte[] bytesOf(String what, int bytesExactly) throws WireException {
        byte[] value = bytes(what, bytesExactly);
        if (value.length != bytesExactly) {
            throw WireException.malformed(what + " has not " + bytesExactly + " bytes");
        }
        return value;
    }

    private static void expect(boolean holds, String what, String kind) throws WireException {
        if (!holds) {
            throw WireException.malformed(what + " is not " + kind);
        }
    }

    private static WireException problem(IOException e) {
        if (e instanceof JsonEOFException) {
            return WireException.truncated("the bytes end within the structure");
        }
        if (e instanceof StreamConstraintsException) {
            return WireException.tooLarge("nested too deeply or too long");
        }
        return WireException.malformed("not well-formed CBOR");
    }
}
