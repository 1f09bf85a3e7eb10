package io.kerbstone.wire;

/**
 * A record that frames of this epoch are gone for good, so that the chain still closes across the hole.
 *
 * @param fromSequence the first that is missing, at least 1
 * @param toSequence the last that is missing, at least {@code fromSequence}
 * @param reason why
 * @param before hash of the frame before the range ({@link Hash#ZERO} when the range begins with 1)
 * @param after hash of the last frame of the range: what the frame after it names as its previous
 * @param atUnixMs when the range was given up, by the agent's wall clock, ms since 1970 UTC
 */
public record Gap(long fromSequence, long toSequence, Reason reason, Hash before, Hash after, long atUnixMs) {
    /** Checks the range. */
    public Gap {
        if (fromSequence < 1 || toSequence < fromSequence) {
            throw new IllegalArgumentException("not a range of sequences: " + fromSequence + "-" + toSequence);
        }
    }

    /** Why frames are gone. The codes stand on the wire: never reuse one. */
    public enum Reason {
        /** The journal had reached its cap and dropped its oldest. */
        JOURNAL_FULL(0),
        /** The journal's file was damaged there. */
        JOURNAL_DAMAGED(1),
        /** The disk refused to be written. */
        DISK_FAILED(2),
        /** Replaced by signed summaries to save room. */
        THINNED(3);

        private final int code;

        Reason(int code) {
            this.code = code;
        }

        /** The number on the wire. */
        public int code() {
            return code;
        }
    }
}
