package io.kerbstone.collector.ingest;

import io.kerbstone.collector.archive.Archive;
import io.kerbstone.collector.judge.Judge;
import io.kerbstone.collector.judge.JudgeLoop;
import io.kerbstone.collector.judge.LiveStates;
import io.kerbstone.collector.judge.Shelves;
import io.kerbstone.collector.judge.SpanMaker;
import io.kerbstone.collector.registry.AuditEntry;
import io.kerbstone.collector.registry.Registry;
import io.kerbstone.collector.registry.Sealer;
import io.kerbstone.collector.store.ChunkRows;
import io.kerbstone.collector.store.Database;
import io.kerbstone.collector.store.ReceivedRows;
import io.kerbstone.collector.store.SpanRows;
import io.kerbstone.identity.SigningKey;
import io.kerbstone.time.MonotonicClock;
import io.kerbstone.time.WallClock;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;

/** Archive, ingest and judge over a database, put together as the program does it. */
final class Bench implements AutoCloseable {
    static final SigningKey COLLECTOR_KEY = SigningKey.of(new byte[32]);

    static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    final Archive archive;
    final ReceivedRows received;
    final ChunkRows chunks;
    final Shelves shelves;
    final Registry registry;
    final LiveStates live;
    final Judge judge;
    final SpanMaker spans;
    final JudgeLoop loop;
    final Ingest ingest;
    final List<Throwable> fatal = new CopyOnWriteArrayList<>();

    Bench(Database database, Path archiveFolder) {
        this(database, archiveFolder, WallClock.SYSTEM);
    }

    Bench(Database database, Path archiveFolder, WallClock wall) {
        ThreadFactory threads = task -> {
            Thread thread = new Thread(task, "bench");
            thread.setDaemon(true);
            return thread;
        };
        received = new ReceivedRows(database);
        chunks = new ChunkRows(database);
        archive = Archive.open(archiveFolder, received.position());
        shelves = new Shelves(chunks, new SpanRows(database), ZONE);
        registry = new Registry(database, Plain.SEALER, this::audit);
        live = new LiveStates(shelves, registry);
        judge = new Judge(shelves, registry::applyLocal, archive::read);
        spans = new SpanMaker(shelves, registry);
        loop = new JudgeLoop(archive, shelves, judge, live, spans, MonotonicClock.SYSTEM, wall, threads, fatal::add);
        loop.catchUp();
        ingest =
                new Ingest(archive, received, shelves, COLLECTOR_KEY, MonotonicClock.SYSTEM, wall, threads, fatal::add);
        ingest.afterCommit(loop::wake);
        ingest.start();
        loop.start();
    }

    private void audit(AuditEntry entry) {
        ingest.record(entry);
    }

    @Override
    public void close() {
        ingest.close();
        loop.close();
        archive.close();
    }

    private enum Plain implements Sealer {
        SEALER;

        @Override
        public byte[] seal(byte[] plain) {
            return plain;
        }

        @Override
        public byte[] open(byte[] sealed) {
            return sealed;
        }
    }
}
