package io.kerbstone.agent.journal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * What is on disk when a journal is opened, made sound: a torn tail is cut off, what cannot be continued is set aside.
 *
 * @param segments by first sequence; at least one
 * @param damage holes between sound frames
 * @param epoch the epoch to go on with
 * @param note the note of that epoch
 * @param recovery what people should know
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares or changes them
record JournalOpening(
        TreeMap<Long, Segment> segments, List<Loss> damage, byte[] epoch, JournalNote note, Recovery recovery) {

    static JournalOpening open(JournalStore store, String agentId, Supplier<byte[]> newEpoch) throws IOException {
        List<String> names = store.names();
        if (names.isEmpty()) {
            return start(store, agentId, newEpoch, Recovery.Kind.NEW, List.of());
        }
        Optional<SegmentFormat.Header> newest = header(store, names.get(names.size() - 1));
        if (newest.isEmpty() || !newest.get().isOf(agentId)) {
            String why = newest.isEmpty() ? "its newest segment is damaged" : "it belongs to another agent";
            return replace(store, agentId, newEpoch, why);
        }
        return new Reader(store, agentId, newest.get()).read(names, newEpoch);
    }

    private static JournalOpening replace(JournalStore store, String agentId, Supplier<byte[]> newEpoch, String why)
            throws IOException {
        store.setAside();
        String sentence = "The journal on disk cannot be continued because " + why
                + "; it was moved to the folder set-aside and a new one was started.";
        return start(store, agentId, newEpoch, Recovery.Kind.REPLACED, List.of(sentence));
    }

    private static JournalOpening start(
            JournalStore store, String agentId, Supplier<byte[]> newEpoch, Recovery.Kind kind, List<String> sentences)
            throws IOException {
        byte[] epoch = newEpoch.get();
        byte[] zeros = new byte[SegmentFormat.HASH_BYTES];
        String name = SegmentFormat.nameOf(1);
        store.create(name, SegmentFormat.header(epoch, 1, zeros, agentId));
        TreeMap<Long, Segment> segments = new TreeMap<>();
        segments.put(1L, new Segment(name, 1, zeros));
        return new JournalOpening(
                segments, List.of(), epoch, JournalNote.empty(epoch), new Recovery(kind, sentences, 0));
    }

    private static Optional<SegmentFormat.Header> header(JournalStore store, String name) throws IOException {
        return SegmentFormat.parseHeader(store.read(name, 0, SegmentFormat.HEADER_BYTES));
    }

    /** Reads the segments of one epoch. */
    private static final class Reader {
        private final JournalStore store;
        private final String agentId;
        private final byte[] epoch;
        private final TreeMap<Long, Segment> segments = new TreeMap<>();
        private final List<Loss> damage = new ArrayList<>();
        private final List<String> sentences = new ArrayList<>();
        private long tornBytes;

        Reader(JournalStore store, String agentId, SegmentFormat.Header newest) {
            this.store = store;
            this.agentId = agentId;
            this.epoch = newest.epoch();
        }

        JournalOpening read(List<String> names, Supplier<byte[]> newEpoch) throws IOException {
            for (int i = 0; i < names.size(); i++) {
                readOne(names.get(i), i == names.size() - 1);
            }
            JournalNote note = store.readNote()
                    .flatMap(bytes -> JournalNote.decode(bytes, epoch))
                    .orElse(JournalNote.empty(epoch));
            long next = segments.lastEntry().getValue().lastSequence() + 1;
            if (note.acknowledged().highest() >= next) {
                return replace(
                        store, agentId, newEpoch, "frames at its end are gone that the collector has acknowledged");
            }
            findHolesBetweenSegments();
            Recovery recovery = new Recovery(Recovery.Kind.CONTINUED, sentences, tornBytes);
            return new JournalOpening(segments, damage, epoch, note, recovery);
        }

        private void readOne(String name, boolean isNewest) throws IOException {
            Optional<SegmentFormat.Header> header = header(store, name);
            boolean isOurs = header.filter(h -> h.isOf(agentId) && Arrays.equals(h.epoch(), epoch))
                    .filter(h -> name.equals(SegmentFormat.nameOf(h.firstSequence())))
                    .isPresent();
            if (!isOurs) {
                sentences.add("Segment " + name + " of the journal is damaged and was deleted.");
                store.delete(name);
                return;
            }
            Segment segment =
                    new Segment(name, header.get().firstSequence(), header.get().previous());
            long size = store.size(name);
            SegmentScan scan = new SegmentScan(store, segment, size);
            scan.run();
            damage.addAll(scan.damage());
            if (!scan.damage().isEmpty()) {
                sentences.add("Segment " + name + " of the journal has damaged frames in its middle.");
            }
            if (isNewest && segment.bytes() < size) {
                tornBytes = size - segment.bytes();
                store.truncate(name, segment.bytes());
                sentences.add("The last " + tornBytes
                        + " bytes of the journal were not written completely and were cut off; nothing sent was lost.");
            }
            segments.put(segment.firstSequence(), segment);
        }

        private void findHolesBetweenSegments() {
            Segment before = null;
            for (Segment segment : segments.values()) {
                if (before != null && segment.firstSequence() != before.lastSequence() + 1) {
                    damage.add(new Loss(
                            before.lastSequence() + 1,
                            segment.firstSequence() - 1,
                            Loss.Reason.DAMAGED,
                            before.lastHash(),
                            segment.previous()));
                    sentences.add("Frames " + (before.lastSequence() + 1) + " to " + (segment.firstSequence() - 1)
                            + " of the journal are damaged.");
                }
                before = segment;
            }
        }
    }
}
