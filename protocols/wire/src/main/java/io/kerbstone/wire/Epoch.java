package io.kerbstone.wire;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.HexFormat;

/** One life of an agent's journal, 16 random bytes: (agent, epoch, sequence) names a frame for ever. */
public record Epoch(long high, long low) {
    /** Length, bytes. */
    public static final int BYTES = 16;

    /** A new epoch from the system's random source. */
    public static Epoch random() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return of(bytes);
    }

    /**
     * The epoch with these 16 bytes.
     *
     * @throws IllegalArgumentException when there are not 16
     */
    public static Epoch of(byte[] bytes16) {
        if (bytes16.length != BYTES) {
            throw new IllegalArgumentException("an epoch has 16 bytes, not " + bytes16.length);
        }
        ByteBuffer words = ByteBuffer.wrap(bytes16);
        return new Epoch(words.getLong(), words.getLong());
    }

    /** The epoch with these 32 hexadecimal digits. */
    public static Epoch ofHex(String hex) {
        return of(HexFormat.of().parseHex(hex));
    }

    /** The 16 bytes. */
    public byte[] bytes() {
        return ByteBuffer.allocate(BYTES).putLong(high).putLong(low).array();
    }

    /** 32 hexadecimal digits. */
    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes());
    }
}
