package io.kerbstone.agent.journal;

/**
 * Frames that are gone or about to go: what a gap record says.
 *
 * @param fromSequence first sequence, inclusive
 * @param toSequence last sequence, inclusive
 * @param reason why
 * @param before hash of the frame before the first
 * @param after hash of the last frame; empty when that frame cannot be read any more
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares or changes them
public record Loss(long fromSequence, long toSequence, Reason reason, byte[] before, byte[] after) {
    /** Why frames are gone. */
    public enum Reason {
        /** The journal reached its cap. */
        FULL,
        /** The disk gave back something else than was written. */
        DAMAGED
    }
}
