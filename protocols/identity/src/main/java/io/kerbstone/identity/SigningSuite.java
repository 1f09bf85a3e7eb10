package io.kerbstone.identity;

import java.util.Optional;

/**
 * A signature algorithm together with its hash, by the number it has on the wire and in COSE (RFC 9053). Numbers are
 * never reused: 2 is kept for SM2 with SM3 (GB/T 32918, GB/T 32905).
 */
public enum SigningSuite {
    /** Ed25519 (RFC 8032); EdDSA in COSE; SHA-256 chains the frames. */
    ED25519(1, -8, 32, 64);

    private final int code;
    private final int coseAlgorithm;
    private final int publicKeyBytes;
    private final int signatureBytes;

    SigningSuite(int code, int coseAlgorithm, int publicKeyBytes, int signatureBytes) {
        this.code = code;
        this.coseAlgorithm = coseAlgorithm;
        this.publicKeyBytes = publicKeyBytes;
        this.signatureBytes = signatureBytes;
    }

    /** Our number, stored beside public keys. */
    public int code() {
        return code;
    }

    /** The value of the COSE header parameter {@code alg}. */
    public int coseAlgorithm() {
        return coseAlgorithm;
    }

    /** Length of an encoded public key, bytes. */
    public int publicKeyBytes() {
        return publicKeyBytes;
    }

    /** Length of a signature, bytes. */
    public int signatureBytes() {
        return signatureBytes;
    }

    /** The suite of a COSE algorithm number; empty when we do not know it. */
    public static Optional<SigningSuite> ofCoseAlgorithm(long algorithm) {
        for (SigningSuite suite : values()) {
            if (suite.coseAlgorithm == algorithm) {
                return Optional.of(suite);
            }
        }
        return Optional.empty();
    }
}
