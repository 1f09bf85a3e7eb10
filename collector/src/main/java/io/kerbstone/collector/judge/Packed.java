package io.kerbstone.collector.judge;

/** Content of a {@link Shelf}; equal content gives equal bytes, in whatever order it was added. */
interface Packed {
    /** The packed form, version first. */
    byte[] pack();

    /** Whether nothing would be missed if it were not there; false where nobody asks. */
    default boolean isEmpty() {
        return false;
    }
}
