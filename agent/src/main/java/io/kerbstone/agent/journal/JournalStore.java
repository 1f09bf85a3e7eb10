package io.kerbstone.agent.journal;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The files of a journal. Owned by the thread that owns the journal. */
public interface JournalStore extends AutoCloseable {
    /** Names of the segment files, in order. */
    List<String> names() throws IOException;

    /** Bytes in the file. */
    long size(String name) throws IOException;

    /** Makes a segment that is there with all these bytes, forced, or not at all. */
    void create(String name, byte[] header) throws IOException;

    /** Appends; after an exception any part of the bytes may be there. */
    void append(String name, byte[] bytes) throws IOException;

    /** Brings what was appended to the disk itself. */
    void force(String name) throws IOException;

    /** Up to that many bytes from the offset; fewer only at the end of the file. */
    byte[] read(String name, long offset, int length) throws IOException;

    /** Cuts the file to the size, forced. */
    void truncate(String name, long size) throws IOException;

    /** Deletes the file. */
    void delete(String name) throws IOException;

    /** Moves all segments and the note out of the way; what was set aside before is deleted. */
    void setAside() throws IOException;

    /** The note, if there is one. */
    Optional<byte[]> readNote() throws IOException;

    /** Replaces the note at once, forced. */
    void writeNote(byte[] note) throws IOException;

    @Override
    void close() throws IOException;
}
