package io.kerbstone.agent.journal;

import java.util.Arrays;

/** What is known of one segment file. Mutable; owned by the journal's thread. */
final class Segment {
    /** A place is kept for each so-many-th record; between them one reads on. */
    static final int PLACE_EVERY = 32;

    private final String name;
    private final long firstSequence;
    private final byte[] previous;
    private long bytes;
    private long lastSequence;
    private byte[] lastHash;
    private long[] placeSequences = new long[8];
    private int[] placeOffsets = new int[8];
    private int places;
    private int records;

    /**
     * An empty segment.
     *
     * @param firstSequence sequence the first record has or will have
     * @param previous hash of the frame before it
     */
    Segment(String name, long firstSequence, byte[] previous) {
        this.name = name;
        this.firstSequence = firstSequence;
        this.previous = previous;
        this.lastSequence = firstSequence - 1;
        this.lastHash = previous;
        this.bytes = SegmentFormat.HEADER_BYTES;
    }

    /** A record was found or put at the offset, which becomes the end of the segment. */
    void add(long sequence, long offset, int recordBytes, byte[] hash) {
        if (records % PLACE_EVERY == 0) {
            if (places == placeOffsets.length) {
                placeSequences = Arrays.copyOf(placeSequences, places * 2);
                placeOffsets = Arrays.copyOf(placeOffsets, places * 2);
            }
            placeSequences[places] = sequence;
            placeOffsets[places++] = Math.toIntExact(offset);
        }
        records++;
        lastSequence = sequence;
        lastHash = hash;
        bytes = offset + recordBytes;
    }

    /** Offset of a record at or before the one with that sequence. */
    long placeFor(long sequence) {
        int found = Arrays.binarySearch(placeSequences, 0, places, sequence);
        int index = found >= 0 ? found : -found - 2;
        return index < 0 ? SegmentFormat.HEADER_BYTES : placeOffsets[index];
    }

    String name() {
        return name;
    }

    long firstSequence() {
        return firstSequence;
    }

    /** The last sequence in it; one less than the first when it is empty. */
    long lastSequence() {
        return lastSequence;
    }

    /** Hash of the frame before the first. */
    byte[] previous() {
        return previous;
    }

    /** Hash of the last frame, or of the one before when it is empty. */
    byte[] lastHash() {
        return lastHash;
    }

    /** Sound bytes from the start of the file. */
    long bytes() {
        return bytes;
    }

    boolean isEmpty() {
        return records == 0;
    }
}
