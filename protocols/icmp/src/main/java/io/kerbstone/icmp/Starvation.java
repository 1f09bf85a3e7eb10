package io.kerbstone.icmp;

import io.kerbstone.linux.Scheduling;
import java.util.function.Supplier;

/**
 * How long this machine kept the prober from its work, as a running total. A probe that ends without a reply compares
 * the total at its end with the total at its start: if it was held up for half its waiting time, nobody knows whether
 * the network lost the reply. Owned by one thread. docs/decisions/0014 and 0150 say why.
 */
final class Starvation {
    /** Shorter hold-ups of the thread are ordinary scheduling. */
    static final long LEAST_NS = 50_000_000;

    /** Gap between two looks at what the kernel counts, ns. */
    static final long LOOK_GAP_NS = 1_000_000_000;

    private long totalNs;
    private long heldUpNs;
    private long sinceLookNs;
    private long lookedNs;
    private Scheduling begin = Scheduling.NONE;
    private Scheduling last = Scheduling.NONE;

    long totalNs() {
        return totalNs;
    }

    /** How long the thread was away or woken late, in pieces that count. */
    long heldUpNs() {
        return heldUpNs;
    }

    /** What the kernel counted since the first look. */
    Scheduling seen() {
        return last.since(begin);
    }

    /** The thread was away, or woken too late, for so long. */
    void heldUp(long ns) {
        if (ns >= LEAST_NS) {
            totalNs += ns;
            heldUpNs += ns;
            sinceLookNs += ns;
        }
    }

    /** Once in a while: adds what the hypervisor took away beyond what the thread itself noticed. */
    void look(long nowNs, Supplier<Scheduling> reader) {
        boolean isFirst = begin.equals(Scheduling.NONE);
        if (!isFirst && nowNs - lookedNs < LOOK_GAP_NS) {
            return;
        }
        Scheduling now = reader.get();
        if (isFirst) {
            begin = now;
        } else {
            totalNs += Math.max(0, now.since(last).stealNs() - sinceLookNs);
        }
        last = now;
        lookedNs = nowNs;
        sinceLookNs = 0;
    }

    /** The kernel threw packets away: whoever waits now may have lost a reply to that. */
    void dropped(long longestWaitNs) {
        totalNs += longestWaitNs;
    }
}
