package io.kerbstone.stamp;

/**
 * What came of reading a packet.
 *
 * @param <T> what was read
 */
public sealed interface Decoding<T> {
    /** A packet of ours to use. */
    record Good<T>(T packet) implements Decoding<T> {}

    /** Not to be used. */
    record Bad<T>(Problem problem) implements Decoding<T> {}

    /** Why not. */
    enum Problem {
        /** Shorter than the mode's least. */
        TOO_SHORT,
        /** Longer than {@link PacketCodec#BYTES_MAX}. */
        TOO_LONG,
        /** The hash is not that of the key. */
        NOT_AUTHENTIC
    }
}
