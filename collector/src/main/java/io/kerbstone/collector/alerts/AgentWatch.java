package io.kerbstone.collector.alerts;

import org.jspecify.annotations.Nullable;

/** What the book keeps of one agent; times are monotonic, ns. Owned by the book's thread. */
final class AgentWatch {
    private long heardNs;
    private long heardMs;
    private boolean connected;
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

    void connection(boolean isConnected) {
        connected = isConnected;
    }

    void heard(long nowMs, long nowNs) {
        heardNs = nowNs;
        heardMs = nowMs;
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

    boolean isConnected() {
        return connected;
    }

    /** When it was last heard in this run, ms since 1970 UTC; 0 for not yet. */
    long heardMs() {
        return heardMs;
    }

    @Nullable
    Alert open() {
        return open;
    }
}
