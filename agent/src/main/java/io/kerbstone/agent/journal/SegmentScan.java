package io.kerbstone.agent.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads a segment file record by record and checks each. After a bad record it looks for the next sound one, so that
 * damage in the middle is told from a tail that was not written completely. One use, one thread.
 */
final class SegmentScan {
    private static final int CHUNK_BYTES = 1 << 18;

    private final JournalStore store;
    private final Segment segment;
    private final long size;
    private final List<Loss> damage = new ArrayList<>();
    private byte[] chunk = {};
    private long chunkOffset;

    SegmentScan(JournalStore store, Segment segment, long size) {
        this.store = store;
        this.segment = segment;
        this.size = size;
    }

    /** Fills the segment; what lies behind {@link Segment#bytes} afterwards is not sound. */
    void run() throws IOException {
        long offset = SegmentFormat.HEADER_BYTES;
        while (offset < size) {
            int length = recordAt(offset);
            if (length < 0) {
                offset = nextSound(offset + 1);
                length = offset < 0 ? -1 : recordAt(offset);
            }
            if (length < 0) {
                return;
            }
            byte[] record = bytes(offset, length);
            take(offset, record);
            offset += length;
        }
    }

    /** Holes between sound records; {@code after} is empty: the caller must ask the frame behind the hole. */
    List<Loss> damage() {
        return damage;
    }

    private void take(long offset, byte[] record) {
        long sequence = ByteBuffer.wrap(record).getLong(8);
        if (sequence != segment.lastSequence() + 1) {
            damage.add(new Loss(
                    segment.lastSequence() + 1, sequence - 1, Loss.Reason.DAMAGED, segment.lastHash(), new byte[0]));
        }
        byte[] frame = Arrays.copyOfRange(record, SegmentFormat.RECORD_BYTES, record.length);
        segment.add(sequence, offset, record.length, SegmentFormat.sha256(frame));
    }

    private long nextSound(long from) throws IOException {
        for (long offset = from; offset + SegmentFormat.RECORD_BYTES < size; offset++) {
            if (recordAt(offset) > 0) {
                return offset;
            }
        }
        return -1;
    }

    /** Length of the sound record at the offset, its head included; -1 when there is none. */
    private int recordAt(long offset) throws IOException {
        if (offset + SegmentFormat.RECORD_BYTES >= size) {
            return -1;
        }
        ByteBuffer head = ByteBuffer.wrap(bytes(offset, SegmentFormat.RECORD_BYTES));
        int length = head.getInt();
        int crc = head.getInt();
        long ahead = head.getLong() - segment.lastSequence();
        if (length < 1 || length > SegmentFormat.FRAME_BYTES_MAX || ahead < 1 || ahead > size) {
            return -1;
        }
        int recordBytes = SegmentFormat.RECORD_BYTES + length;
        if (offset + recordBytes > size) {
            return -1;
        }
        byte[] record = bytes(offset, recordBytes);
        return SegmentFormat.crc(record, 8, recordBytes - 8) == crc ? recordBytes : -1;
    }

    private byte[] bytes(long offset, int length) throws IOException {
        if (offset < chunkOffset || offset + length > chunkOffset + chunk.length) {
            chunk = store.read(segment.name(), offset, (int) Math.min(Math.max(length, CHUNK_BYTES), size - offset));
            chunkOffset = offset;
        }
        int at = (int) (offset - chunkOffset);
        if (at + length > chunk.length) {
            throw new IOException("file " + segment.name() + " became shorter while it was read");
        }
        return Arrays.copyOfRange(chunk, at, at + length);
    }
}
