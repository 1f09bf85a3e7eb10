package io.kerbstone.collector.command;

import io.kerbstone.collector.Reindex;
import io.kerbstone.collector.archive.ArchiveDamagedException;
import io.kerbstone.collector.store.StoreException;
import io.kerbstone.settings.Mistakes;
import io.kerbstone.time.MonotonicClock;
import io.kerbstone.time.WallClock;
import java.io.IOException;
import java.nio.file.Files;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code reindex}: builds the store anew from the archive; the collector must not run. */
@Command(name = "reindex")
final class ReindexCommand extends Common implements Callable<Integer> {
    @Mixin
    private final FolderOptions folder = new FolderOptions();

    @Override
    public Integer call() {
        if (!Files.isDirectory(folder.folder().archive())) {
            tell(messages().get("folder.none", folder.folder().path().toString()));
            return COULD_NOT;
        }
        try {
            ZoneId zone = folder.settings(new Mistakes()).zone();
            long frames = Reindex.run(folder.folder(), zone, MonotonicClock.SYSTEM, WallClock.SYSTEM);
            tell(messages().get("reindex.done", Long.toString(frames)));
            return DONE;
        } catch (IOException | StoreException | ArchiveDamagedException e) {
            tell(String.valueOf(e.getMessage()));
            return COULD_NOT;
        }
    }
}
