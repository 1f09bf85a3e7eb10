package io.kerbstone.agent.journal;

import io.kerbstone.wire.SequenceRanges;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Signed frames on disk, in sequence, within a cap. A frame counts only after {@link #force}; SIGKILL at any moment
 * leaves what was forced. The chain goes on from the newest segment's header even when every frame was trimmed. Owned
 * by one thread.
 */
public final class Journal implements AutoCloseable {
    /** Room kept for a gap record, so that the cap holds while one is written, bytes. */
    public static final int GAP_RESERVE_BYTES = 2_048;
    /** Most frames kept in memory for the uplink. */
    public static final int RECENT_FRAMES_MAX = 64;
    /** Most bytes of frames kept in memory for the uplink. */
    public static final int RECENT_BYTES_MAX = 1 << 20;
    /** Largest segment, bytes; a small cap makes smaller ones. */
    public static final long SEGMENT_BYTES_MAX = 8L << 20;
    /** A cap holds at least this many segments. */
    public static final int SEGMENTS_MIN = 8;

    private final JournalStore store;
    private final String agentId;
    private final long capBytes;
    private final long segmentBytes;
    private final TreeMap<Long, Segment> segments;
    private final List<Loss> damage;
    private final Deque<Recent> recent = new ArrayDeque<>();
    private final Recovery recovery;
    private final byte[] epoch;
    private JournalNote note;
    private boolean isNoteDirty;
    private boolean isTailDirty;
    private long durableSequence;
    private long totalBytes;
    private long recentBytes;
    private String cursorName = "";
    private long cursorSequence;
    private long cursorOffset;

    @SuppressWarnings("ArrayRecordComponent") // nobody compares or changes them
    private record Recent(long sequence, byte[] frame) {}

    Journal(JournalStore store, String agentId, long capBytes, JournalOpening opened) {
        this.store = store;
        this.agentId = agentId;
        this.capBytes = capBytes;
        this.segmentBytes = Math.min(SEGMENT_BYTES_MAX, capBytes / SEGMENTS_MIN);
        this.segments = opened.segments();
        this.damage = new ArrayList<>(opened.damage());
        this.recovery = opened.recovery();
        this.epoch = opened.epoch();
        this.note = opened.note();
        this.durableSequence = active().lastSequence();
        this.totalBytes = segments.values().stream().mapToLong(Segment::bytes).sum();
    }

    /**
     * Opens the journal of an agent, or starts a new one when there is none, or when what is there is another agent's or
     * cannot be continued.
     *
     * @param newEpoch makes 16 random bytes
     */
    public static Journal open(JournalStore store, String agentId, long capBytes, Supplier<byte[]> newEpoch)
            throws IOException {
        return new Journal(store, agentId, capBytes, JournalOpening.open(store, agentId, newEpoch));
    }

    /** What opening found. */
    public Recovery recovery() {
        return recovery;
    }

    /** One life of this journal: 16 bytes, a copy. */
    public byte[] epoch() {
        return epoch.clone();
    }

    /** The first sequence still kept; the next one when nothing is kept. */
    public long firstSequence() {
        return segments.firstEntry().getValue().firstSequence();
    }

    /** The sequence the next frame must carry. */
    public long nextSequence() {
        return active().lastSequence() + 1;
    }

    /** The previous hash the next frame must carry, a copy. */
    public byte[] lastHash() {
        return active().lastHash().clone();
    }

    /** The last sequence that a power cut cannot take away. */
    public long durableSequence() {
        return durableSequence;
    }

    /** Bytes on disk. */
    public long bytes() {
        return totalBytes;
    }

    /** Segment files. */
    public int segmentCount() {
        return segments.size();
    }

    /** What the collector has durably, as far as known. */
    public SequenceRanges acknowledged() {
        return note.acknowledged();
    }

    /** Appends the frame with {@link #nextSequence}. After an exception the journal is as before, and may be tried again. */
    public void append(byte[] frame) throws IOException {
        if (frame.length > SegmentFormat.FRAME_BYTES_MAX) {
            throw new IllegalStateException("BUG: frame of " + frame.length + " bytes");
        }
        mendTail();
        byte[] record = SegmentFormat.record(nextSequence(), frame);
        if (!active().isEmpty() && active().bytes() + record.length > segmentBytes) {
            roll();
        }
        Segment segment = active();
        isTailDirty = true;
        try {
            store.append(segment.name(), record);
            isTailDirty = false;
        } catch (IOException e) {
            mendTailQuietly(e);
            throw e;
        }
        segment.add(nextSequence(), segment.bytes(), record.length, SegmentFormat.sha256(frame));
        totalBytes += record.length;
        remember(segment.lastSequence(), frame);
    }

    /** Brings everything appended to the disk itself. */
    public void force() throws IOException {
        store.force(active().name());
        durableSequence = active().lastSequence();
    }

    /** The frame with that sequence; empty when it is not kept, not durable yet, or damaged. */
    public Optional<byte[]> read(long sequence) throws IOException {
        if (sequence > durableSequence) {
            return Optional.empty();
        }
        for (Recent frame : recent) {
            if (frame.sequence == sequence) {
                return Optional.of(frame.frame);
            }
        }
        Map.Entry<Long, Segment> found = segments.floorEntry(sequence);
        return found == null ? Optional.empty() : read(found.getValue(), sequence);
    }

    private Optional<byte[]> read(Segment segment, long sequence) throws IOException {
        boolean isAhead = segment.name().equals(cursorName) && cursorSequence <= sequence;
        long offset = Math.max(segment.placeFor(sequence), isAhead ? cursorOffset : 0);
        while (offset + SegmentFormat.RECORD_BYTES < segment.bytes()) {
            ByteBuffer head = ByteBuffer.wrap(store.read(segment.name(), offset, SegmentFormat.RECORD_BYTES));
            int length = head.getInt();
            int crc = head.getInt();
            long found = head.getLong();
            if (found > sequence || length < 1 || offset + length > segment.bytes()) {
                return Optional.empty();
            }
            if (found == sequence) {
                return readRecord(segment, offset, length, crc);
            }
            offset += SegmentFormat.RECORD_BYTES + length;
        }
        return Optional.empty();
    }

    private Optional<byte[]> readRecord(Segment segment, long offset, int length, int crc) throws IOException {
        byte[] record = store.read(segment.name(), offset, SegmentFormat.RECORD_BYTES + length);
        ByteBuffer buffer = ByteBuffer.wrap(record);
        if (record.length < SegmentFormat.RECORD_BYTES + length
                || SegmentFormat.crc(record, 8, record.length - 8) != crc) {
            return Optional.empty();
        }
        cursorName = segment.name();
        cursorSequence = buffer.getLong(8) + 1;
        cursorOffset = offset + record.length;
        byte[] frame = new byte[length];
        buffer.get(SegmentFormat.RECORD_BYTES, frame);
        return Optional.of(frame);
    }

    /** The collector has these as well. */
    public void acknowledge(SequenceRanges ranges) {
        replaceAcknowledged(note.acknowledged().plus(ranges));
    }

    /** The collector has exactly these: what it told when greeted counts more than what we remember. */
    public void replaceAcknowledged(SequenceRanges ranges) {
        note = note.withAcknowledged(ranges);
        isNoteDirty = true;
    }

    /** Deletes old segments that the collector has completely. The newest stays: it carries the chain. */
    public void trim() throws IOException {
        while (segments.size() > 1) {
            Segment oldest = segments.firstEntry().getValue();
            if (!oldest.isEmpty() && !isAcknowledged(oldest)) {
                return;
            }
            delete(oldest);
        }
    }

    /** What must be given up before frames of so many bytes together can be appended; empty when there is room. */
    public Optional<Loss> lossBefore(long frameBytes) throws IOException {
        trim();
        long neededBytes = frameBytes + GAP_RESERVE_BYTES + SegmentFormat.HEADER_BYTES;
        if (totalBytes + neededBytes <= capBytes) {
            return Optional.empty();
        }
        if (segments.size() == 1) {
            if (active().isEmpty()) {
                return Optional.empty();
            }
            roll();
        }
        Segment oldest = segments.firstEntry().getValue();
        SequenceRanges missing = note.acknowledged().missing(oldest.firstSequence(), oldest.lastSequence());
        if (missing.isEmpty()) {
            delete(oldest);
            return lossBefore(frameBytes);
        }
        return Optional.of(lossOf(oldest, missing));
    }

    private Loss lossOf(Segment segment, SequenceRanges missing) throws IOException {
        long from = missing.ranges().get(0).from();
        long to = missing.highest();
        byte[] after = to == segment.lastSequence() ? segment.lastHash() : hashOf(segment, to);
        if (note.given().isPresent()) {
            JournalNote.Given given = note.given().get();
            return new Loss(given.fromSequence(), to, Loss.Reason.FULL, given.before(), after);
        }
        byte[] before = from == segment.firstSequence() ? segment.previous() : hashOf(segment, from - 1);
        return new Loss(from, to, Loss.Reason.FULL, before, after);
    }

    private byte[] hashOf(Segment segment, long sequence) throws IOException {
        return read(segment, sequence).map(SegmentFormat::sha256).orElse(new byte[0]);
    }

    /** Gives up the oldest segment, after a frame with the gap record was appended and forced. */
    public void drop(Loss loss, long gapSequence) throws IOException {
        if (gapSequence > durableSequence) {
            throw new IllegalStateException("BUG: gap record " + gapSequence + " is not durable yet");
        }
        Segment oldest = segments.firstEntry().getValue();
        note = note.withGiven(new JournalNote.Given(loss.fromSequence(), loss.before(), gapSequence));
        saveNote();
        delete(oldest);
    }

    /** Damaged ranges that have no gap record yet. */
    public List<Loss> undeclaredDamage() {
        return damage.stream()
                .filter(loss -> !note.declared().contains(loss.fromSequence()))
                .filter(loss -> !note.acknowledged()
                        .missing(loss.fromSequence(), loss.toSequence())
                        .isEmpty())
                .toList();
    }

    /** A durable frame holds the gap record of this damage. */
    public void declared(Loss loss) throws IOException {
        note = note.withDeclared(loss.fromSequence(), loss.toSequence());
        saveNote();
    }

    /** Writes down acknowledgements, if there are new ones. Call it every few seconds. */
    public void saveNoteIfChanged() throws IOException {
        if (isNoteDirty) {
            saveNote();
        }
    }

    private void saveNote() throws IOException {
        store.writeNote(note.encode());
        isNoteDirty = false;
    }

    private boolean isAcknowledged(Segment segment) {
        return note.acknowledged()
                .missing(segment.firstSequence(), segment.lastSequence())
                .isEmpty();
    }

    private void roll() throws IOException {
        mendTail();
        force();
        Segment old = active();
        String name = SegmentFormat.nameOf(old.lastSequence() + 1);
        store.create(name, SegmentFormat.header(epoch, old.lastSequence() + 1, old.lastHash(), agentId));
        Segment next = new Segment(name, old.lastSequence() + 1, old.lastHash());
        segments.put(next.firstSequence(), next);
        totalBytes += next.bytes();
    }

    private void delete(Segment segment) throws IOException {
        if (segment == active()) {
            throw new IllegalStateException("BUG: the newest segment carries the chain");
        }
        store.delete(segment.name());
        segments.remove(segment.firstSequence());
        totalBytes -= segment.bytes();
    }

    private Segment active() {
        Map.Entry<Long, Segment> last = segments.lastEntry();
        if (last == null) {
            throw new NoSuchElementException("BUG: a journal has a segment");
        }
        return last.getValue();
    }

    /** Cuts off what a failed append may have left. */
    private void mendTail() throws IOException {
        if (isTailDirty) {
            store.truncate(active().name(), active().bytes());
            isTailDirty = false;
        }
    }

    private void mendTailQuietly(IOException cause) {
        try {
            mendTail();
        } catch (IOException e) {
            cause.addSuppressed(e); // tried again before the next append
        }
    }

    private void remember(long sequence, byte[] frame) {
        recent.addLast(new Recent(sequence, frame));
        recentBytes += frame.length;
        while (recent.size() > RECENT_FRAMES_MAX || (recentBytes > RECENT_BYTES_MAX && recent.size() > 1)) {
            recentBytes -= recent.removeFirst().frame.length;
        }
    }

    @Override
    public void close() throws IOException {
        try {
            saveNoteIfChanged();
        } finally {
            store.close();
        }
    }
}
