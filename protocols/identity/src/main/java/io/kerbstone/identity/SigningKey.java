package io.kerbstone.identity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * A private key that signs frames: Ed25519 (RFC 8032) by Bouncy Castle's lightweight code, which is about ten times as
 * fast as the JDK's. Immutable; safe for many threads. It never prints and is stored only sealed.
 */
public final class SigningKey {
    private static final int SEED_BYTES = 32;

    private final Ed25519PrivateKeyParameters key;
    private final VerifyingKey verifyingKey;

    private SigningKey(byte[] seed) {
        this.key = new Ed25519PrivateKeyParameters(seed, 0);
        this.verifyingKey = VerifyingKey.of(key.generatePublicKey().getEncoded());
    }

    /** A new key from the system's random source. */
    public static SigningKey generate() {
        byte[] seed = new byte[SEED_BYTES];
        new SecureRandom().nextBytes(seed);
        return new SigningKey(seed);
    }

    /** The key of a 32-byte seed (RFC 8032, 5.1.5). For stored keys and fixed keys of tests. */
    public static SigningKey of(byte[] seed32) {
        if (seed32.length != SEED_BYTES) {
            throw new IllegalArgumentException("an Ed25519 seed has 32 bytes, not " + seed32.length);
        }
        return new SigningKey(seed32);
    }

    /**
     * The key kept in a sealed file, made when there is none.
     *
     * @throws IOException when the file cannot be read or written, or was sealed with another key
     */
    public static SigningKey openOrCreate(Path file, SealingKey sealing) throws IOException {
        if (Files.exists(file)) {
            try {
                return of(sealing.open(SafeFiles.read(file)));
            } catch (RefusedException | IllegalArgumentException e) {
                throw new IOException("the signing key in " + file + " cannot be opened: " + e.getMessage(), e);
            }
        }
        SigningKey made = generate();
        SafeFiles.write(file, made.sealed(sealing));
        return made;
    }

    /** The private key, sealed for a file. */
    byte[] sealed(SealingKey sealing) {
        return sealing.seal(key.getEncoded());
    }

    /** The 64-byte signature over the message. */
    public byte[] sign(byte[] message) {
        byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
        key.sign(Ed25519.Algorithm.Ed25519, null, message, 0, message.length, signature, 0);
        return signature;
    }

    /** The public half. */
    public VerifyingKey verifyingKey() {
        return verifyingKey;
    }

    /** The signing suite. */
    public SigningSuite signingSuite() {
        return SigningSuite.ED25519;
    }

    @Override
    public String toString() {
        return "SigningKey of " + verifyingKey;
    }
}
