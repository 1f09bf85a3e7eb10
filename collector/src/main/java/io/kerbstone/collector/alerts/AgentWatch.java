package io.kerbstone.collector.alerts;

import org.jspecify.annotations.Nullable;

/** What the book keeps of one agent; times are monotonic, ns. Owned by the book's thread. */
final class AgentWatch {
    private long heardNs;
    private boolean sighted;
    private long lastSeenMs;
    private boolean returning;
    private long returnedNs;
    private @Nullable Alert open;

    /** An agent that counts as heard now, so that it has the whole time of a silence to come forward. */
    AgentWatch(long nowNs) {
        this.heardNs = nowNs;
    }

    void restore(Alert alert) {
        open = alert;
    }

    /** Takes in when it was last seen; any change from the first such time is a sign of life. */
    void seen(long seenMs, long nowNs) {
        if (!sighted) {
            sighted = true;
            lastSeenMs = seenMs;
        }
        if (seenMs == lastSeenMs) {
            return;
        }
        lastSeenMs = seenMs;
        heardNs = nowNs;
        if (open != null && !returning) {
            returning = true;
            returnedNs = nowNs;
        }
    }
    /** Time in which the collector could not listen is not silence. */
    void forgive(long gapNs, long nowNs) {
        heardNs = Math.min(nowNs, heardNs + gapNs);
    }

    boolean isSilent(long nowNs, long silentNs) {
        return nowNs - heardNs >= silentNs;
    }

    /** Whether it has been heard again, and again after the hold time of a recovery. */
    boolean hasReturned(long recoverNs) {
        return open != null && returning && heardNs - returnedNs >= recoverNs;
    }

    /** Silent again before it had returned for good: the recovery starts anew. */
    void silentAgain() {
        returning = false;
    }

    void raised(Alert alert) {
        open = alert;
        returning = false;
    }

    void ended() {
        open = null;
        returning = false;
    }

    void acknowledged(Alert alert) {
        open = alert;
    }

    @Nullable
    Alert open() {
        return open;
    }
}
