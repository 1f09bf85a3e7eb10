package io.kerbstone.snmp;

import io.kerbstone.measurement.Observation;
import io.kerbstone.measurement.Oid;
import io.kerbstone.measurement.Outcome;
import io.kerbstone.measurement.Varbind;
import io.kerbstone.snmp.SnmpAnswer.Ending;
import io.kerbstone.snmp.SnmpAnswer.Failed;
import io.kerbstone.snmp.SnmpAnswer.Values;
import io.kerbstone.time.MonotonicClock;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Reads devices by SNMP over one socket: GET, GETBULK walks, and one timed GET as a probe. Each request leaves once; a
 * lost answer is a {@link Failure#TIMEOUT}, never a hidden second try (by v3 the exchanges that RFC 3414 asks for before a
 * device can be talked to are part of the request and of its waiting time).
 *
 * <p>Safe for many threads. One thread of its own ("kerbstone-snmp") owns the state and completes the futures: what hangs
 * on them must be short, or go to an executor of the caller.
 */
public final class SnmpReader implements AutoCloseable {
    /** Most GETs, walks and probes under way together; a further one fails as {@link Failure#OVERLOADED}. */
    public static final int OUTSTANDING_MAX = 1_024;
    /** Most objects in one GET. */
    public static final int OIDS_PER_GET_MAX = 64;
    /** Most columns in one walk. */
    public static final int COLUMNS_PER_WALK_MAX = 64;
    /** sysUpTime.0 (RFC 3418): what a probe asks for. */
    public static final Oid SYS_UP_TIME = Oid.parse("1.3.6.1.2.1.1.3.0");
    /**
     * What the two host time stamps of a probe are together off by, ns: they are taken in this program, so that a thread's
     * wake-up is in the delay. Held against a capture, 99 of 100 probes on a busy machine were within it (decision 0031).
     */
    static final long STAMP_ERROR_NS = 3_000_000;
    /** A timeout noticed later than this after it was due says that we were starved, not that the device was silent. */
    static final long STARVED_AFTER_NS = 500_000_000;

    private final MonotonicClock clock;
    private final Session session;
    private final ExecutorService thread;
    private final Semaphore slots = new Semaphore(OUTSTANDING_MAX);
    private final Set<Runnable> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    private SnmpReader(MonotonicClock clock, Session session) {
        this.clock = clock;
        this.session = session;
        this.thread = Executors.newSingleThreadExecutor(work -> {
            Thread made = new Thread(work, "kerbstone-snmp");
            made.setDaemon(true);
            return made;
        });
    }

    /** Opens a socket on a free port; throws IOException when the machine gives none. */
    public static SnmpReader open(MonotonicClock clock) throws IOException {
        return new SnmpReader(clock, new Session(clock));
    }

    /** Gets up to {@link #OIDS_PER_GET_MAX} objects in one request; never completes exceptionally. */
    public CompletableFuture<SnmpAnswer> get(SnmpTarget target, List<Oid> oids, long waitingTimeMs) {
        check(oids.size(), OIDS_PER_GET_MAX);
        List<Oid> asked = List.copyOf(oids);
        return admit(
                refusal -> refusal,
                done -> ask(
                        target,
                        asked,
                        0,
                        waitingTimeMs,
                        (reply, failed) -> done.accept(
                                failed.isPresent() ? failed.get() : getAnswer(target, asked, varbinds(reply)))));
    }

    private static SnmpAnswer getAnswer(SnmpTarget target, List<Oid> asked, List<Varbind> varbinds) {
        boolean matches = varbinds.size() == asked.size();
        for (int i = 0; matches && i < asked.size(); i++) {
            matches = varbinds.get(i).oid().equals(asked.get(i));
        }
        return matches
                ? new Values(varbinds, Ending.COMPLETE, "")
                : new Failed(Failure.MALFORMED, target + " answered other objects than it was asked for.");
    }

    /** Walks up to {@link #COLUMNS_PER_WALK_MAX} columns (or subtrees) together; never completes exceptionally. */
    public CompletableFuture<SnmpAnswer> walk(SnmpTarget target, List<Oid> columns, WalkLimits limits) {
        check(columns.size(), COLUMNS_PER_WALK_MAX);
        List<Oid> roots = List.copyOf(columns);
        return admit(refusal -> refusal, done -> step(target, new Walk(roots, limits, clock.nowNs()), limits, done));
    }

    private void step(SnmpTarget target, Walk walk, WalkLimits limits, Consumer<SnmpAnswer> done) {
        Optional<Walk.Request> next = walk.next(clock.nowNs());
        if (next.isEmpty()) {
            done.accept(walk.answer());
            return;
        }
        Walk.Request request = next.get();
        ask(target, request.cursors(), request.repetitions(), limits.waitingTimeMs(), (reply, failed) -> {
            failed.ifPresentOrElse(walk::failed, () -> walk.accept(request, varbinds(reply)));
            step(target, walk, limits, done);
        });
    }

    /** One timed GET of sysUpTime, as a probe of a path; never completes exceptionally. */
    public CompletableFuture<Observation> probe(String pathId, SnmpTarget target, long waitingTimeMs) {
        long dueNs = clock.nowNs();
        return admit(
                refusal -> new Observation(pathId, dueNs, Probes.notMeasured(refusal.failure())),
                done -> ask(target, List.of(SYS_UP_TIME), 0, waitingTimeMs, (reply, failed) -> {
                    Outcome outcome = failed.isPresent()
                            ? Probes.failed(failed.get().failure(), reply, waitingTimeMs)
                            : Probes.replied(varbinds(reply), reply, waitingTimeMs);
                    done.accept(new Observation(pathId, reply.sentAtNs(), outcome));
                }));
    }

    /** Number of GETs, walks and probes under way. */
    public int outstanding() {
        return OUTSTANDING_MAX - slots.availablePermits();
    }

    /** Refuses what comes, answers {@link Failure#CLOSED} to what is under way, and closes the socket. */
    @Override
    public void close() throws IOException {
        closed = true;
        thread.shutdown();
        session.close();
        open.forEach(Runnable::run);
    }

    private static void check(int size, int max) {
        if (size < 1 || size > max) {
            throw new IllegalArgumentException("1 to " + max + " objects in one request, not " + size);
        }
    }

    private static List<Varbind> varbinds(Session.Reply reply) {
        return reply.response() == null ? List.of() : Replies.varbinds(reply.response());
    }

    /** Gives the work a slot and runs it on our thread; its future completes exactly once. */
    private <T> CompletableFuture<T> admit(Function<Failed, T> refusal, Consumer<Consumer<T>> work) {
        if (!slots.tryAcquire()) {
            return CompletableFuture.completedFuture(refusal.apply(new Failed(
                    Failure.OVERLOADED,
                    "More than " + OUTSTANDING_MAX
                            + " SNMP requests are under way: poll fewer devices or less often.")));
        }
        CompletableFuture<T> future = new CompletableFuture<>();
        Runnable whenClosed =
                () -> future.complete(refusal.apply(new Failed(Failure.CLOSED, "The SNMP reader is closed.")));
        open.add(whenClosed);
        CompletableFuture<T> released = future.whenComplete((value, error) -> {
            open.remove(whenClosed);
            slots.release();
        });
        enqueue(() -> work.accept(future::complete));
        if (closed) {
            whenClosed.run();
        }
        return released;
    }

    private void enqueue(Runnable work) {
        try {
            thread.execute(work);
        } catch (RejectedExecutionException e) {
            if (!closed) {
                throw new IllegalStateException("BUG: the reader's thread takes no work", e);
            }
            // Closed in this moment: close() answers everything that is open.
        }
    }

    /** One request and what became of it, on our thread. */
    private void ask(
            SnmpTarget target,
            List<Oid> oids,
            int repetitions,
            long waitingTimeMs,
            BiConsumer<Session.Reply, Optional<Failed>> then) {
        session.ask(
                target,
                oids,
                repetitions,
                waitingTimeMs,
                reply -> enqueue(() -> judge(target, reply, waitingTimeMs, then)));
    }

    private void judge(
            SnmpTarget target,
            Session.Reply reply,
            long waitingTimeMs,
            BiConsumer<Session.Reply, Optional<Failed>> then) {
        Optional<Failed> failed = Replies.failure(target, reply, waitingTimeMs, session.isHeardButUnproven(target));
        if (failed.isEmpty()) {
            session.setProven(target);
        } else if (failed.get().failure() == Failure.TIMEOUT) {
            session.forgetEngine(target);
        }
        then.accept(reply, failed);
    }
}
