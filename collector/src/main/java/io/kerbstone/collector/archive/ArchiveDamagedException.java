package io.kerbstone.collector.archive;

/** Something that was acknowledged cannot be read back. Never mended by itself: a person must see it. */
public final class ArchiveDamagedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    ArchiveDamagedException(long position, String what) {
        super("The archive is damaged at " + ArchivePosition.print(position) + ": " + what
                + ". Restore this file from a backup, or ask for help before you start the collector again");
    }
}
