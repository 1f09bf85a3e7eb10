package io.kerbstone.collector.archive;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The segments in one folder. One thread appends and forces; any thread may read what was forced. After an
 * {@link UncheckedIOException} from {@link #force} nothing is known about the disk: the process must end, and the next
 * start finds the truth.
 */
public final class Archive implements AutoCloseable {
    /** A segment that has reached this is followed by the next. */
    public static final long MAX_SEGMENT_BYTES = 256L << 20;
    /** Longest frame that can be kept. */
    public static final int MAX_FRAME_BYTES = Segment.MAX_RECORD_BYTES - Segment.RECORD_HEADER_BYTES;

    private static final Logger LOG = LoggerFactory.getLogger(Archive.class);
    private static final int BUFFER_BYTES = 1 << 20;

    private final Path folder;
    private final long maxSegmentBytes;
    private ByteBuffer unwritten = ByteBuffer.allocate(BUFFER_BYTES);
    private FileChannel file;
    private int segment;
    private long writtenTo;
    private volatile long durableEnd;

    private Archive(Path folder, long maxSegmentBytes, FileChannel file, int segment, long end) {
        this.folder = folder;
        this.maxSegmentBytes = maxSegmentBytes;
        this.file = file;
        this.segment = segment;
        this.writtenTo = end;
        this.durableEnd = ArchivePosition.of(segment, end);
    }

    /**
     * Opens the archive and cuts off a torn end, as a power cut leaves it.
     *
     * @param acknowledgedEnd end of what was acknowledged, as the store knows it, {@link ArchivePosition#START} when it
     *     knows nothing; a tear before it is no tear but damage
     * @throws ArchiveDamagedException when something acknowledged is missing or damaged
     */
    public static Archive open(Path folder, long acknowledgedEnd) {
        return open(folder, acknowledgedEnd, MAX_SEGMENT_BYTES);
    }

    static Archive open(Path folder, long acknowledgedEnd, long maxSegmentBytes) {
        try {
            Files.createDirectories(folder);
            int last = lastSegment(folder);
            if (last == 0) {
                if (acknowledgedEnd != ArchivePosition.START) {
                    throw new ArchiveDamagedException(acknowledgedEnd, "the folder is empty");
                }
                return new Archive(folder, maxSegmentBytes, create(folder, 1), 1, Segment.HEADER_BYTES);
            }
            FileChannel file = FileChannel.open(path(folder, last), READ, WRITE);
            long end = mend(file, last, acknowledgedEnd);
            return new Archive(folder, maxSegmentBytes, file, last, end);
        } catch (IOException e) {
            throw new UncheckedIOException("The archive cannot be opened in " + folder, e);
        }
    }

    private static int lastSegment(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches("[0-9]{8}\\.seg"))
                    .mapToInt(name -> Integer.parseInt(name.substring(0, 8)))
                    .max()
                    .orElse(0);
        }
    }

    private static Path path(Path folder, int segment) {
        return folder.resolve(ArchivePosition.fileName(segment));
    }

    private static FileChannel create(Path folder, int segment) throws IOException {
        FileChannel file = FileChannel.open(path(folder, segment), CREATE_NEW, READ, WRITE);
        file.write(Segment.header(segment), 0);
        file.force(true);
        try (FileChannel directory = FileChannel.open(folder, READ)) {
            directory.force(true);
        }
        return file;
    }

    private static long mend(FileChannel file, int segment, long acknowledgedEnd) throws IOException {
        long end = Segment.HEADER_BYTES;
        if (Segment.hasHeader(file, segment)) {
            for (ArchiveRecord r = Segment.read(file, segment, end); r != null; r = Segment.read(file, segment, end)) {
                end += Segment.lengthOf(r);
            }
        } else if (file.size() > Segment.HEADER_BYTES) {
            throw new ArchiveDamagedException(ArchivePosition.of(segment, 0), "its first bytes are not a segment's");
        } else {
            file.write(Segment.header(segment), 0);
        }
        if (acknowledgedEnd > ArchivePosition.of(segment, end)) {
            throw new ArchiveDamagedException(ArchivePosition.of(segment, end), "no whole record here");
        }
        long torn = file.size() - end;
        if (torn > 0) {
            LOG.warn(
                    "Cut off {} bytes of an unfinished write at the end of the archive ({}); none of it was acknowledged",
                    torn,
                    ArchivePosition.print(ArchivePosition.of(segment, end)));
            file.truncate(end);
        }
        file.force(true);
        return end;
    }

    /** Adds a frame of at most {@link #MAX_FRAME_BYTES}; returns its position. It is durable after {@link #force}. */
    public long append(int kind, long receivedAtMs, byte[] frame) {
        if (frame.length > MAX_FRAME_BYTES) {
            throw new IllegalStateException("BUG: a frame of " + frame.length + " bytes reached the archive");
        }
        int need = Segment.RECORD_HEADER_BYTES + frame.length;
        if (writtenTo + unwritten.position() + need > maxSegmentBytes && end() > Segment.HEADER_BYTES) {
            nextSegment();
        }
        if (unwritten.remaining() < need) {
            write();
            if (unwritten.capacity() < need) {
                unwritten = ByteBuffer.allocate(need);
            }
        }
        long position = ArchivePosition.of(segment, end());
        Segment.put(unwritten, kind, receivedAtMs, frame);
        return position;
    }

    private long end() {
        return writtenTo + unwritten.position();
    }

    /** Makes everything appended durable; returns its end. */
    public long force() {
        write();
        try {
            file.force(false);
        } catch (IOException e) {
            throw new UncheckedIOException("The archive could not be forced to disk in " + folder, e);
        }
        durableEnd = ArchivePosition.of(segment, writtenTo);
        return durableEnd;
    }

    private void write() {
        try {
            unwritten.flip();
            while (unwritten.hasRemaining()) {
                writtenTo += file.write(unwritten, writtenTo);
            }
            unwritten.clear();
        } catch (IOException e) {
            throw new UncheckedIOException("The archive could not be written in " + folder, e);
        }
    }

    private void nextSegment() {
        force();
        try {
            FileChannel next = create(folder, segment + 1);
            file.close();
            file = next;
        } catch (IOException e) {
            throw new UncheckedIOException("The archive could not begin a new segment in " + folder, e);
        }
        segment++;
        writtenTo = Segment.HEADER_BYTES;
    }

    /** End of what is durable: the position the next forced record will have, or one before it at a segment's end. */
    public long durableEnd() {
        return durableEnd;
    }

    /** Reads durable records, from the position of a record (or {@link ArchivePosition#START}, or a durable end) on. */
    public Cursor from(long position) {
        return new Cursor(position);
    }

    /** The durable record at the position. */
    public ArchiveRecord read(long position) {
        try (Cursor cursor = from(position)) {
            return cursor.next().orElseThrow(() -> new ArchiveDamagedException(position, "no record here"));
        }
    }

    @Override
    public void close() {
        try {
            force();
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException("The archive could not be closed in " + folder, e);
        }
    }

    /** A reader of durable records in order; owned by one thread. */
    public final class Cursor implements AutoCloseable {
        private int at;
        private long offset;
        private @Nullable FileChannel reading;

        private Cursor(long position) {
            this.at = Math.max(1, ArchivePosition.segment(position));
            this.offset = Math.max(Segment.HEADER_BYTES, ArchivePosition.offset(position));
        }

        /** The next record that was durable at the call; empty when there is none yet. */
        public Optional<ArchiveRecord> next() {
            try {
                return read();
            } catch (IOException e) {
                throw new UncheckedIOException("The archive could not be read in " + folder, e);
            }
        }

        /** Where the next record will be looked for. */
        public long position() {
            return ArchivePosition.of(at, offset);
        }

        private Optional<ArchiveRecord> read() throws IOException {
            while (position() < durableEnd) {
                FileChannel channel = reading;
                if (channel == null) {
                    channel = FileChannel.open(path(folder, at), READ);
                    reading = channel;
                }
                if (at < ArchivePosition.segment(durableEnd) && offset >= channel.size()) {
                    close();
                    at++;
                    offset = Segment.HEADER_BYTES;
                    continue;
                }
                ArchiveRecord record = Segment.read(channel, at, offset);
                if (record == null) {
                    throw new ArchiveDamagedException(position(), "no whole record here");
                }
                offset += Segment.lengthOf(record);
                return Optional.of(record);
            }
            return Optional.empty();
        }

        @Override
        public void close() {
            try {
                if (reading != null) {
                    reading.close();
                    reading = null;
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
