package io.kerbstone.host;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads small text files of the kernel below a root folder, up to a bound. Immutable. */
final class KernelFiles {
    /** Longest text read; of a longer one only the lines that fit are used. */
    static final int MOST_BYTES = 1 << 20;

    private final Path root;

    KernelFiles(Path root) {
        this.root = root;
    }

    /** The text, cut after the last whole line when it is too long; empty when the file is not there or not readable. */
    String text(String path) {
        try (InputStream in = Files.newInputStream(at(path))) {
            byte[] bytes = in.readNBytes(MOST_BYTES);
            String text = new String(bytes, StandardCharsets.UTF_8);
            return bytes.length < MOST_BYTES ? text : text.substring(0, text.lastIndexOf('\n') + 1);
        } catch (IOException e) {
            // Not every kernel has every file, and some exist but refuse to be read (the speed of a port that is down).
            return "";
        }
    }

    /** The text without surrounding space. */
    String line(String path) {
        return text(path).strip();
    }

    boolean isFolder(String path) {
        return Files.isDirectory(at(path));
    }

    /** Where an absolute path lies below the root. */
    Path at(String path) {
        return root.resolve(path.substring(1));
    }
}
