package io.kerbstone.collector.archive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The form of a segment file. It begins with {@link #HEADER_BYTES} bytes: 8 of magic, 4 of segment number, 4 of format
 * version. Then records, each
 *
 * <pre>
 *   0  length   4  bytes after the checksum
 *   4  checksum 4  CRC32C of those
 *   8  kind     1
 *   9  receivedAtMs 8
 *  17  frame    length - 9
 * </pre>
 *
 * All big-endian.
 */
final class Segment {
    static final int HEADER_BYTES = 16;
    static final int RECORD_HEADER_BYTES = 17;
    static final int MAX_RECORD_BYTES = 4 << 20;

    private static final byte[] MAGIC = "KSARCHV1".getBytes(StandardCharsets.US_ASCII);
    private static final int FORMAT_VERSION = 1;
    private static final int BEFORE_CHECKED = 8;

    private Segment() {}

    static ByteBuffer header(int number) {
        return ByteBuffer.allocate(HEADER_BYTES)
                .put(MAGIC)
                .putInt(number)
                .putInt(FORMAT_VERSION)
                .flip();
    }

    static void put(ByteBuffer into, int kind, long receivedAtMs, byte[] frame) {
        int start = into.position();
        into.putInt(RECORD_HEADER_BYTES - BEFORE_CHECKED + frame.length).putInt(0);
        into.put((byte) kind).putLong(receivedAtMs).put(frame);
        into.putInt(start + 4, checksum(into, start + BEFORE_CHECKED, into.position()));
    }

    /** The record at the offset; null when what is there is no whole record. */
    static @Nullable ArchiveRecord read(FileChannel file, int segment, long offset) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(RECORD_HEADER_BYTES);
        if (!readFully(file, head, offset)) {
            return null;
        }
        int length = head.getInt(0);
        if (length < RECORD_HEADER_BYTES - BEFORE_CHECKED || length > MAX_RECORD_BYTES) {
            return null;
        }
        ByteBuffer all = ByteBuffer.allocate(BEFORE_CHECKED + length);
        if (!readFully(file, all, offset) || checksum(all, BEFORE_CHECKED, all.capacity()) != all.getInt(4)) {
            return null;
        }
        byte[] frame = new byte[all.capacity() - RECORD_HEADER_BYTES];
        all.get(RECORD_HEADER_BYTES, frame);
        return new ArchiveRecord(ArchivePosition.of(segment, offset), all.get(8), all.getLong(9), frame);
    }

    static boolean hasHeader(FileChannel file, int number) throws IOException {
        ByteBuffer found = ByteBuffer.allocate(HEADER_BYTES);
        return readFully(file, found, 0) && found.flip().equals(header(number));
    }

    static long lengthOf(ArchiveRecord record) {
        return (long) RECORD_HEADER_BYTES + record.bytes().length;
    }

    private static int checksum(ByteBuffer bytes, int from, int to) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.duplicate().limit(to).position(from));
        return (int) crc.getValue();
    }

    private static boolean readFully(FileChannel file, ByteBuffer into, long offset) throws IOException {
        while (into.hasRemaining()) {
            if (file.read(into, offset + into.position()) < 0) {
                return false;
            }
        }
        return true;
    }
}
