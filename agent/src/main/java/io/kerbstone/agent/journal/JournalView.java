package io.kerbstone.agent.journal;

import io.kerbstone.wire.SequenceRanges;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A journal on disk as it is, without changing anything: also while an agent writes it.
 *
 * @param epoch 16 bytes; empty when there is no journal
 * @param firstSequence the lowest kept, 0 when there is none
 * @param lastSequence the highest kept, 0 when there is none
 * @param segments files
 * @param bytes of all files
 * @param frames sound ones
 * @param tornBytes behind the last sound frame
 * @param acknowledged what the collector has, as the agent last wrote it down
 * @param holes damage between sound frames
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares or changes them
public record JournalView(
        byte[] epoch,
        long firstSequence,
        long lastSequence,
        int segments,
        long bytes,
        long frames,
        long tornBytes,
        SequenceRanges acknowledged,
        List<Loss> holes) {

    /** Takes each sound frame in order. */
    public interface Visitor {
        /** A frame. */
        void frame(long sequence, byte[] frame, byte[] epoch);
    }

    /** Reads the folder; it is not made when missing. */
    public static JournalView read(Path folder, String agentId, Visitor visitor) throws IOException {
        try (FolderStore store = FolderStore.existing(folder)) {
            return new Reading(store, agentId, visitor).read();
        }
    }

    private static final class Reading {
        private final FolderStore store;
        private final String agentId;
        private final Visitor visitor;
        private final List<Loss> holes = new ArrayList<>();
        private byte[] epoch = {};
        private long first;
        private long last;
        private long bytes;
        private long frames;
        private long tornBytes;

        Reading(FolderStore store, String agentId, Visitor visitor) {
            this.store = store;
            this.agentId = agentId;
            this.visitor = visitor;
        }

        JournalView read() throws IOException {
            List<String> names = store.names();
            for (String name : names) {
                readOne(name);
            }
            SequenceRanges acknowledged = store.readNote()
                    .flatMap(note -> JournalNote.decode(note, epoch))
                    .map(JournalNote::acknowledged)
                    .orElse(SequenceRanges.EMPTY);
            return new JournalView(
                    epoch, first, last, names.size(), bytes, frames, tornBytes, acknowledged, List.copyOf(holes));
        }

        private void readOne(String name) throws IOException {
            long size = store.size(name);
            bytes += size;
            Optional<SegmentFormat.Header> header =
                    SegmentFormat.parseHeader(store.read(name, 0, SegmentFormat.HEADER_BYTES));
            if (header.isEmpty() || !header.get().isOf(agentId)) {
                return; // the next segment's first sequence shows the hole
            }
            Segment segment =
                    new Segment(name, header.get().firstSequence(), header.get().previous());
            SegmentScan scan = new SegmentScan(store, segment, size);
            scan.run();
            holes.addAll(scan.damage());
            if (first > 0
                    && segment.firstSequence() != last + 1
                    && Arrays.equals(epoch, header.get().epoch())) {
                holes.add(new Loss(
                        last + 1, segment.firstSequence() - 1, Loss.Reason.DAMAGED, new byte[0], segment.previous()));
            }
            epoch = header.get().epoch();
            visit(segment);
            first = first == 0 ? segment.firstSequence() : first;
            last = segment.lastSequence();
            tornBytes = size - segment.bytes();
        }

        private void visit(Segment segment) throws IOException {
            long offset = SegmentFormat.HEADER_BYTES;
            while (offset + SegmentFormat.RECORD_BYTES < segment.bytes()) {
                ByteBuffer head = ByteBuffer.wrap(store.read(segment.name(), offset, SegmentFormat.RECORD_BYTES));
                int length = head.getInt();
                int crc = head.getInt();
                if (length < 1 || offset + SegmentFormat.RECORD_BYTES + length > segment.bytes()) {
                    return; // damage, told by the scan
                }
                byte[] record = store.read(segment.name(), offset, SegmentFormat.RECORD_BYTES + length);
                if (SegmentFormat.crc(record, 8, record.length - 8) == crc) {
                    frames++;
                    byte[] frame = Arrays.copyOfRange(record, SegmentFormat.RECORD_BYTES, record.length);
                    visitor.frame(head.getLong(), frame, epoch);
                }
                offset += record.length;
            }
        }
    }
}
