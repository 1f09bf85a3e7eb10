package io.kerbstone.agent.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/**
 * What lies where in the agent's state folder, and writing there so that a file is either the old or the new one, never
 * half of it. Stateless but for the path.
 *
 * @param path the folder
 */
public record StateFolder(Path path) {
    /** Certificates and keys. */
    public Path identity() {
        return path.resolve("identity");
    }

    /** Segments of the journal. */
    public Path journal() {
        return path.resolve("journal");
    }

    /** Counters and state, rewritten every few seconds. */
    public Path status() {
        return path.resolve("status.json");
    }

    /** The key that seals what must not be readable on disk. */
    public Path sealingKey() {
        return path.resolve("sealing.key");
    }

    /** The assignment from the collector, sealed. */
    public Path assignment() {
        return path.resolve("assignment.sealed");
    }

    /** Held while an agent runs, so that a second one does not write the same journal. */
    public Path lock() {
        return path.resolve("lock");
    }

    /** Makes the folder, readable by its owner only. */
    public void create() throws IOException {
        if (!Files.isDirectory(path)) {
            Files.createDirectories(
                    path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
    }

    /** Replaces the file at once, readable by its owner only; forced to disk when asked. */
    public static void replace(Path file, byte[] bytes, boolean isForced) throws IOException {
        Path next = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(next);
        try (FileChannel channel = FileChannel.open(
                next,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            if (isForced) {
                channel.force(true);
            }
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        if (isForced) {
            forceFolder(file.resolveSibling("."));
        }
    }

    /** The bytes of the file; empty when there is none. */
    public static Optional<byte[]> read(Path file) throws IOException {
        try {
            return Optional.of(Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** Forces the entries of a folder, so that a rename or a new file survives a power cut. */
    public static void forceFolder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
