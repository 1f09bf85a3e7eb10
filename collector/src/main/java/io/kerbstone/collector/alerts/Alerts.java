package io.kerbstone.collector.alerts;

import io.kerbstone.collector.judge.StateFeed;
import io.kerbstone.collector.registry.AuditTrail;
import io.kerbstone.collector.registry.Registry;
import io.kerbstone.collector.store.Database;
import io.kerbstone.time.MonotonicClock;
import io.kerbstone.time.WallClock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Alerting as the rest of the collector sees it. One thread owns the {@link AlertBook}: callers enqueue news, and once a
 * second it drains them, decides, writes to the {@link AlertLog}, and hands messages to the channels. Safe for many threads.
 */
public final class Alerts implements AutoCloseable {
    /** Most news that wait for the next tick; above it news are dropped and counted, and later news of a path heal it. */
    public static final int NEWS_MAX = 200_000;
    /** Alerts that ended within this time before a start are not told again, ms. */
    static final long REMEMBERED_MS = 3_600_000;
    /** Most characters of a note with an acknowledgement. */
    public static final int NOTE_MAX = 500;

    private static final Logger LOG = LoggerFactory.getLogger(Alerts.class);

    private final AlertLog log;
    private final Audit audit;
    private final MonotonicClock monotonic;
    private final WallClock wall;
    private final AlertBook book;
    private final Gatherer gatherer;
    private final long tickMs;
    private final List<ChannelRunner> channels;
    private final ArrayBlockingQueue<PathNews> news = new ArrayBlockingQueue<>(NEWS_MAX);
    private final List<Consumer<AlertEvent>> listeners = new CopyOnWriteArrayList<>();
    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1, threads("alerts"));
    private final AtomicLong droppedNews = new AtomicLong();
    private final AtomicLong raised = new AtomicLong();
    private final AtomicLong ended = new AtomicLong();
    private final Map<Notice, AtomicInteger> unsettled = Collections.synchronizedMap(new IdentityHashMap<>());
    private volatile List<Alert> open;
    private volatile boolean closing;

    /** Where acknowledgements are recorded for ever: the audit chain of the archive. */
    public interface Audit {
        /** The alert was acknowledged, see {@link Alert#acknowledgement()}. */
        void acknowledged(Alert alert);
    }

    /** What alerts need of the rest; a bundle so that the wiring reads well. */
    public record Surroundings(
            Directory directory, AlertLog log, Audit audit, MonotonicClock monotonic, WallClock wall, ZoneId zone) {}

    /** How an acknowledgement ended. */
    public enum AcknowledgeResult {
        /** It is recorded. */
        RECORDED,
        /** Somebody else was first; theirs stands. */
        ALREADY,
        /** There is no such alert. */
        UNKNOWN
    }

    /** The result and the alert as it is now, when there is one. */
    public record Acknowledged(AcknowledgeResult result, Optional<Alert> alert) {}

    /**
     * How fast this part turns.
     *
     * @param tickMs time between two decisions, ms
     * @param gatherMs how long the first event waits for others to share its message, ms
     */
    record Pace(long tickMs, long gatherMs) {
        static final Pace USUAL = new Pace(1_000, 3_000);
    }

    /**
     * Takes up where the last run stopped; decides nothing before {@link #start}.
     *
     * @param baseUrl address of the pages for links, without a slash at the end; may be empty
     */
    public Alerts(AlertSettings settings, Surroundings with, String baseUrl) {
        this(settings, with, baseUrl, Pace.USUAL);
    }

    Alerts(AlertSettings settings, Surroundings with, String baseUrl, Pace pace) {
        this.tickMs = pace.tickMs();
        this.gatherer = new Gatherer(pace.gatherMs() * 1_000_000);
        this.log = with.log();
        this.audit = with.audit();
        this.monotonic = with.monotonic();
        this.wall = with.wall();
        List<Alert> known = new ArrayList<>(log.open());
        this.open = List.copyOf(known);
        known.addAll(log.endedSince(wall.nowMs() - REMEMBERED_MS));
        this.book = new AlertBook(
                settings.rules(),
                with.directory(),
                known,
                log.greatestId() + 1,
                with.monotonic().nowNs());
        this.channels = settings.channels().stream()
                .map(channel -> new ChannelRunner(
                        Channel.of(channel, with.zone(), baseUrl), with.monotonic(), with.wall(), this::settled))
                .toList();
        this.thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /**
     * The collector's alerts, fed by the judge; decides nothing before {@link #start}.
     *
     * @param zone zone of the times in messages
     * @param baseUrl address of the pages for links, without a slash at the end; may be empty
     */
    public static Alerts open(
            AlertSettings settings,
            Sources from,
            MonotonicClock monotonic,
            WallClock wall,
            ZoneId zone,
            String baseUrl) {
        RegistryDirectory directory = new RegistryDirectory(from.registry());
        Alerts alerts = new Alerts(
                settings,
                new Surroundings(
                        directory,
                        new AlertRows(from.database()),
                        RegistryDirectory.audit(from.trail()),
                        monotonic,
                        wall,
                        zone),
                baseUrl);
        from.feed().subscribe(live -> directory.news(live).ifPresent(alerts::pathNews));
        return alerts;
    }

    /** The parts of the collector that alerts live from. */
    public record Sources(Registry registry, AuditTrail trail, Database database, StateFeed feed) {}

    /** One channel has done with a message; when all have, that is noted. Called on the channels' threads. */
    private void settled(Notice notice) {
        AtomicInteger left = unsettled.get(notice);
        if (left == null || left.decrementAndGet() > 0) {
            return;
        }
        unsettled.remove(notice);
        try {
            thread.execute(() -> told(notice));
        } catch (RejectedExecutionException e) {
            LOG.info("a message went out while alerts closed; it is told again after the next start");
        }
    }

    private void told(Notice notice) {
        try {
            log.told(notice);
        } catch (RuntimeException e) {
            LOG.error("that a message was told could not be stored", e);
        }
    }

    /** Starts to decide: after the store has been replayed, so that yesterday's outages wake nobody. What an earlier run did not tell is told now. */
    public void start() {
        thread.execute(() -> log.untold().forEach(event -> gatherer.add(event, monotonic.nowNs())));
        ScheduledFuture<?> unused = thread.scheduleAtFixedRate(this::tick, tickMs, tickMs, TimeUnit.MILLISECONDS);
    }

    /** What the judge says of a path. */
    public void pathNews(PathNews of) {
        if (!news.offer(of)) {
            droppedNews.incrementAndGet();
        }
    }

    /** Records that a user took note; the future completes on the alerts' thread. */
    public CompletableFuture<Acknowledged> acknowledge(long alertId, String by, String note) {
        String kept = note.length() <= NOTE_MAX ? note : note.substring(0, NOTE_MAX);
        return CompletableFuture.supplyAsync(() -> acknowledgeNow(alertId, by, kept), thread);
    }

    private Acknowledged acknowledgeNow(long alertId, String by, String note) {
        Optional<Alert> found = log.alert(alertId);
        if (found.isEmpty()) {
            return new Acknowledged(AcknowledgeResult.UNKNOWN, found);
        }
        Optional<AlertEvent> event = book.acknowledge(found.get(), by, note, wall.nowMs());
        if (event.isEmpty()) {
            return new Acknowledged(AcknowledgeResult.ALREADY, found);
        }
        audit.acknowledged(event.get().alert());
        happened(event.get());
        return new Acknowledged(
                AcknowledgeResult.RECORDED, Optional.of(event.get().alert()));
    }

    /** Sends a test message by a channel; empty when there is no such channel or too many tests wait. */
    public Optional<CompletableFuture<Attempt>> test(String channelName) {
        return channels.stream()
                .filter(one -> one.channel().settings().name().equals(channelName))
                .findFirst()
                .flatMap(one -> one.test(Notice.test(wall.nowMs())));
    }

    /** Tells of every alert that is raised, ends or is acknowledged, on the alerts' thread; must not block. */
    public void subscribe(Consumer<AlertEvent> listener) {
        listeners.add(listener);
    }

    /** The open alerts, oldest first. */
    public List<Alert> open() {
        return open;
    }

    /** The latest alerts, open and ended, newest first; reads the store. */
    public List<Alert> latest(int limit) {
        return log.latest(limit);
    }

    /** How each channel fares. */
    public List<ChannelStatus> channels() {
        return channels.stream().map(ChannelRunner::status).toList();
    }

    /** Alerts raised since the start. */
    public long raisedCount() {
        return raised.get();
    }

    /** Alerts ended since the start. */
    public long endedCount() {
        return ended.get();
    }

    /** News dropped since the start because too many waited. */
    public long droppedNewsCount() {
        return droppedNews.get();
    }

    private void tick() {
        if (closing) {
            return;
        }
        try {
            drain();
            long nowMs = wall.nowMs();
            long nowNs = monotonic.nowNs();
            for (AlertEvent event : book.tick(nowMs, nowNs)) {
                happened(event);
                gatherer.add(event, nowNs);
            }
            gatherer.due(nowMs, nowNs).forEach(this::send);
        } catch (RuntimeException e) {
            broken(e);
        }
    }

    private void drain() {
        List<PathNews> waiting = new ArrayList<>();
        news.drainTo(waiting, NEWS_MAX);
        waiting.forEach(book::pathNews);
    }

    private void happened(AlertEvent event) {
        switch (event.type()) {
            case RAISED -> raised.incrementAndGet();
            case ENDED -> ended.incrementAndGet();
            case ACKNOWLEDGED -> {
                // Counted by the audit chain.
            }
        }
        open = book.open();
        try {
            log.put(event.alert());
        } catch (RuntimeException e) {
            // People must be told even when the store is broken.
            LOG.error("alert {} could not be stored", event.alert().id(), e);
        }
        listeners.forEach(listener -> listener.accept(event));
    }

    private void send(Notice notice) {
        if (channels.isEmpty()) {
            told(notice);
            return;
        }
        unsettled.put(notice, new AtomicInteger(channels.size()));
        channels.forEach(channel -> channel.offer(notice));
    }

    /** Stops to decide and lets each channel finish what it is sending; what waits is told after the next start. */
    @Override
    public void close() {
        closing = true;
        channels.forEach(ChannelRunner::close);
        thread.shutdown();
        try {
            if (!thread.awaitTermination(5, TimeUnit.SECONDS)) {
                LOG.warn("alerts did not stop in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static ThreadFactory threads(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    /** A scheduled task swallows what it throws; a broken invariant must reach whoever watches the threads. */
    static void broken(RuntimeException e) {
        LOG.error("alerts: {}", e.getMessage(), e);
        Thread thread = Thread.currentThread();
        thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
    }
}
