package io.kerbstone.identity;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SigningKeyTest {
    private static final byte[] MESSAGE = "measured".getBytes(StandardCharsets.UTF_8);

    @Test
    void shouldGiveTheBytesOfRfc8032WhenTheKeyIsItsFirstVector() {
        SigningKey key = SigningKey.of(hex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"));
        assertArrayEquals(
                hex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"),
                key.verifyingKey().encoded());
        assertArrayEquals(
                hex("e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
                        + "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"),
                key.sign(new byte[0]));
    }

    @Test
    void shouldRefuseWhenAnyBitOfTheSignatureIsFlipped() {
        SigningKey key = SigningKey.generate();
        byte[] signature = key.sign(MESSAGE);
        assertTrue(key.verifyingKey().verify(MESSAGE, signature));
        for (int bit = 0; bit < signature.length * 8; bit++) {
            byte[] flipped = signature.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertFalse(key.verifyingKey().verify(MESSAGE, flipped), "bit " + bit);
        }
        assertFalse(key.verifyingKey().verify(MESSAGE, new byte[63]));
        assertFalse(key.verifyingKey().verify(MESSAGE, new byte[65]));
        assertFalse(key.verifyingKey().verify(new byte[0], signature));
    }

    @Test
    void shouldParseNoKeyWhenTheBytesAreNoPointOfFullOrder() {
        assertEquals(Optional.empty(), VerifyingKey.parse(new byte[31]));
        assertEquals(Optional.empty(), VerifyingKey.parse(new byte[33]));
        assertEquals(Optional.empty(), VerifyingKey.parse(new byte[32]), "a point of order 4");
        byte[] neutral = new byte[32];
        neutral[0] = 1;
        assertEquals(Optional.empty(), VerifyingKey.parse(neutral), "the neutral element");
        assertThrows(IllegalArgumentException.class, () -> VerifyingKey.of(neutral));
    }

    @Test
    void shouldGiveTheSameKeyWhenOpenedAgain(@TempDir Path dir) throws IOException {
        SealingKey sealing = SealingKey.openOrCreate(dir.resolve("sealing.key"));
        SigningKey made = SigningKey.openOrCreate(dir.resolve("signing.sealed"), sealing);
        SigningKey again = SigningKey.openOrCreate(
                dir.resolve("signing.sealed"), SealingKey.openOrCreate(dir.resolve("sealing.key")));
        assertEquals(made.verifyingKey(), again.verifyingKey());
        for (String file : new String[] {"sealing.key", "signing.sealed"}) {
            assertEquals(
                    "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(dir.resolve(file))), file);
        }
        SealingKey other = SealingKey.openOrCreate(dir.resolve("other.key"));
        IOException refused =
                assertThrows(IOException.class, () -> SigningKey.openOrCreate(dir.resolve("signing.sealed"), other));
        assertTrue(refused.getMessage().contains("signing.sealed"), refused.getMessage());
    }

    @Test
    void shouldNotPrintTheKeyWhenAskedForText() {
        SigningKey key = SigningKey.generate();
        assertEquals(
                "SigningKey of " + HexFormat.of().formatHex(key.verifyingKey().encoded()), key.toString());
    }

    @Test
    void shouldHoldOnlyForItsRequestWhenAProofIsChecked() {
        SigningKey key = SigningKey.generate();
        byte[] proof = EnrolmentProof.make(key, MESSAGE);
        assertTrue(EnrolmentProof.holds(key.verifyingKey(), MESSAGE, proof));
        assertFalse(EnrolmentProof.holds(key.verifyingKey(), new byte[] {1}, proof));
        assertFalse(EnrolmentProof.holds(SigningKey.generate().verifyingKey(), MESSAGE, proof));
        assertFalse(key.verifyingKey().verify(MESSAGE, proof), "a proof is no signature of the request itself");
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }
}
