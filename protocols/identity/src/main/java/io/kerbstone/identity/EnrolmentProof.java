package io.kerbstone.identity;

import java.nio.charset.StandardCharsets;

/**
 * Proof in an enrolment that the agent holds the signing key it registers: a signature over a fixed prefix and the
 * certificate request, so that it can be used for nothing else ({@code docs/wire-format.md}, "Enrolment").
 */
public final class EnrolmentProof {
    private static final byte[] PREFIX = "kerbstone-enrol-1".getBytes(StandardCharsets.US_ASCII);

    private EnrolmentProof() {}

    /** The proof for a request in DER. */
    public static byte[] make(SigningKey key, byte[] csrDer) {
        return key.sign(message(csrDer));
    }

    /** Whether the proof was made by the owner of the key for this request. */
    public static boolean holds(VerifyingKey key, byte[] csrDer, byte[] proof) {
        return key.verify(message(csrDer), proof);
    }

    private static byte[] message(byte[] csrDer) {
        byte[] message = new byte[PREFIX.length + csrDer.length];
        System.arraycopy(PREFIX, 0, message, 0, PREFIX.length);
        System.arraycopy(csrDer, 0, message, PREFIX.length, csrDer.length);
        return message;
    }
}
