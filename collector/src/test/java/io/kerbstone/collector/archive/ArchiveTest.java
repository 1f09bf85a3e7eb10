package io.kerbstone.collector.archive;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveTest {
    private static final int SMALL_SEGMENT = 4096;

    @TempDir
    Path folder;

    private static byte[] frame(int n) {
        byte[] bytes = new byte[1 + n % 700];
        new Random(n).nextBytes(bytes);
        return bytes;
    }

    private static List<ArchiveRecord> all(Archive archive, long from) {
        List<ArchiveRecord> records = new ArrayList<>();
        try (Archive.Cursor cursor = archive.from(from)) {
            cursor.next().ifPresent(records::add);
            for (var next = cursor.next(); next.isPresent(); next = cursor.next()) {
                records.add(next.get());
            }
        }
        return records;
    }

    @Test
    void shouldGiveBackEveryFrameInOrderWhenReopenedOverManySegments() {
        List<Long> positions = new ArrayList<>();
        try (Archive archive = Archive.open(folder, 0, SMALL_SEGMENT)) {
            for (int i = 0; i < 100; i++) {
                positions.add(archive.append(ArchiveRecord.KIND_FRAME, 1000 + i, frame(i)));
            }
            assertTrue(all(archive, 0).size() < 100, "what was not forced is not read");
        }
        try (Archive archive = Archive.open(folder, positions.get(99), SMALL_SEGMENT)) {
            List<ArchiveRecord> records = all(archive, ArchivePosition.START);
            assertEquals(100, records.size());
            for (int i = 0; i < 100; i++) {
                assertEquals(positions.get(i), records.get(i).position());
                assertEquals(1000 + i, records.get(i).receivedAtMs());
                assertArrayEquals(frame(i), records.get(i).bytes());
            }
            assertArrayEquals(frame(57), archive.read(positions.get(57)).bytes());
            assertEquals(43, all(archive, positions.get(57)).size());
            assertEquals(List.of(), all(archive, archive.durableEnd()));
        }
        assertTrue(Files.exists(folder.resolve("00000002.seg")));
    }

    @Test
    void shouldFollowNewFramesWhenCursorStaysOpen() {
        try (Archive archive = Archive.open(folder, 0, SMALL_SEGMENT);
                Archive.Cursor cursor = archive.from(0)) {
            for (int i = 0; i < 50; i++) {
                assertTrue(cursor.next().isEmpty());
                long position = archive.append(ArchiveRecord.KIND_FRAME, i, frame(i));
                archive.force();
                assertEquals(position, cursor.next().orElseThrow().position());
            }
        }
    }

    @Test
    void shouldCutOffTornTailAtEveryByteWhenNothingOfItWasAcknowledged() throws IOException {
        long acknowledged;
        try (Archive archive = Archive.open(folder, 0)) {
            archive.append(ArchiveRecord.KIND_FRAME, 1, frame(3));
            acknowledged = archive.force();
            archive.append(ArchiveRecord.KIND_FRAME, 2, frame(40));
        }
        Path file = folder.resolve("00000001.seg");
        byte[] whole = Files.readAllBytes(file);
        int kept = (int) ArchivePosition.offset(acknowledged);
        for (int length = kept; length < whole.length; length++) {
            Files.write(file, java.util.Arrays.copyOf(whole, length));
            try (Archive archive = Archive.open(folder, acknowledged)) {
                assertEquals(1, all(archive, 0).size());
                assertEquals(acknowledged, archive.durableEnd());
            }
            assertEquals(kept, Files.size(file));
        }
    }

    @Test
    void shouldAppendAfterTornTailWhenReopened() throws IOException {
        try (Archive archive = Archive.open(folder, 0)) {
            archive.append(ArchiveRecord.KIND_FRAME, 1, frame(3));
        }
        Files.write(folder.resolve("00000001.seg"), new byte[] {0, 0, 1, 0, 7}, StandardOpenOption.APPEND);
        try (Archive archive = Archive.open(folder, 0)) {
            archive.append(ArchiveRecord.KIND_FRAME, 2, frame(4));
            archive.force();
            assertEquals(2, all(archive, 0).size());
        }
    }

    @Test
    void shouldRefuseToStartWhenSomethingAcknowledgedIsDamagedOrMissing() throws IOException {
        long acknowledged;
        try (Archive archive = Archive.open(folder, 0)) {
            archive.append(ArchiveRecord.KIND_FRAME, 1, frame(300));
            acknowledged = archive.force();
        }
        Path file = folder.resolve("00000001.seg");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[] {99}), 100);
        }
        byte[] damaged = Files.readAllBytes(file);
        var thrown = assertThrows(ArchiveDamagedException.class, () -> Archive.open(folder, acknowledged));
        assertTrue(thrown.getMessage().contains("00000001.seg:16"), thrown.getMessage());
        assertArrayEquals(damaged, Files.readAllBytes(file), "nothing is cut off before somebody has looked");
        Files.delete(file);
        assertThrows(ArchiveDamagedException.class, () -> Archive.open(folder, acknowledged));
    }

    @Test
    void shouldMendHeaderWhenCrashedWhileMakingSegment() throws IOException {
        Files.write(folder.resolve("00000001.seg"), new byte[] {'K'});
        try (Archive archive = Archive.open(folder, 0)) {
            archive.append(ArchiveRecord.KIND_FRAME, 1, frame(1));
            archive.force();
            assertEquals(1, all(archive, 0).size());
        }
        Files.write(
                folder.resolve("00000002.seg"),
                "this is no segment at all".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        assertThrows(ArchiveDamagedException.class, () -> Archive.open(folder, 0));
    }

    @Test
    void shouldTakeLargestFrameAndRefuseLargerWhenAtTheBound() {
        try (Archive archive = Archive.open(folder, 0)) {
            long position = archive.append(ArchiveRecord.KIND_FRAME, 1, new byte[Archive.MAX_FRAME_BYTES]);
            archive.force();
            assertEquals(Archive.MAX_FRAME_BYTES, archive.read(position).bytes().length);
            assertThrows(
                    IllegalStateException.class,
                    () -> archive.append(ArchiveRecord.KIND_FRAME, 1, new byte[Archive.MAX_FRAME_BYTES + 1]));
        }
    }

    /** Golden bytes: a released segment must be readable for ever. */
    @Test
    void shouldWriteTheDocumentedBytesWhenOneFrameIsAppended() throws IOException {
        try (Archive archive = Archive.open(folder, 0)) {
            archive.append(ArchiveRecord.KIND_FRAME, 0x0102030405060708L, new byte[] {0x55, 0x66});
        }
        assertEquals(
                "4b534152434856310000000100000001" + "0000000b" + "53ada368" + "01" + "0102030405060708" + "5566",
                java.util.HexFormat.of().formatHex(Files.readAllBytes(folder.resolve("00000001.seg"))));
    }
}
