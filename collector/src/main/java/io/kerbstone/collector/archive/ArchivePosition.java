package io.kerbstone.collector.archive;

/** Where a record stands: segment number in the upper 32 bits, offset in the file in the lower; ascending. */
public final class ArchivePosition {
    /** Before everything. */
    public static final long START = 0;

    private ArchivePosition() {}

    static long of(int segment, long offset) {
        return ((long) segment << Integer.SIZE) | offset;
    }

    static int segment(long position) {
        return (int) (position >>> Integer.SIZE);
    }

    static long offset(long position) {
        return position & 0xffff_ffffL;
    }

    /** The position for a person: {@code 00000003.seg:1024}. */
    public static String print(long position) {
        return fileName(segment(position)) + ":" + offset(position);
    }

    static String fileName(int segment) {
        return String.format("%08d.seg", segment);
    }
}
