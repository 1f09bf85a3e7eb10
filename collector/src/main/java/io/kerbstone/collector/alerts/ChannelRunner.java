package io.kerbstone.collector.alerts;

import io.kerbstone.time.MonotonicClock;
import io.kerbstone.time.WallClock;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one channel on a thread of its own, so that a slow or broken one holds up no other. Safe for many threads: callers
 * only enqueue.
 */
final class ChannelRunner implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ChannelRunner.class);

    /** Most tests of a channel that may wait at once. */
    static final int TESTS_MAX = 4;

    private final Channel channel;
    private final MonotonicClock monotonic;
    private final WallClock wall;
    private final ScheduledThreadPoolExecutor thread;
    private final Outbox outbox;
    private boolean pumping;
    private int testsWaiting;
    private Optional<Attempt> last = Optional.empty();
    private long lastAtMs;

    /** {@code done} hears of every message that is delivered or given up; it must only enqueue. */
    ChannelRunner(Channel channel, MonotonicClock monotonic, WallClock wall, Consumer<Notice> done) {
        this.outbox = new Outbox(done);
        this.channel = channel;
        this.monotonic = monotonic;
        this.wall = wall;
        this.thread = new ScheduledThreadPoolExecutor(
                1, Alerts.threads("alert-channel-" + channel.settings().name()));
        this.thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        this.thread.setRemoveOnCancelPolicy(true);
    }

    Channel channel() {
        return channel;
    }

    synchronized void offer(Notice notice) {
        outbox.offer(notice, monotonic.nowNs());
        schedule();
    }

    /** Sends a message at once, past those that wait, and says how it fared; empty when too many tests wait already. */
    synchronized Optional<CompletableFuture<Attempt>> test(Notice notice) {
        if (testsWaiting >= TESTS_MAX) {
            return Optional.empty();
        }
        testsWaiting++;
        return Optional.of(CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return noted(channel.send(notice));
                    } finally {
                        testDone();
                    }
                },
                thread));
    }

    private synchronized void testDone() {
        testsWaiting--;
    }

    synchronized ChannelStatus status() {
        return new ChannelStatus(
                channel.settings(),
                outbox.waiting(),
                outbox.delivered(),
                outbox.failedTries(),
                outbox.dropped(),
                outbox.failuresInARow(),
                last,
                lastAtMs);
    }

    private synchronized void schedule() {
        long waitNs = outbox.waitNs(monotonic.nowNs());
        if (pumping || waitNs < 0) {
            return;
        }
        pumping = true;
        try {
            ScheduledFuture<?> unused = thread.schedule(this::pump, waitNs, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            LOG.warn(
                    "channel {} is closed; {} messages wait for the next start",
                    channel.settings().name(),
                    outbox.waiting());
        }
    }

    private void pump() {
        try {
            takeDue().ifPresent(notice -> settle(channel.send(notice)));
        } catch (RuntimeException e) {
            Alerts.broken(e);
        } finally {
            pumped();
        }
    }

    private synchronized Optional<Notice> takeDue() {
        return outbox.due(monotonic.nowNs());
    }

    private synchronized void settle(Attempt attempt) {
        outbox.settled(attempt.result(), monotonic.nowNs());
        noted(attempt);
        if (attempt.result() != Attempt.Result.DELIVERED) {
            LOG.warn(
                    "channel {}: {} ({} waiting, {} failures in a row)",
                    channel.settings().name(),
                    attempt.reason(Locale.ENGLISH),
                    outbox.waiting(),
                    outbox.failuresInARow());
        }
    }

    private synchronized Attempt noted(Attempt attempt) {
        last = Optional.of(attempt);
        lastAtMs = wall.nowMs();
        return attempt;
    }

    private synchronized void pumped() {
        pumping = false;
        schedule();
    }

    /** Lets the message that is being sent finish, for a moment; what waits is told after the next start. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(2, TimeUnit.SECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
