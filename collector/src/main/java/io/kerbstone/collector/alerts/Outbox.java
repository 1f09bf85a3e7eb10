package io.kerbstone.collector.alerts;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The messages that wait for one channel, and when to try next. A message that fails is tried again with growing pauses;
 * after {@link #TRIES_AT_HEAD} failures it goes to the end, so that one message which the other side cannot digest does not
 * hold up the rest. No I/O, no clock; owned by one thread.
 */
final class Outbox {
    /** Most messages that wait; above it the oldest is dropped and counted. */
    static final int QUEUE_MAX = 500;
    /** Tries of one message before others have their turn. */
    static final int TRIES_AT_HEAD = 8;
    /** Pause after the first failure, ns; it doubles with each further one. */
    static final long FIRST_PAUSE_NS = 2_000_000_000L;
    /** Longest pause, ns. */
    static final long LONGEST_PAUSE_NS = 300_000_000_000L;
    /** A message that could not be handed over for so long is dropped and counted, ns: a day. */
    static final long AGE_MAX_NS = 86_400_000_000_000L;

    private static final class Item {
        final Notice notice;
        final long sinceNs;
        int tries;

        Item(Notice notice, long sinceNs) {
            this.notice = notice;
            this.sinceNs = sinceNs;
        }
    }

    private final ArrayDeque<Item> queue = new ArrayDeque<>();
    private final Consumer<Notice> done;
    private boolean inFlight;
    private int failuresInARow;
    private long nextTryNs;
    private long delivered;
    private long failedTries;
    private long dropped;

    /** An empty one; {@code done} hears of every message that is delivered or given up. */
    Outbox(Consumer<Notice> done) {
        this.done = done;
    }

    /** Adds a message; drops the oldest that is not just being sent when full. */
    void offer(Notice notice, long nowNs) {
        if (queue.size() == QUEUE_MAX) {
            dropOldest();
        }
        queue.addLast(new Item(notice, nowNs));
        if (failuresInARow == 0) {
            nextTryNs = nowNs;
        }
    }

    private void dropOldest() {
        Item oldest = queue.removeFirst();
        if (inFlight) {
            Item head = oldest;
            oldest = queue.removeFirst();
            queue.addFirst(head);
        }
        giveUp(oldest);
    }

    private void giveUp(Item item) {
        dropped++;
        done.accept(item.notice);
    }

    /** The message to send now, if one is due; {@link #settled} must follow. */
    Optional<Notice> due(long nowNs) {
        if (inFlight || queue.isEmpty() || nowNs - nextTryNs < 0) {
            return Optional.empty();
        }
        inFlight = true;
        return Optional.of(queue.getFirst().notice);
    }

    /** How the message last given by {@link #due} fared. */
    void settled(Attempt.Result result, long nowNs) {
        if (!inFlight) {
            throw new IllegalStateException("BUG: nothing was being sent");
        }
        inFlight = false;
        if (result == Attempt.Result.DELIVERED) {
            delivered++;
            done.accept(queue.removeFirst().notice);
            failuresInARow = 0;
            nextTryNs = nowNs;
            return;
        }
        failedTries++;
        failuresInARow++;
        nextTryNs = nowNs + pauseNs(failuresInARow);
        Item head = queue.getFirst();
        head.tries++;
        if (result == Attempt.Result.REFUSED || nowNs - head.sinceNs >= AGE_MAX_NS) {
            giveUp(queue.removeFirst());
        } else if (head.tries % TRIES_AT_HEAD == 0) {
            queue.addLast(queue.removeFirst());
        }
    }

    static long pauseNs(int failures) {
        return failures > 8 ? LONGEST_PAUSE_NS : Math.min(LONGEST_PAUSE_NS, FIRST_PAUSE_NS << (failures - 1));
    }

    /** How long until a message is due, ns; negative when nothing waits. */
    long waitNs(long nowNs) {
        return queue.isEmpty() || inFlight ? -1 : Math.max(0, nextTryNs - nowNs);
    }

    int waiting() {
        return queue.size();
    }

    int failuresInARow() {
        return failuresInARow;
    }

    long delivered() {
        return delivered;
    }

    long failedTries() {
        return failedTries;
    }

    long dropped() {
        return dropped;
    }
}
