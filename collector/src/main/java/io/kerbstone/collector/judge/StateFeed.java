package io.kerbstone.collector.judge;

import java.util.function.Consumer;

/**
 * Tells the state of each path after each complete interval, changed or not; all on one thread, so a subscriber only
 * enqueues.
 */
@FunctionalInterface
public interface StateFeed {
    /** Adds a subscriber for as long as the collector runs. */
    void subscribe(Consumer<PathLive> subscriber);
}
