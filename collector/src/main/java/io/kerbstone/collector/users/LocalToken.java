package io.kerbstone.collector.users;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The file by which the command line on the collector's own machine is let in: whoever can read the data folder can do
 * everything anyway. Made once, readable by its owner only. Immutable.
 */
public final class LocalToken {
    private final String secret;

    private LocalToken(String secret) {
        this.secret = secret;
    }

    /** Reads the token, or makes one when there is no such file. */
    public static LocalToken openOrCreate(Path file) throws IOException {
        if (Files.exists(file)) {
            return read(file);
        }
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(fresh, Secrets.token() + "\n");
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        return read(file);
    }

    /** Reads the token; for the command line. Fails when the file is missing or empty. */
    public static LocalToken read(Path file) throws IOException {
        String secret = Files.readString(file).strip();
        if (secret.isEmpty()) {
            throw new IOException(file + " is empty: remove it and restart the collector, which makes a new one");
        }
        return new LocalToken(secret);
    }

    /** What goes behind {@code Authorization: Bearer}. */
    public String secret() {
        return secret;
    }

    @Override
    public String toString() {
        return "<secret>";
    }
}
