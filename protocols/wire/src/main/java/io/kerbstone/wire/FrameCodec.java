package io.kerbstone.wire;

import io.kerbstone.identity.SigningKey;
import io.kerbstone.identity.SigningSuite;
import io.kerbstone.identity.VerifyingKey;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Frames as COSE_Sign1 (RFC 9052, 4.2) over a CBOR body ({@code docs/wire-format.md}, "Frame"). The same body and key
 * give the same bytes. Stateless; safe for many threads.
 */
public final class FrameCodec {
    private static final int COSE_SIGN1_TAG = 18;
    private static final int HEADER_ALGORITHM = 1;
    private static final int HEADER_CRITICAL = 2;
    private static final int COSE_ELEMENTS = 4;
    private static final byte[] EXTERNAL_AAD = "kerbstone-frame-1".getBytes(StandardCharsets.US_ASCII);

    private FrameCodec() {}

    /**
     * The whole COSE_Sign1 of a body.
     *
     * @throws IllegalArgumentException when the body is above a limit of {@link FrameLimits#DEFAULT}
     */
    public static byte[] encode(FrameBody body, SigningKey key) {
        byte[] payload = BodyCodec.encode(body);
        byte[] protectedHeader = protectedHeader(key.signingSuite());
        byte[] signature = key.sign(signedBytes(protectedHeader, payload));
        byte[] frame = new CborOut(payload.length + 128)
                .tag(COSE_SIGN1_TAG)
                .array(COSE_ELEMENTS)
                .bytes(protectedHeader)
                .map(0)
                .endMap()
                .bytes(payload)
                .bytes(signature)
                .endArray()
                .toBytes();
        if (frame.length > FrameLimits.DEFAULT.frameBytes()) {
            throw new IllegalArgumentException(
                    "a frame has at most " + FrameLimits.DEFAULT.frameBytes() + " bytes, this has " + frame.length);
        }
        return frame;
    }

    /** Structure and body of untrusted bytes, <b>not verified</b>; never throws for anything they hold. */
    public static Decoded decode(byte[] bytes, FrameLimits limits) {
        if (bytes.length > limits.frameBytes()) {
            return new Problem(
                    Problem.Kind.TOO_LARGE, "a frame has at most " + limits.frameBytes() + " bytes: " + bytes.length);
        }
        try {
            return decodeSign1(bytes, limits);
        } catch (WireException e) {
            return e.problem();
        }
    }

    /** Decodes within {@link FrameLimits#DEFAULT}. */
    public static Decoded decode(byte[] bytes) {
        return decode(bytes, FrameLimits.DEFAULT);
    }

    /** Whether the owner of the key signed the frame, with the suite of the key. */
    public static boolean verify(Frame frame, VerifyingKey key) {
        return frame.suite() == key.signingSuite() && key.verify(frame.signedBytes(), frame.signature());
    }

    /**
     * The body of bytes that were a frame of {@link #decode} before, without what only a check of the signature or of
     * the chain needs; empty when this version cannot read it.
     */
    public static Optional<FrameBody> body(byte[] bytes) {
        try {
            Sign1 parts = Sign1.read(bytes, FrameLimits.DEFAULT);
            return Optional.of(BodyCodec.decode(parts.payload, FrameLimits.DEFAULT));
        } catch (WireException e) {
            return Optional.empty();
        }
    }

    private static Decoded decodeSign1(byte[] bytes, FrameLimits limits) throws WireException {
        Sign1 parts = Sign1.read(bytes, limits);
        SigningSuite suite = suite(parts.protectedHeader);
        if (parts.signature.length != suite.signatureBytes()) {
            throw WireException.malformed("the signature has not " + suite.signatureBytes() + " bytes");
        }
        FrameBody body = BodyCodec.decode(parts.payload, limits);
        byte[] signedBytes = signedBytes(parts.protectedHeader, parts.payload);
        return new Frame(bytes, Hash.sha256(bytes), suite, body, signedBytes, parts.signature);
    }

    /** What the four elements hold. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Sign1(byte[] protectedHeader, byte[] payload, byte[] signature) {
        static Sign1 read(byte[] bytes, FrameLimits limits) throws WireException {
            CborIn in = new CborIn(bytes);
            in.advance();
            if (in.tag() != COSE_SIGN1_TAG) {
                throw WireException.malformed("not a tagged COSE_Sign1");
            }
            in.openArray("a COSE_Sign1");
            in.requireElement("the protected header");
            byte[] protectedHeader = in.bytes("the protected header", FrameLimits.HEADER_BYTES_MAX);
            in.requireElement("the unprotected header");
            in.openMap("the unprotected header");
            in.skip();
            in.requireElement("the payload");
            byte[] payload = in.bytes("the payload", limits.frameBytes());
            in.requireElement("the signature");
            byte[] signature = in.bytes("the signature", FrameLimits.HEADER_BYTES_MAX);
            if (in.nextElement()) {
                throw WireException.malformed("a COSE_Sign1 has four elements");
            }
            in.end();
            return new Sign1(protectedHeader, payload, signature);
        }
    }

    private static SigningSuite suite(byte[] protectedHeader) throws WireException {
        CborIn in = new CborIn(protectedHeader);
        in.advance();
        in.openMap("the protected header");
        Optional<SigningSuite> suite = Optional.empty();
        for (int key = in.nextKey(); key != CborIn.END; key = in.nextKey()) {
            if (key == HEADER_ALGORITHM && in.isNumber()) {
                suite = SigningSuite.ofCoseAlgorithm(in.number("the algorithm"));
            } else if (key == HEADER_CRITICAL) {
                throw WireException.unsupported("the protected header has critical parameters of a later version");
            } else {
                in.skip();
            }
        }
        in.end();
        return suite.orElseThrow(
                () -> WireException.unsupported("a signing algorithm that this version does not know"));
    }

    /** The Sig_structure of RFC 9052, 4.4. */
    private static byte[] signedBytes(byte[] protectedHeader, byte[] payload) {
        return new CborOut(payload.length + 64)
                .array(COSE_ELEMENTS)
                .text("Signature1")
                .bytes(protectedHeader)
                .bytes(EXTERNAL_AAD)
                .bytes(payload)
                .endArray()
                .toBytes();
    }

    private static byte[] protectedHeader(SigningSuite suite) {
        return new CborOut(8)
                .map(1)
                .key(HEADER_ALGORITHM)
                .number(suite.coseAlgorithm())
                .endMap()
                .toBytes();
    }
}
