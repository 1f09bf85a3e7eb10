package io.kerbstone.icmp;

/**
 * How long this machine kept the prober from its work, as a running total. A probe that ends without a reply compares
 * the total at its end with the total at its start: if it was held up for half its waiting time, nobody knows whether
 * the network lost the reply. Owned by one thread.
 */
final class Starvation {
    /** Shorter hold-ups are ordinary scheduling. */
    static final long LEAST_NS = 50_000_000;

    private long totalNs;

    long totalNs() {
        return totalNs;
    }

    /** The thread was away, or woken too late, for so long. */
    void heldUp(long ns) {
        if (ns >= LEAST_NS) {
            totalNs += ns;
        }
    }

    /** The kernel threw packets away: whoever waits now may have lost a reply to that. */
    void dropped(long longestWaitNs) {
        totalNs += longestWaitNs;
    }
}
