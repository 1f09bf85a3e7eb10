package io.kerbstone.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Evidence must not depend on which of the two libraries looked at it: ours is the word of Bouncy Castle everywhere. */
class NativeEd25519Test {
    private static final BigInteger ORDER = Edwards25519.ORDER;

    private final Random random = new Random(25519);
    private final byte[] seed = bytes(32);
    private final SigningKey signing = SigningKey.of(seed);
    private final VerifyingKey key = signing.verifyingKey();

    @Test
    void shouldBeThereWhenTheMachineIsOneItWasBuiltFor() {
        boolean isItsMachine = System.getProperty("os.name").equals("Linux")
                && System.getProperty("os.arch").equals("amd64");
        assertEquals(isItsMachine, NativeEd25519.FOUND.isPresent());
        assertEquals(isItsMachine, VerifyingKey.checkedBy().contains("Corretto"));
    }

    @Test
    void shouldSayTheSameWhenASignatureIsValidOrHasAnyBitFlipped() {
        for (int length : new int[] {0, 1, 111, 112, 5_000}) {
            byte[] message = bytes(length);
            byte[] signature = signing.sign(message);
            assertTrue(key.verify(message, signature));
            assertEquals(NativeEd25519.FOUND.isPresent(), key.isValidByNative(message, signature));
            for (int bit = 0; bit < 512; bit++) {
                byte[] flipped = signature.clone();
                flipped[bit / 8] ^= (byte) (1 << bit % 8);
                assertFalse(decided(message, flipped), "bit " + bit);
            }
        }
    }

    @Test
    void shouldSayTheSameWhenTheScalarIsNotReduced() {
        byte[] message = bytes(100);
        byte[] signature = signing.sign(message);
        BigInteger scalar = Edwards25519.littleEndian(Arrays.copyOfRange(signature, 32, 64));
        for (BigInteger more = scalar.add(ORDER); more.bitLength() <= 256; more = more.add(ORDER)) {
            byte[] grown = Edwards25519.join(Arrays.copyOf(signature, 32), Edwards25519.encode(more));
            assertFalse(decided(message, grown));
        }
    }

    @Test
    void shouldSayTheSameWhenTheSignerAddsAPointOfSmallOrder() {
        int believed = 0;
        for (Edwards25519 small : Edwards25519.smallOrders()) {
            for (int i = 0; i < 16; i++) {
                byte[] message = bytes(64);
                byte[] signature = signed(message, new BigInteger(250, random), small, false);
                believed += decided(message, signature) ? 1 : 0;
                assertEquals(
                        small.isNeutral() && NativeEd25519.FOUND.isPresent(), key.isValidByNative(message, signature));
            }
        }
        assertTrue(believed >= 16, "those with the neutral element are plain signatures");
    }

    @Test
    void shouldSayTheSameWhenThePointIsNotEncodedAsItShouldBe() {
        for (Edwards25519 small : Edwards25519.smallOrders()) {
            for (int i = 0; i < 4; i++) {
                byte[] message = bytes(64);
                decided(message, signed(message, BigInteger.ZERO, small, false));
                boolean isStillAPoint = !small.isNeutral() && small.x().signum() != 0;
                boolean believed = decided(message, signed(message, BigInteger.ZERO, small, true));
                assertTrue(isStillAPoint || !believed, small.toString());
            }
        }
    }

    @Test
    void shouldTakeNoKeyWhenItIsOfSmallOrMixedOrder() {
        Edwards25519 point = Edwards25519.decode(key.encoded());
        for (Edwards25519 small : Edwards25519.smallOrders()) {
            assertEquals(Optional.empty(), VerifyingKey.parse(small.encode()));
            Optional<VerifyingKey> mixed = VerifyingKey.parse(point.plus(small).encode());
            assertEquals(small.isNeutral(), mixed.isPresent());
        }
    }

    /** The answer of the key; fails when it is not Bouncy Castle's or when the other library believes more. */
    private boolean decided(byte[] message, byte[] signature) {
        boolean reference = key.isValidByBouncyCastle(message, signature);
        assertTrue(reference || !key.isValidByNative(message, signature), "the native library believes too much");
        assertEquals(reference, key.verify(message, signature));
        return reference;
    }

    /** A signature by the owner of the key who adds a point to R, encoded with y + p where that fits if so asked. */
    private byte[] signed(byte[] message, BigInteger nonce, Edwards25519 added, boolean overlong) {
        byte[] hashed = Edwards25519.sha512(List.of(seed));
        hashed[0] &= (byte) 248;
        hashed[31] = (byte) ((hashed[31] & 127) | 64);
        BigInteger secret = Edwards25519.littleEndian(Arrays.copyOf(hashed, 32));
        Edwards25519 point = Edwards25519.BASE.times(nonce).plus(added);
        byte[] r = overlong ? point.encodeOverlong() : point.encode();
        BigInteger k = Edwards25519.littleEndian(Edwards25519.sha512(List.of(r, key.encoded(), message)));
        BigInteger s = nonce.add(k.multiply(secret)).mod(ORDER);
        return Edwards25519.join(r, Edwards25519.encode(s));
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
