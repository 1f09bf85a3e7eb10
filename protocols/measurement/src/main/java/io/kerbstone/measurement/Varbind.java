package io.kerbstone.measurement;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One managed object's instance and value as a device answered it, before any profile has looked at it.
 *
 * @param oid the instance
 * @param type the SMI type
 * @param number the value of an integer type (Counter64 and the 32-bit unsigned types as unsigned); 0 otherwise
 * @param bytes the value of OCTET STRING, IpAddress and Opaque; an OBJECT IDENTIFIER as dotted ASCII; empty otherwise
 */
@SuppressWarnings("ArrayRecordComponent") // equals and hashCode look into the bytes; nobody changes them
public record Varbind(Oid oid, Type type, long number, byte[] bytes) {
    private static final byte[] NONE = {};

    /** SMIv2 types (RFC 2578) and the exceptions of RFC 3416. */
    public enum Type {
        INTEGER,
        OCTETS,
        OBJECT_ID,
        IP_ADDRESS,
        COUNTER32,
        GAUGE32,
        TIME_TICKS,
        OPAQUE,
        COUNTER64,
        NULL,
        NO_SUCH_OBJECT,
        NO_SUCH_INSTANCE,
        END_OF_MIB_VIEW
    }

    /** A value of an integer type. */
    public static Varbind ofNumber(Oid oid, Type type, long number) {
        return new Varbind(oid, type, number, NONE);
    }

    /** A value that is bytes. */
    public static Varbind ofBytes(Oid oid, Type type, byte[] bytes) {
        return new Varbind(oid, type, 0, bytes.clone());
    }

    /** Whether there is a value at all: not NULL and none of the exceptions. */
    public boolean isPresent() {
        return type.compareTo(Type.NULL) < 0;
    }

    /** Whether {@link #number} is the value. */
    public boolean isNumber() {
        return switch (type) {
            case INTEGER, COUNTER32, GAUGE32, TIME_TICKS, COUNTER64 -> true;
            default -> false;
        };
    }

    /** The bytes as text (UTF-8, with the replacement character for what is not). */
    public String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Varbind v
                && oid.equals(v.oid)
                && type == v.type
                && number == v.number
                && Arrays.equals(bytes, v.bytes);
    }

    @Override
    public int hashCode() {
        return (oid.hashCode() * 31 + type.hashCode()) * 31 + Long.hashCode(number) + Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return oid + " = " + type + ": " + (isNumber() ? Long.toUnsignedString(number) : text());
    }
}
