package io.kerbstone.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.kerbstone.identity.SigningKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A frame taken apart by hand from RFC 9052 and RFC 8949, with no code of ours, and its signature checked by openssl.
 */
class OpensslCrossCheckTest {
    private static final String PUBLIC_KEY_PREFIX = "302a300506032b6570032100"; // RFC 8410
    private static final int SIGNATURE_BYTES = 64;

    @TempDir
    private Path dir;

    @BeforeEach
    void needOpenssl() {
        Needs.tool("openssl");
    }

    @Test
    void shouldBeVerifiedByOpensslWhenAFrameIsTakenApartByHand() throws Exception {
        SigningKey key = SigningKey.generate();
        for (int seed = 0; seed < 4; seed++) {
            byte[] frame = FrameCodec.encode(RandomBodies.next(new Random(seed)), key);
            byte[] signature = Arrays.copyOfRange(frame, frame.length - SIGNATURE_BYTES, frame.length);
            byte[] signed = sigStructure(payloadWithHead(frame));
            assertEquals(0, openssl(key, signed, signature), "seed " + seed);
            signed[signed.length - 1] ^= 1;
            assertNotEquals(0, openssl(key, signed, signature), "seed " + seed + ", one bit flipped");
        }
    }

    /** Everything between the empty unprotected header and the signature: the payload as a byte string. */
    private static byte[] payloadWithHead(byte[] frame) {
        byte[] start = HexFormat.of().parseHex("d28443a10127a0"); // 18([h'a10127', {},
        assertEquals(HexFormat.of().formatHex(start), HexFormat.of().formatHex(frame, 0, start.length));
        int end = frame.length - SIGNATURE_BYTES - 2;
        assertEquals("5840", HexFormat.of().formatHex(frame, end, end + 2));
        return Arrays.copyOfRange(frame, start.length, end);
    }

    /** ["Signature1", protected, external_aad, payload] (RFC 9052, 4.4). */
    private static byte[] sigStructure(byte[] payloadWithHead) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(0x84);
        out.write(0x60 + "Signature1".length());
        out.writeBytes("Signature1".getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(HexFormat.of().parseHex("43a10127"));
        out.write(0x40 + "kerbstone-frame-1".length());
        out.writeBytes("kerbstone-frame-1".getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(payloadWithHead);
        return out.toByteArray();
    }

    private int openssl(SigningKey key, byte[] message, byte[] signature) throws IOException, InterruptedException {
        ByteArrayOutputStream publicKey = new ByteArrayOutputStream();
        publicKey.writeBytes(HexFormat.of().parseHex(PUBLIC_KEY_PREFIX));
        publicKey.writeBytes(key.verifyingKey().encoded());
        Files.write(dir.resolve("key.der"), publicKey.toByteArray());
        Files.write(dir.resolve("message"), message);
        Files.write(dir.resolve("signature"), signature);
        Process openssl = new ProcessBuilder(
                        "openssl",
                        "pkeyutl",
                        "-verify",
                        "-pubin",
                        "-keyform",
                        "DER",
                        "-inkey",
                        "key.der",
                        "-rawin",
                        "-in",
                        "message",
                        "-sigfile",
                        "signature")
                .directory(dir.toFile())
                .redirectErrorStream(true)
                .redirectOutput(dir.resolve("output").toFile())
                .start();
        return openssl.waitFor();
    }
}
