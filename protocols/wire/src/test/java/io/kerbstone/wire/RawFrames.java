package io.kerbstone.wire;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;

/** Frames put together byte by byte, with parts that the encoder would never write. The signatures are zeros. */
final class RawFrames {
    private static final HexFormat HEX = HexFormat.of();

    private RawFrames() {}

    static byte[] sign1(byte[] payload) {
        return sign1("a10127", payload, 64);
    }

    static byte[] sign1(String protectedHeader, byte[] payload, int signatureBytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(HEX.parseHex("d284"));
        bytes(out, HEX.parseHex(protectedHeader));
        out.write(0xa0);
        bytes(out, payload);
        bytes(out, new byte[signatureBytes]);
        return out.toByteArray();
    }

    private static void bytes(ByteArrayOutputStream out, byte[] value) {
        out.write(0x5a);
        for (int shift = 24; shift >= 0; shift -= 8) {
            out.write(value.length >>> shift);
        }
        out.writeBytes(value);
    }

    private static ByteArrayOutputStream required(int keys, int format) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(0xa0 + keys);
        out.write(0);
        out.write(format);
        out.writeBytes(HEX.parseHex("016161" + "0250" + "00".repeat(16) + "0301" + "045820" + "00".repeat(32) + "0585"
                + "6162" + "00" + "00" + "f5" + "00"));
        return out;
    }

    /** A body with only what must be there. */
    static byte[] body(int format) {
        return required(6, format).toByteArray();
    }

    static byte[] bodyWithColumns(byte[] columns) {
        ByteArrayOutputStream out = required(7, BodyCodec.FORMAT);
        out.write(6);
        bytes(out, columns);
        return out.toByteArray();
    }

    /** A body with one more key that no version knows; the value as it stands. */
    static byte[] bodyWithUnknown(byte[] value) {
        ByteArrayOutputStream out = required(7, BodyCodec.FORMAT);
        out.writeBytes(HEX.parseHex("1863"));
        out.writeBytes(value);
        return out.toByteArray();
    }
}
