package io.kerbstone.collector;

import io.kerbstone.collector.archive.Archive;
import io.kerbstone.collector.archive.ArchivePosition;
import io.kerbstone.collector.ingest.Ingest;
import io.kerbstone.collector.judge.Judge;
import io.kerbstone.collector.judge.JudgeLoop;
import io.kerbstone.collector.judge.LiveStates;
import io.kerbstone.collector.judge.Shelves;
import io.kerbstone.collector.judge.SpanMaker;
import io.kerbstone.collector.registry.Registry;
import io.kerbstone.collector.store.ChunkRows;
import io.kerbstone.collector.store.Database;
import io.kerbstone.collector.store.ReceivedRows;
import io.kerbstone.collector.store.SpanRows;
import io.kerbstone.time.MonotonicClock;
import io.kerbstone.time.WallClock;
import java.io.IOException;
import java.time.ZoneId;
import java.util.function.Consumer;

/**
 * Builds anew what the store holds of the archive: packed hours, readings, the frame index and what was received. Users,
 * the registry and acknowledgements stay. The collector must not run. Interrupted, it is simply run again.
 */
public final class Reindex {
    private Reindex() {}

    /**
     * Runs it.
     *
     * @param zone whose days, months and years get rows from now on
     * @return number of frames in the archive
     * @throws IOException when the folder is in use or a key cannot be read
     */
    public static long run(DataFolder folder, ZoneId zone, MonotonicClock clock, WallClock wall) throws IOException {
        Consumer<Throwable> fatal = cause -> {
            throw new IllegalStateException("BUG: no thread runs here", cause);
        };
        try (Parts parts = new Parts(clock)) {
            parts.start("data folder", folder::lock);
            Keys keys = Keys.openOrCreate(folder, wall.nowMs());
            Database database = parts.start("store", () -> Database.open(folder.store()));
            ReceivedRows received = new ReceivedRows(database);
            ChunkRows chunks = new ChunkRows(database);
            SpanRows spanRows = new SpanRows(database);
            received.clear();
            chunks.clear();
            spanRows.clear();
            Archive archive = parts.start("archive", () -> Archive.open(folder.archive(), ArchivePosition.START));
            Shelves shelves = new Shelves(chunks, spanRows, zone);
            Registry registry = new Registry(database, keys.sealer(), entry -> fatal.accept(new AssertionError()));
            SpanMaker spans = new SpanMaker(shelves, registry);
            JudgeLoop loop = new JudgeLoop(
                    archive,
                    shelves,
                    new Judge(shelves, registry::applyLocal, archive::read),
                    new LiveStates(shelves, registry),
                    spans,
                    clock,
                    wall,
                    Threads.named("judge"),
                    fatal);
            long frames = parts.time("judging the archive", loop::catchUp);
            loop.flush();
            parts.time("rows of days, months and years", () -> spans.makeAll(wall.nowMs()));
            // Its constructor takes over what the archive has and the store has not: now, everything.
            Ingest ingest =
                    new Ingest(archive, received, shelves, keys.audit(), clock, wall, Threads.named("ingest"), fatal);
            ingest.close();
            return frames;
        }
    }
}
