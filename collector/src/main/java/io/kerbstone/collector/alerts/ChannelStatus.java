package io.kerbstone.collector.alerts;

import java.util.Optional;

/**
 * How a channel fares, for the page and for the counters. Immutable.
 *
 * @param settings which channel
 * @param waiting messages that wait
 * @param delivered messages handed over since the start
 * @param failedTries tries that failed since the start
 * @param dropped messages given up since the start: refused, too old, or too many
 * @param failuresInARow 0 when the last try succeeded or none was made
 * @param last how the last try ended; absent when none was made
 * @param lastAtMs when, ms since 1970 UTC; 0 when none was made
 */
public record ChannelStatus(
        ChannelSettings settings,
        int waiting,
        long delivered,
        long failedTries,
        long dropped,
        int failuresInARow,
        Optional<Attempt> last,
        long lastAtMs) {
    /** Whether people cannot be told by this channel at present. */
    public boolean isFailing() {
        return failuresInARow > 0;
    }
}
