package io.kerbstone.agent.command;

import io.kerbstone.settings.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A file whose first line is a key, so that no key stands on a command line. Stateless. */
final class KeyFile {
    /** Most bytes of such a file. */
    static final long BYTES_MAX = 4_096;

    private KeyFile() {}

    /** The key; none without a file. */
    static Secret read(@Nullable Path file, Common command) {
        if (file == null) {
            return Secret.NONE;
        }
        try {
            String text = Files.size(file) > BYTES_MAX ? "" : Files.readString(file);
            String key = text.lines().findFirst().orElse("").strip();
            if (key.isEmpty()) {
                throw command.wrongUse(command.messages().get("key.none", file));
            }
            return Secret.of(key);
        } catch (IOException e) {
            throw command.wrongUse(command.messages().get("probe.file", file, e.toString()));
        }
    }
}
