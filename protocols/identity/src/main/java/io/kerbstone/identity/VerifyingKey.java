package io.kerbstone.identity;

import java.security.PublicKey;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * A public key that checks signatures of frames: Ed25519 (RFC 8032). What is valid is what Bouncy Castle says; where a
 * native library is there, it is asked first, because it says yes in half the time
 * ({@code docs/decisions/0140-native-signature-checks.md}). Immutable; safe for many threads.
 */
public final class VerifyingKey {
    private final byte[] encoded;
    private final Ed25519PublicKeyParameters key;
    private final Optional<PublicKey> nativeKey;

    private VerifyingKey(byte[] encoded) {
        this.encoded = encoded.clone();
        this.key = new Ed25519PublicKeyParameters(this.encoded, 0);
        this.nativeKey = NativeEd25519.FOUND.flatMap(library -> NativeEd25519.keyOf(this.encoded));
    }

    /** What checks signatures here, in words, for a log. */
    public static String checkedBy() {
        return NativeEd25519.FOUND.map(library -> library.name() + ", else ").orElse("") + "Bouncy Castle";
    }

    /**
     * The key of its 32 bytes.
     *
     * @throws IllegalArgumentException when they are not a usable public key; see {@link #parse} for untrusted bytes
     */
    public static VerifyingKey of(byte[] encoded32) {
        return parse(encoded32).orElseThrow(() -> new IllegalArgumentException("not an Ed25519 public key"));
    }

    /** The key of untrusted bytes; empty when the length is wrong or they are no point of full order. */
    public static Optional<VerifyingKey> parse(byte[] encoded) {
        // A key of small order would accept one signature for many messages, so the full check is worth its time.
        boolean usable =
                encoded.length == SigningSuite.ED25519.publicKeyBytes() && Ed25519.validatePublicKeyFull(encoded, 0);
        return usable ? Optional.of(new VerifyingKey(encoded)) : Optional.empty();
    }

    /** The 32 bytes of RFC 8032. */
    public byte[] encoded() {
        return encoded.clone();
    }

    /** Whether the signature is this key's over the message; false for a signature of any wrong shape. */
    public boolean verify(byte[] message, byte[] signature) {
        return signature.length == SigningSuite.ED25519.signatureBytes()
                && (isValidByNative(message, signature) || isValidByBouncyCastle(message, signature));
    }

    /** Believed only when it says yes, so that what is valid never depends on the machine it is asked on. */
    boolean isValidByNative(byte[] message, byte[] signature) {
        return nativeKey.isPresent() && NativeEd25519.FOUND.orElseThrow().isValid(nativeKey.get(), message, signature);
    }

    boolean isValidByBouncyCastle(byte[] message, byte[] signature) {
        return key.verify(Ed25519.Algorithm.Ed25519, null, message, 0, message.length, signature, 0);
    }

    /** Number of the signing suite ({@link SigningSuite#code}). */
    public int suite() {
        return SigningSuite.ED25519.code();
    }

    /** The signing suite. */
    public SigningSuite signingSuite() {
        return SigningSuite.ED25519;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VerifyingKey that && Arrays.equals(encoded, that.encoded);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(encoded);
    }

    /** The key in hexadecimal: public keys are no secret. */
    @Override
    public String toString() {
        return HexFormat.of().formatHex(encoded);
    }
}
