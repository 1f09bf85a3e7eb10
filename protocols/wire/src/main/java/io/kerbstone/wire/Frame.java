package io.kerbstone.wire;

import io.kerbstone.identity.SigningSuite;

/**
 * A frame whose structure and body are in order. <b>Not verified</b>: only {@link FrameCodec#verify} says whether its
 * agent signed it.
 *
 * @param bytes the whole COSE_Sign1 as it came; not to be changed
 * @param hash SHA-256 over {@code bytes}: what the next frame names as its previous
 * @param suite the signing suite named in the protected header
 * @param body what the frame says
 * @param signedBytes the COSE Sig_structure the signature is over (RFC 9052, 4.4)
 * @param signature the signature, of the suite's length
 */
@SuppressWarnings("ArrayRecordComponent") // Equality is by hash; copying each frame would be waste.
public record Frame(byte[] bytes, Hash hash, SigningSuite suite, FrameBody body, byte[] signedBytes, byte[] signature)
        implements Decoded {
    /** Same bytes. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Frame that && hash.equals(that.hash);
    }

    @Override
    public int hashCode() {
        return hash.hashCode();
    }

    @Override
    public String toString() {
        return "Frame " + body.agentId() + " " + body.epoch() + " " + body.sequence() + " " + hash;
    }
}
