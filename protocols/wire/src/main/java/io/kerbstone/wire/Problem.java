package io.kerbstone.wire;

/**
 * Why something that came over the wire was not understood.
 *
 * @param kind for counters and for deciding what to do
 * @param sentence for a person; holds nothing of the sender's text but numbers
 */
public record Problem(Kind kind, String sentence) implements Decoded {
    /** Sorts of problem. */
    public enum Kind {
        /** Bytes end too early, or go on after the end. */
        TRUNCATED,
        /** Some dimension is above its limit. */
        TOO_LARGE,
        /** Not the structure of the specification. */
        MALFORMED,
        /** A format, algorithm, message type or code that this version does not know. */
        UNSUPPORTED
    }
}
