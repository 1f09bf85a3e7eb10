package io.kerbstone.wire;

import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * CBOR (RFC 8949) in deterministic form: definite lengths, shortest integers, whole numbers never as floats. One
 * thread; one use.
 */
final class CborOut {
    private static final CBORFactory FACTORY = new CBORFactory();
    private static final double WHOLE_MAX = 1L << 53;

    private final ByteArrayOutputStream bytes;
    private final CBORGenerator generator;

    CborOut(int expectedBytes) {
        this.bytes = new ByteArrayOutputStream(expectedBytes);
        try {
            this.generator = FACTORY.createGenerator(bytes);
        } catch (IOException e) {
            throw impossible(e);
        }
    }

    /** Something that writes to the generator. */
    private interface Write {
        void run() throws IOException;
    }

    private CborOut write(Write write) {
        try {
            write.run();
            return this;
        } catch (IOException e) {
            throw impossible(e);
        }
    }

    private static UncheckedIOException impossible(IOException e) {
        return new UncheckedIOException("BUG: CBOR could not be written to memory: " + e.getMessage(), e);
    }

    CborOut tag(int tag) {
        return write(() -> generator.writeTag(tag));
    }

    CborOut array(int size) {
        return write(() -> generator.writeStartArray(null, size));
    }

    CborOut endArray() {
        return write(generator::writeEndArray);
    }

    CborOut map(int size) {
        return write(() -> generator.writeStartObject(null, size));
    }

    CborOut endMap() {
        return write(generator::writeEndObject);
    }

    CborOut key(int key) {
        return write(() -> generator.writeFieldId(key));
    }

    CborOut number(long value) {
        return write(() -> generator.writeNumber(value));
    }

    CborOut bool(boolean value) {
        return write(() -> generator.writeBoolean(value));
    }

    CborOut bytes(byte[] value) {
        return write(() -> generator.writeBinary(value));
    }

    /** Text; a lone surrogate becomes a question mark. */
    CborOut text(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        return write(() -> generator.writeUTF8String(utf8, 0, utf8.length));
    }

    CborOut none() {
        return write(generator::writeNull);
    }

    /** A number as integer when it is whole and small enough, as a 32-bit float when that is exact, else 64 bits. */
    CborOut decimal(double value) {
        boolean isWhole = Math.rint(value) == value && Math.abs(value) <= WHOLE_MAX;
        boolean isNegativeZero = value == 0 && Double.doubleToRawLongBits(value) != 0;
        if (isWhole && !isNegativeZero) {
            return number((long) value);
        }
        float narrow = (float) value;
        return narrow == value ? write(() -> generator.writeNumber(narrow)) : write(() -> generator.writeNumber(value));
    }

    byte[] toBytes() {
        try {
            generator.close();
        } catch (IOException e) {
            throw impossible(e);
        }
        return bytes.toByteArray();
    }
}
