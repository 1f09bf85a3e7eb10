package io.kerbstone.agent.journal;

import io.kerbstone.agent.config.StateFolder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The journal's files in one folder. Keeps one file open for appending and one for reading. One thread. */
public final class FolderStore implements JournalStore {
    private static final String SUFFIX = ".seg";
    private static final String NOTE = "note";
    private static final String ASIDE = "set-aside";

    private final Path folder;
    private @Nullable String writeName;
    private @Nullable FileChannel writeChannel;
    private @Nullable String readName;
    private @Nullable FileChannel readChannel;

    private FolderStore(Path folder) {
        this.folder = folder;
    }

    /** The store in the folder, which is made when missing. */
    public static FolderStore open(Path folder) throws IOException {
        new StateFolder(folder).create();
        return new FolderStore(folder);
    }

    /** The store in a folder that may be missing: then it has no files. Only for reading. */
    static FolderStore existing(Path folder) {
        return new FolderStore(folder);
    }

    @Override
    public List<String> names() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.endsWith(SUFFIX))
                    .sorted()
                    .toList();
        }
    }

    @Override
    public long size(String name) throws IOException {
        return Files.size(folder.resolve(name));
    }

    @Override
    public void create(String name, byte[] header) throws IOException {
        StateFolder.replace(folder.resolve(name), header, true);
    }

    @Override
    public void append(String name, byte[] bytes) throws IOException {
        FileChannel channel = writer(name);
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    @Override
    public void force(String name) throws IOException {
        writer(name).force(false);
    }

    @Override
    public byte[] read(String name, long offset, int length) throws IOException {
        FileChannel channel = reader(name);
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, offset + buffer.position()) < 0) {
                return Arrays.copyOf(buffer.array(), buffer.position());
            }
        }
        return buffer.array();
    }

    @Override
    public void truncate(String name, long size) throws IOException {
        FileChannel channel = writer(name);
        channel.truncate(size);
        channel.force(true);
    }

    @Override
    public void delete(String name) throws IOException {
        closeIfOpen(name);
        Files.deleteIfExists(folder.resolve(name));
    }

    @Override
    public void setAside() throws IOException {
        close();
        Path aside = folder.resolve(ASIDE);
        Files.createDirectories(aside);
        try (Stream<Path> old = Files.list(aside)) {
            for (Path file : old.toList()) {
                Files.delete(file);
            }
        }
        for (String name : names()) {
            Files.move(folder.resolve(name), aside.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
        Files.deleteIfExists(folder.resolve(NOTE));
        StateFolder.forceFolder(folder);
    }

    @Override
    public Optional<byte[]> readNote() throws IOException {
        return StateFolder.read(folder.resolve(NOTE));
    }

    @Override
    public void writeNote(byte[] note) throws IOException {
        StateFolder.replace(folder.resolve(NOTE), note, true);
    }

    private FileChannel writer(String name) throws IOException {
        if (writeChannel == null || !name.equals(writeName)) {
            closeQuietly(writeChannel);
            writeChannel = FileChannel.open(folder.resolve(name), StandardOpenOption.WRITE, StandardOpenOption.APPEND);
            writeName = name;
        }
        return writeChannel;
    }

    private FileChannel reader(String name) throws IOException {
        if (readChannel == null || !name.equals(readName)) {
            closeQuietly(readChannel);
            readChannel = FileChannel.open(folder.resolve(name), StandardOpenOption.READ);
            readName = name;
        }
        return readChannel;
    }

    private void closeIfOpen(String name) throws IOException {
        if (name.equals(writeName)) {
            closeQuietly(writeChannel);
            writeChannel = null;
        }
        if (name.equals(readName)) {
            closeQuietly(readChannel);
            readChannel = null;
        }
    }

    private static void closeQuietly(@Nullable FileChannel channel) throws IOException {
        if (channel != null) {
            channel.close();
        }
    }

    @Override
    public void close() throws IOException {
        closeQuietly(writeChannel);
        closeQuietly(readChannel);
        writeChannel = null;
        readChannel = null;
    }
}
