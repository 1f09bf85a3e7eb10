package io.kerbstone.collector.command;

import io.kerbstone.collector.CollectorSettings;
import io.kerbstone.collector.DataFolder;
import io.kerbstone.settings.Mistakes;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which configuration and which data folder. */
final class FolderOptions {
    @Option(names = "--config", paramLabel = "FILE")
    @Nullable
    Path config;

    @Option(names = "--data", paramLabel = "DIR")
    @Nullable
    Path data;

    /** The configuration: of the named file, else of the usual one if it is there, else the defaults. */
    CollectorSettings settings(Mistakes mistakes) {
        Path file = config != null ? config : CollectorSettings.USUAL_FILE;
        CollectorSettings settings = config != null || Files.exists(file)
                ? CollectorSettings.readFile(file, mistakes)
                : CollectorSettings.usual();
        return data == null ? settings : settings.withData(data);
    }

    /** The data folder, as far as a configuration with mistakes tells it. */
    DataFolder folder() {
        return new DataFolder(data != null ? data : settings(new Mistakes()).data());
    }
}
