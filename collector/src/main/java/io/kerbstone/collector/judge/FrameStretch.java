package io.kerbstone.collector.judge;

import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Where the frames of a stretch of {@link #LENGTH} sequences of one epoch stand in the archive. Packed form, version 1:
 * {@code octet 1, u count}, then of each {@code u sequence in the stretch - the one before - 1, s position - the one
 * before}. Not thread-safe.
 */
final class FrameStretch implements Packed {
    /** Sequences in a stretch. */
    static final long LENGTH = 256;

    static final int VERSION = 1;

    private final TreeMap<Long, Long> positions = new TreeMap<>();

    FrameStretch() {}

    FrameStretch(byte[] packed) {
        ByteReader in = new ByteReader(packed);
        in.version(VERSION);
        long place = -1;
        long position = 0;
        for (int left = in.count(); left > 0; left--) {
            place += in.unsigned() + 1;
            position += in.signed();
            positions.put(place, position);
        }
    }

    void put(long sequence, long position) {
        positions.put(Math.floorMod(sequence, LENGTH), position);
    }

    OptionalLong position(long sequence) {
        Long position = positions.get(Math.floorMod(sequence, LENGTH));
        return position == null ? OptionalLong.empty() : OptionalLong.of(position);
    }

    @Override
    public byte[] pack() {
        ByteWriter out = new ByteWriter().octet(VERSION).unsigned(positions.size());
        long lastPlace = -1;
        long lastPosition = 0;
        for (Map.Entry<Long, Long> entry : positions.entrySet()) {
            out.unsigned(entry.getKey() - lastPlace - 1).signed(entry.getValue() - lastPosition);
            lastPlace = entry.getKey();
            lastPosition = entry.getValue();
        }
        return out.toBytes();
    }
}
