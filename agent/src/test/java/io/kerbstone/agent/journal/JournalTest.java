package io.kerbstone.agent.journal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kerbstone.wire.Epoch;
import io.kerbstone.wire.SequenceRanges;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
    private static final long CAP = 64 << 10;

    private final MemoryStore store = new MemoryStore();

    private static Journal open(JournalStore store) throws IOException {
        return open(store, CAP);
    }

    private static Journal open(JournalStore store, long capBytes) throws IOException {
        return Journal.open(store, "agent-1", capBytes, () -> Epoch.random().bytes());
    }

    private static byte[] frame(long sequence, int length) {
        byte[] frame = new byte[length];
        new Random(sequence).nextBytes(frame);
        return frame;
    }

    private static void fill(Journal journal, int frames, int length) throws IOException {
        for (int i = 0; i < frames; i++) {
            journal.append(frame(journal.nextSequence(), length));
        }
        journal.force();
    }

    /** What the recorder does: gap record first, then drop, then append. */
    private static void keepWithin(Journal journal, byte[] frame) throws IOException {
        for (Optional<Loss> loss = journal.lossBefore(frame.length);
                loss.isPresent();
                loss = journal.lossBefore(frame.length)) {
            journal.append(frame(-journal.nextSequence(), 200));
            journal.force();
            journal.drop(loss.get(), journal.durableSequence());
        }
        journal.append(frame);
        journal.force();
    }

    @Test
    void shouldGoOnWithSequenceAndChainWhenOpenedAgain(@TempDir Path folder) throws IOException {
        byte[] epoch;
        byte[] hash;
        try (Journal journal = open(FolderStore.open(folder))) {
            assertEquals(Recovery.Kind.NEW, journal.recovery().kind());
            assertArrayEquals(new byte[32], journal.lastHash());
            fill(journal, 100, 300);
            epoch = journal.epoch();
            hash = journal.lastHash();
        }
        try (Journal journal = open(FolderStore.open(folder))) {
            assertEquals(Recovery.Kind.CONTINUED, journal.recovery().kind());
            assertTrue(journal.recovery().sentences().isEmpty());
            assertArrayEquals(epoch, journal.epoch());
            assertArrayEquals(hash, journal.lastHash());
            assertEquals(101, journal.nextSequence());
            for (long sequence = 100; sequence > 0; sequence--) {
                assertArrayEquals(frame(sequence, 300), journal.read(sequence).orElseThrow());
            }
            assertTrue(journal.read(0).isEmpty());
            assertTrue(journal.read(101).isEmpty());
        }
    }

    @Test
    void shouldLoseNothingForcedWhenTheTailIsTornAtAnyByte() throws IOException {
        Journal journal = open(store);
        fill(journal, 2, 60);
        String name = store.names().get(0);
        byte[] forced = store.files.get(name).clone();
        journal.append(frame(3, 60));
        byte[] written = store.files.get(name).clone();
        for (int length = forced.length; length < written.length; length++) {
            for (boolean isGarbage : new boolean[] {false, true}) {
                byte[] torn = isGarbage ? written.clone() : Arrays.copyOf(written, length);
                for (int i = length; i < torn.length; i++) {
                    torn[i] = (byte) ~torn[i];
                }
                store.files.put(name, torn);
                Journal again = open(store);
                assertEquals(3, again.nextSequence(), "torn at " + length);
                assertEquals(torn.length - forced.length, again.recovery().tornBytes());
                assertArrayEquals(SegmentFormat.sha256(frame(2, 60)), again.lastHash());
                assertArrayEquals(forced, store.files.get(name));
                again.append(frame(3, 10));
                again.force();
                assertEquals(4, open(store).nextSequence());
            }
        }
    }

    @Test
    void shouldNotReadWhatIsNotForced() throws IOException {
        Journal journal = open(store);
        fill(journal, 1, 10);
        journal.append(frame(2, 10));

        assertEquals(1, journal.durableSequence());
        assertTrue(journal.read(2).isEmpty());
        journal.force();
        assertTrue(journal.read(2).isPresent());
    }

    @Test
    void shouldCloseTheChainWhenEverythingWasTrimmed() throws IOException {
        Journal journal = open(store);
        fill(journal, 200, 500);
        int before = journal.segmentCount();
        journal.acknowledge(SequenceRanges.of(1, 200));
        journal.trim();

        assertTrue(before > 2);
        assertEquals(1, journal.segmentCount());
        journal.saveNoteIfChanged();
        Journal again = open(store);
        assertEquals(201, again.nextSequence());
        assertArrayEquals(SegmentFormat.sha256(frame(200, 500)), again.lastHash());
        assertEquals(SequenceRanges.of(1, 200), again.acknowledged());
        assertArrayEquals(journal.epoch(), again.epoch());
    }

    @Test
    void shouldKeepWhatIsNotAcknowledgedWhenLiveDataOvertook() throws IOException {
        Journal journal = open(store);
        fill(journal, 100, 500);
        journal.acknowledge(SequenceRanges.of(2, 100));
        journal.trim();

        assertEquals(1, journal.firstSequence());
        assertArrayEquals(frame(1, 500), journal.read(1).orElseThrow());
    }

    @Test
    void shouldNeverPassTheCapAndNameTheLossWhenFull() throws IOException {
        Journal journal = open(store);
        for (int i = 0; i < 1_000; i++) {
            keepWithin(journal, frame(i, 400));
            assertEquals(store.used(), journal.bytes());
            assertTrue(store.used() <= CAP, "cap passed: " + store.used());
        }
        Loss loss = null;
        while (loss == null) {
            loss = journal.lossBefore(400).orElse(null);
            fill(journal, loss == null ? 1 : 0, 400);
        }
        assertEquals(1, loss.fromSequence(), "a loss the collector does not know of yet is named again from its start");
        assertArrayEquals(new byte[32], loss.before());
        Segment second = new Segment("x", 1, loss.after());
        assertArrayEquals(second.previous(), loss.after());
    }

    @Test
    void shouldJoinTheChainAtBothEndsWhenItDrops() throws IOException {
        Journal journal = open(store);
        Optional<Loss> none = Optional.empty();
        Optional<Loss> loss = none;
        while (loss.isEmpty()) {
            fill(journal, 1, 400);
            journal.acknowledge(SequenceRanges.of(1, 3));
            loss = journal.lossBefore(400);
        }
        assertEquals(4, loss.get().fromSequence());
        assertArrayEquals(SegmentFormat.sha256(frame(3, 400)), loss.get().before());
        assertArrayEquals(
                SegmentFormat.sha256(frame(loss.get().toSequence(), 400)),
                loss.get().after());
        fill(journal, 1, 200);
        journal.drop(loss.get(), journal.durableSequence());
        assertEquals(loss.get().toSequence() + 1, journal.firstSequence());

        journal.acknowledge(SequenceRanges.of(journal.durableSequence(), journal.durableSequence()));
        loss = journal.lossBefore(400);
        while (loss.isEmpty()) {
            fill(journal, 1, 400);
            loss = journal.lossBefore(400);
        }
        assertEquals(journal.firstSequence(), loss.get().fromSequence(), "the first loss is known to the collector");
    }

    @Test
    void shouldRefuseToDropWhenTheGapRecordIsNotDurable() throws IOException {
        Journal journal = open(store);
        fill(journal, 200, 400);
        Loss loss = journal.lossBefore(400).orElseThrow();
        assertThrows(IllegalStateException.class, () -> journal.drop(loss, journal.nextSequence()));
    }

    @Test
    void shouldBeAsBeforeWhenTheDiskIsFull() throws IOException {
        Journal journal = open(store);
        fill(journal, 3, 100);
        store.roomBytes = store.used() + 50;

        assertThrows(IOException.class, () -> journal.append(frame(4, 100)));
        assertEquals(4, journal.nextSequence());
        store.isTruncateBroken = true;
        assertThrows(IOException.class, () -> journal.append(frame(4, 100)));
        store.roomBytes = Long.MAX_VALUE;
        assertThrows(IOException.class, () -> journal.append(frame(4, 100)));
        store.isTruncateBroken = false;
        fill(journal, 1, 100);

        assertEquals(5, open(store).nextSequence());
        assertTrue(open(store).recovery().sentences().isEmpty());
    }

    @Test
    void shouldStartAnewWhenTheJournalIsAnotherAgents() throws IOException {
        Journal journal = open(store);
        fill(journal, 3, 100);

        Journal other = Journal.open(store, "agent-2", CAP, () -> Epoch.random().bytes());

        assertEquals(Recovery.Kind.REPLACED, other.recovery().kind());
        assertEquals(1, store.setAsides);
        assertEquals(1, other.nextSequence());
        assertNotEquals(
                HexFormat.of().formatHex(journal.epoch()), HexFormat.of().formatHex(other.epoch()));
    }

    @Test
    void shouldStartAnewWhenAcknowledgedFramesAreGoneFromTheEnd() throws IOException {
        Journal journal = open(store);
        fill(journal, 3, 100);
        journal.acknowledge(SequenceRanges.of(1, 3));
        journal.saveNoteIfChanged();
        String name = store.names().get(0);
        store.truncate(name, store.size(name) - 1);

        assertEquals(Recovery.Kind.REPLACED, open(store).recovery().kind());
    }

    @Test
    void shouldGoOnBehindTheDamageWhenAFrameInTheMiddleIsDamaged() throws IOException {
        Journal journal = open(store);
        fill(journal, 5, 100);
        String name = store.names().get(0);
        byte[] file = store.files.get(name);
        file[SegmentFormat.HEADER_BYTES + 116 * 2 + 20] ^= 1;

        Journal again = open(store);

        assertEquals(6, again.nextSequence());
        assertTrue(again.read(3).isEmpty());
        assertArrayEquals(frame(4, 100), again.read(4).orElseThrow());
        Loss loss = again.undeclaredDamage().get(0);
        assertEquals(3, loss.fromSequence());
        assertEquals(3, loss.toSequence());
        assertArrayEquals(SegmentFormat.sha256(frame(2, 100)), loss.before());
        again.declared(loss);
        assertTrue(open(store).undeclaredDamage().isEmpty());
    }

    @Test
    void shouldNameTheHoleWhenASegmentIsGone() throws IOException {
        Journal journal = open(store);
        fill(journal, 60, 400);
        String second = store.names().get(1);
        long third = Long.parseLong(store.names().get(2).substring(0, 16), 16);
        store.delete(second);

        Journal again = open(store);

        assertEquals(61, again.nextSequence());
        assertEquals(third - 1, again.undeclaredDamage().get(0).toSequence());
        assertArrayEquals(
                SegmentFormat.sha256(frame(third - 1, 400)),
                again.undeclaredDamage().get(0).after());
    }

    @Test
    void shouldNeverThrowWhenAnyByteOfTheFilesIsFlipped() throws IOException {
        Journal journal = open(store, 4 << 10);
        fill(journal, 8, 120);
        journal.acknowledge(SequenceRanges.of(1, 2));
        journal.saveNoteIfChanged();
        for (String name : store.names()) {
            byte[] sound = store.files.get(name).clone();
            for (int i = 0; i < sound.length; i++) {
                MemoryStore copy = new MemoryStore();
                store.files.forEach((key, value) -> copy.files.put(key, value.clone()));
                copy.files.get(name)[i] ^= (byte) 0x40;
                Journal again = open(copy, 4 << 10);
                fill(again, 1, 10);
                assertTrue(again.nextSequence() > 1);
            }
        }
    }

    @Test
    void shouldIgnoreTheNoteWhenItIsDamaged() throws IOException {
        Journal journal = open(store);
        fill(journal, 3, 100);
        journal.acknowledge(SequenceRanges.of(1, 2));
        journal.saveNoteIfChanged();
        byte[] note = store.readNote().orElseThrow();
        for (int i = 0; i < note.length; i++) {
            byte[] damaged = note.clone();
            damaged[i] ^= 1;
            store.writeNote(damaged);
            assertEquals(4, open(store).nextSequence());
        }
        store.writeNote(note);
        assertEquals(SequenceRanges.of(1, 2), open(store).acknowledged());
    }
}
