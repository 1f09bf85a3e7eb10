package io.kerbstone.wire;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A SHA-256 hash: 32 bytes as four words, most significant first. */
public record Hash(long word0, long word1, long word2, long word3) {
    /** Length, bytes. */
    public static final int BYTES = 32;
    /** 32 zero bytes: what the first frame of an epoch names as its previous. */
    public static final Hash ZERO = new Hash(0, 0, 0, 0);

    /**
     * The hash with these 32 bytes.
     *
     * @throws IllegalArgumentException when there are not 32
     */
    public static Hash of(byte[] bytes32) {
        if (bytes32.length != BYTES) {
            throw new IllegalArgumentException("a hash has 32 bytes, not " + bytes32.length);
        }
        ByteBuffer words = ByteBuffer.wrap(bytes32);
        return new Hash(words.getLong(), words.getLong(), words.getLong(), words.getLong());
    }

    /** The hash with these 64 hexadecimal digits. */
    public static Hash ofHex(String hex) {
        return of(HexFormat.of().parseHex(hex));
    }

    /** SHA-256 over the content. */
    public static Hash sha256(byte[] content) {
        try {
            return of(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("BUG: every Java has SHA-256", e);
        }
    }

    /** The 32 bytes. */
    public byte[] bytes() {
        return ByteBuffer.allocate(BYTES)
                .putLong(word0)
                .putLong(word1)
                .putLong(word2)
                .putLong(word3)
                .array();
    }

    /** 64 hexadecimal digits. */
    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes());
    }
}
