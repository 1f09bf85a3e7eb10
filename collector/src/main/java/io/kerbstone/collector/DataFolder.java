package io.kerbstone.collector;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/**
 * What lies where in the data folder: {@code archive} (the segments), {@code store} (the database), {@code keys} (the
 * authority, sealed keys, the token of the command line), {@code lock}, and {@code address} (where the pages are while the
 * collector runs). Immutable.
 *
 * @param path the folder
 */
public record DataFolder(Path path) {
    /** The segments of the archive. */
    public Path archive() {
        return path.resolve("archive");
    }

    /** The database. */
    public Path store() {
        return path.resolve("store");
    }

    /** Keys and certificates, readable by the owner only. */
    public Path keys() {
        return path.resolve("keys");
    }

    /** The certificate of the authority, for who wants to pin it. */
    public Path authorityPem() {
        return keys().resolve("ca.pem");
    }

    /** The token by which the command line is let in. */
    public Path localToken() {
        return keys().resolve("local-token");
    }

    /** Holds the pages' address while the collector runs. */
    public Path address() {
        return path.resolve("address");
    }

    /** Makes the folder, readable by its owner only, where there is none. */
    public void create() throws IOException {
        if (!Files.isDirectory(path)) {
            Path parent = path.toAbsolutePath().getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            Files.createDirectory(
                    path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        Files.createDirectories(archive());
    }

    /** Takes the folder for this process alone; fails with a sentence when another one has it. */
    public AutoCloseable lock() throws IOException {
        FileChannel channel =
                FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = tryLock(channel);
        if (lock == null) {
            channel.close();
            throw new IOException(
                    "Another collector works on " + path + ". Stop it first, or name another folder with --data");
        }
        return channel;
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException ours) {
            return null;
        }
    }

    /** Writes where the pages are. */
    public void writeAddress(String url) throws IOException {
        Path fresh = path.resolve("address.new");
        Files.writeString(fresh, url + "\n", StandardCharsets.UTF_8);
        Files.move(fresh, address(), StandardCopyOption.ATOMIC_MOVE);
    }
}
