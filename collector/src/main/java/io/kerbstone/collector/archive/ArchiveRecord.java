package io.kerbstone.collector.archive;

/**
 * One record of the archive.
 *
 * @param position where it stands, see {@link ArchivePosition}
 * @param kind what the bytes are: {@link #KIND_FRAME}
 * @param receivedAtMs the collector's wall clock when it arrived, ms since 1970 UTC
 * @param bytes exactly as received
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; nobody changes the bytes
public record ArchiveRecord(long position, int kind, long receivedAtMs, byte[] bytes) {
    /** A signed frame of an agent or of the collector itself. */
    public static final int KIND_FRAME = 1;
}
