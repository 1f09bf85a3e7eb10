package io.kerbstone.collector.ingest;

import io.kerbstone.collector.archive.Archive;
import io.kerbstone.collector.archive.ArchivePosition;
import io.kerbstone.collector.archive.ArchiveRecord;
import io.kerbstone.collector.ingest.EpochState.Link;
import io.kerbstone.collector.ingest.IngestCounters.Count;
import io.kerbstone.collector.judge.Shelves;
import io.kerbstone.collector.registry.AuditEntry;
import io.kerbstone.collector.registry.AuditTrail;
import io.kerbstone.collector.registry.Registry;
import io.kerbstone.collector.store.ReceivedRows;
import io.kerbstone.identity.SigningKey;
import io.kerbstone.time.MonotonicClock;
import io.kerbstone.time.WallClock;
import io.kerbstone.wire.Decoded;
import io.kerbstone.wire.Epoch;
import io.kerbstone.wire.Frame;
import io.kerbstone.wire.FrameCodec;
import io.kerbstone.wire.Hash;
import io.kerbstone.wire.Message.Refused.Code;
import io.kerbstone.wire.SequenceRanges;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes frames from any thread, checks them on worker threads, and stores them on one thread that owns the archive: append,
 * force, commit what was received, and only then acknowledge. A crash anywhere leaves either an unacknowledged frame or a
 * stored one; a start brings the store up to the archive. Senders should heed {@link #isFull}.
 */
public final class Ingest implements AuditTrail, AutoCloseable {
    /** Frames of one group commit at most. */
    public static final int MAX_GROUP = 2_048;
    /** How long a group waits for more frames, ms. */
    public static final long GROUP_MS = 20;
    /** Above this many bytes in the queue senders should stop, and go on below half of it. */
    public static final long FULL_BYTES = 64L << 20;
    /** How long a change waits for its audit record to be durable, ms. */
    public static final long AUDIT_WAIT_MS = 30_000;

    private static final Logger LOG = LoggerFactory.getLogger(Ingest.class);
    private static final int LOGGED_AT_FIRST = 20;
    private static final int LOGGED_EACH = 1_000;

    private final Archive archive;
    private final ReceivedRows received;
    private final Shelves shelves;
    private final AuditChain audit;
    private final WallClock wall;
    private final MonotonicClock clock;
    private final Consumer<Throwable> onFatal;
    private final ExecutorService checkers;
    private final Thread thread;
    private final BlockingQueue<Work> queue = new LinkedBlockingQueue<>();
    private final AtomicLong queuedBytes = new AtomicLong();
    private final Map<Name, EpochState> epochs = new ConcurrentHashMap<>();
    private final IngestCounters counters = new IngestCounters();
    private final List<Runnable> afterCommit = new CopyOnWriteArrayList<>();
    private final Set<Name> uncommitted = new LinkedHashSet<>();

    /**
     * Brings what was received up to the archive's end; {@link #start} comes next. The judge must have caught up.
     *
     * @param auditKey signs the collector's own records
     * @param onFatal told what ended the thread before {@link #close}
     */
    public Ingest(
            Archive archive,
            ReceivedRows received,
            Shelves shelves,
            SigningKey auditKey,
            MonotonicClock clock,
            WallClock wall,
            ThreadFactory threads,
            Consumer<Throwable> onFatal) {
        this.archive = archive;
        this.received = received;
        this.shelves = shelves;
        this.wall = wall;
        this.clock = clock;
        this.onFatal = onFatal;
        this.checkers = Executors.newFixedThreadPool(
                Math.max(2, Runtime.getRuntime().availableProcessors() / 2), task -> named("check", task, threads));
        this.thread = threads.newThread(this::run);
        received.all().forEach(this::load);
        followArchive();
        this.audit = auditChain(auditKey);
    }

    private static Thread named(String name, Runnable task, ThreadFactory threads) {
        Thread thread = threads.newThread(task);
        thread.setName(name);
        return thread;
    }

    private record Name(String agentId, Epoch epoch) {}

    /** Something for the ingest thread. */
    private sealed interface Work {}

    private record Incoming(Sender sender, int bytes, long receivedAtMs, Future<Checked> checked) implements Work {}

    private record Audited(AuditEntry entry, CompletableFuture<Boolean> durable) implements Work {}

    private record Stop() implements Work {}

    private void load(ReceivedRows.Received row) {
        SequenceRanges ranges = SequenceRanges.parse(row.ranges())
                .orElseThrow(() -> new IllegalStateException("BUG: stored ranges " + row.ranges()));
        epochs.put(new Name(row.agentId(), Epoch.ofHex(row.epochHex())), new EpochState(ranges));
    }

    private void followArchive() {
        long frames = 0;
        try (Archive.Cursor cursor = archive.from(received.position())) {
            for (var record = cursor.next(); record.isPresent(); record = cursor.next()) {
                if (FrameCodec.decode(record.get().bytes()) instanceof Frame frame) {
                    Name name = new Name(frame.body().agentId(), frame.body().epoch());
                    state(name).add(frame);
                    uncommitted.add(name);
                    frames++;
                }
            }
            if (frames > 0) {
                commit(cursor.position());
            }
        }
        if (frames > 0) {
            LOG.info("Took over {} frames that the archive had and the store did not", frames);
        }
    }

    private EpochState state(Name name) {
        return epochs.computeIfAbsent(name, n -> new EpochState(SequenceRanges.EMPTY));
    }

    private AuditChain auditChain(SigningKey key) {
        Name last = epochs.keySet().stream()
                .filter(name -> name.agentId.equals(Registry.COLLECTOR))
                .findFirst()
                .orElseGet(() -> new Name(Registry.COLLECTOR, Epoch.random()));
        long highest = state(last).stored().highest();
        Link link = highest == 0 ? null : link(last, state(last), highest);
        if (highest > 0 && link == null) {
            throw new IllegalStateException("BUG: the last audit record, number " + highest + ", cannot be found");
        }
        return new AuditChain(key, clock, wall, last.epoch, highest + 1, link == null ? Hash.ZERO : link.hash());
    }

    /** Runs the action after each commit, on the ingest thread. */
    public void afterCommit(Runnable action) {
        afterCommit.add(action);
    }

    /** Begins to take frames. */
    public void start() {
        thread.start();
    }

    /** What came and what became of it. */
    public IngestCounters counters() {
        return counters;
    }

    /** What is durable of an epoch. */
    public SequenceRanges stored(String agentId, Epoch epoch) {
        EpochState state = epochs.get(new Name(agentId, epoch));
        return state == null ? SequenceRanges.EMPTY : state.durable();
    }

    /** Whether so much is queued that senders should stop reading; {@link #afterCommit} tells when to look again. */
    public boolean isFull() {
        return queuedBytes.get() > FULL_BYTES;
    }

    /** Whether senders that stopped may go on. */
    public boolean hasRoom() {
        return queuedBytes.get() < FULL_BYTES / 2;
    }

    /** Hands over a frame that has just come; the sender hears later what became of it. */
    public void submit(Sender sender, byte[] frame) {
        queuedBytes.addAndGet(frame.length);
        long nowMs = wall.nowMs();
        queue.add(new Incoming(sender, frame.length, nowMs, checkers.submit(() -> FrameCheck.check(frame, sender))));
    }

    @Override
    public void record(AuditEntry entry) {
        CompletableFuture<Boolean> durable = new CompletableFuture<>();
        queue.add(new Audited(entry, durable));
        try {
            durable.get(AUDIT_WAIT_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("BUG: interrupted while waiting for an audit record", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("The change was made but could not be recorded in the archive", e);
        }
    }

    private void run() {
        try {
            boolean goesOn = true;
            while (goesOn) {
                goesOn = group();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error | ExecutionException e) {
            onFatal.accept(e);
        }
    }

    /** One group: waits for its first frame, then for more until it is full or its time is over. */
    private boolean group() throws InterruptedException, ExecutionException {
        Group group = new Group();
        Work work = queue.take();
        long endNs = clock.nowNs() + GROUP_MS * 1_000_000;
        while (work != null && !(work instanceof Stop)) {
            handle(work, group);
            work = group.size < MAX_GROUP ? queue.poll(Math.max(0, endNs - clock.nowNs()), TimeUnit.NANOSECONDS) : null;
        }
        finish(group);
        return !(work instanceof Stop);
    }

    /** What waits for the commit. */
    private static final class Group {
        private int size;
        private long bytes;
        private boolean isArchived;
        private final Map<Sender, Done> done = new LinkedHashMap<>();
        private final List<CompletableFuture<Boolean>> audits = new ArrayList<>();
    }

    private static final class Done {
        private SequenceRanges ranges = SequenceRanges.EMPTY;
        private int frames;
    }

    private void handle(Work work, Group group) throws InterruptedException, ExecutionException {
        group.size++;
        if (work instanceof Audited audited) {
            byte[] frame = audit.next(audited.entry);
            append((Frame) FrameCodec.decode(frame), wall.nowMs(), group);
            group.audits.add(audited.durable);
            counters.add(Count.AUDIT_RECORDS, 1);
        } else if (work instanceof Incoming incoming) {
            group.bytes += incoming.bytes;
            Checked checked = incoming.checked.get();
            if (checked instanceof Checked.Bad bad) {
                refuse(incoming.sender, bad);
            } else if (checked instanceof Checked.Good good) {
                store(incoming, good.frame(), group);
            }
        }
    }

    private void store(Incoming incoming, Frame frame, Group group) {
        Sender sender = incoming.sender;
        long sequence = frame.body().sequence();
        Name name = new Name(sender.agentId(), sender.epoch());
        EpochState state = state(name);
        if (!sender.isAllowed()) {
            String sentence = "agent " + sender.agentId() + " may not send on this connection any more";
            refuse(sender, new Checked.Bad(Count.NOT_ALLOWED, Code.REVOKED, sentence, sequence));
            return;
        }
        if (state.stored().contains(sequence)) {
            again(sender, name, state, frame, group);
            return;
        }
        if (!state.hasRoomFor(sequence)) {
            String sentence = "there are more than " + EpochState.MAX_RANGES + " holes before; send older frames first";
            refuse(sender, new Checked.Bad(Count.TOO_MANY_HOLES, Code.BUSY, sentence, sequence));
            return;
        }
        checkChain(name, state, frame);
        append(frame, incoming.receivedAtMs, group);
        counters.add(Count.STORED, 1);
        counters.add(Count.BYTES, frame.bytes().length);
        counters.add(Count.OBSERVATIONS, frame.body().observationCount());
        done(group, sender, sequence);
    }

    private static void done(Group group, Sender sender, long sequence) {
        Done done = group.done.computeIfAbsent(sender, s -> new Done());
        done.ranges = done.ranges.plus(sequence);
        done.frames++;
    }

    private void append(Frame frame, long receivedAtMs, Group group) {
        archive.append(ArchiveRecord.KIND_FRAME, receivedAtMs, frame.bytes());
        Name name = new Name(frame.body().agentId(), frame.body().epoch());
        state(name).add(frame);
        uncommitted.add(name);
        group.isArchived = true;
    }

    private void again(Sender sender, Name name, EpochState state, Frame frame, Group group) {
        long sequence = frame.body().sequence();
        Link stored = link(name, state, sequence);
        if (stored != null && !stored.hash().equals(frame.hash())) {
            String sentence = "frame " + sequence + " of epoch " + name.epoch
                    + " is stored with other content; the journal of this agent was copied or set back";
            refuse(sender, new Checked.Bad(Count.FORK, Code.FRAME_FOREIGN, sentence, sequence));
            return;
        }
        counters.add(Count.DUPLICATE, 1);
        done(group, sender, sequence);
    }

    private void checkChain(Name name, EpochState state, Frame frame) {
        long sequence = frame.body().sequence();
        boolean fits = true;
        if (sequence == 1) {
            fits = frame.body().previous().equals(Hash.ZERO);
        } else if (state.stored().contains(sequence - 1)) {
            Link before = link(name, state, sequence - 1);
            fits = before == null || frame.body().previous().equals(before.hash());
        }
        if (state.stored().contains(sequence + 1)) {
            Link after = link(name, state, sequence + 1);
            fits &= after == null || after.previous().equals(frame.hash());
        }
        if (!fits) {
            counters.add(Count.CHAIN_BROKEN, 1);
            LOG.error(
                    "Frame {} of agent {}, epoch {}, does not join the stored frames beside it. It is signed and is kept,"
                            + " but the chain of this agent is broken there",
                    sequence,
                    name.agentId,
                    name.epoch);
        }
    }

    private @Nullable Link link(Name name, EpochState state, long sequence) {
        Link recent = state.recent(sequence);
        if (recent != null) {
            return recent;
        }
        OptionalLong position = shelves.framePosition(Shelves.epochKey(name.agentId, name.epoch.toString()), sequence);
        if (position.isEmpty() || position.getAsLong() >= archive.durableEnd()) {
            counters.add(Count.CHAIN_UNCHECKED, 1);
            return null;
        }
        Decoded decoded = FrameCodec.decode(archive.read(position.getAsLong()).bytes());
        if (!(decoded instanceof Frame frame)) {
            throw new IllegalStateException("BUG: no frame at " + ArchivePosition.print(position.getAsLong()));
        }
        Link link = new Link(frame.hash(), frame.body().previous());
        state.remember(sequence, link);
        return link;
    }

    private void refuse(Sender sender, Checked.Bad bad) {
        counters.add(bad.count(), 1);
        long number = counters.get(bad.count());
        if (number <= LOGGED_AT_FIRST || number % LOGGED_EACH == 0) {
            LOG.warn(
                    "Refused a frame from agent {}: {} ({} so far: {})",
                    sender.agentId(),
                    bad.sentence(),
                    bad.count(),
                    number);
        }
        sender.refused(bad.code(), bad.sentence(), bad.sequence());
    }

    private void finish(Group group) {
        if (group.isArchived) {
            commit(archive.force());
            counters.add(Count.COMMITS, 1);
        }
        group.audits.forEach(durable -> durable.complete(true));
        group.done.forEach((sender, done) -> sender.stored(done.ranges, done.frames));
        queuedBytes.addAndGet(-group.bytes);
        afterCommit.forEach(Runnable::run);
    }

    private void commit(long position) {
        List<ReceivedRows.Received> changed = uncommitted.stream()
                .map(name -> new ReceivedRows.Received(
                        name.agentId,
                        name.epoch.toString(),
                        state(name).stored().toString()))
                .toList();
        received.commit(changed, position);
        uncommitted.forEach(name -> state(name).committed());
        uncommitted.clear();
    }

    /** Stores what is queued and ends; what comes later is never answered. */
    @Override
    public void close() {
        queue.add(new Stop());
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        checkers.shutdownNow();
    }
}
