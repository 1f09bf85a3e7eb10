package io.kerbstone.stamp;

import io.kerbstone.settings.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key of an authenticated session: HMAC-SHA-256 cut to 128 bits (RFC 8762, 4.4). The key's bytes are those of its
 * text in UTF-8. Owned by one thread.
 */
final class StampKey {
    /** Octets of a tag. */
    static final int TAG_BYTES = 16;

    private final Mac mac;

    /** Of a secret that is not empty. */
    StampKey(Secret secret) {
        try {
            mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.reveal().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("BUG: every Java has HmacSHA256", e);
        }
    }

    /** Adds bytes to what the next tag is about. */
    void update(byte[] bytes, int from, int to) {
        mac.update(bytes, from, to - from);
    }

    /** Writes the tag of what was added. */
    void writeTag(byte[] to, int at) {
        System.arraycopy(mac.doFinal(), 0, to, at, TAG_BYTES);
    }

    /** Whether the tag of what was added stands there; compares in constant time. */
    boolean isTag(byte[] bytes, int at) {
        byte[] tag = Arrays.copyOf(mac.doFinal(), TAG_BYTES);
        return MessageDigest.isEqual(tag, Arrays.copyOfRange(bytes, at, at + TAG_BYTES));
    }
}
