package io.kerbstone.rigs.link;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The truth packet by packet, as lines of text: {@code direction,kind,number,identifier,sequence,fate,readUs,delayUs}. A
 * packet and its copy have a line each; identifier and sequence are of an echo, else 0; readUs counts from the start.
 * Owned by one thread.
 */
final class Trace implements AutoCloseable {
    private static final String HEADER = "direction,kind,number,identifier,sequence,fate,readUs,delayUs\n";
    private static final int BUFFER_BYTES = 1 << 20;
    private static final int LINE_BYTES_MAX = 256;

    private final FileChannel file;
    private final ByteBuffer lines = ByteBuffer.allocateDirect(BUFFER_BYTES);

    /** How a packet ended. */
    enum Fate {
        DELIVERED,
        COPY_DELIVERED,
        LOST,
        CUT,
        QUEUE_FULL,
        NOT_WRITTEN
    }

    Trace(Path path) throws IOException {
        file = FileChannel.open(
                path, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        text(HEADER);
    }

    void add(Direction direction, PacketKind kind, long number, int echo, Fate fate, long readNs, long givenNs) {
        if (lines.remaining() < LINE_BYTES_MAX) {
            flush();
        }
        text(direction.name);
        text(",");
        text(kind.label());
        text(",");
        text(number + "," + (echo >>> 16) + "," + (echo & 0xFFFF) + ",");
        text(fate.name());
        text("," + readNs / 1_000 + "," + givenNs / 1_000 + "\n");
    }

    private void text(String text) {
        lines.put(text.getBytes(StandardCharsets.US_ASCII));
    }

    void flush() {
        lines.flip();
        try {
            while (lines.hasRemaining()) {
                file.write(lines);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the trace cannot be written: " + e.getMessage(), e);
        }
        lines.clear();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
