package io.kerbstone.rigs.link;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What was counted of the packets of one kind in one direction. Owned by one thread while it grows, read afterwards. */
public final class Tally {
    long read;
    long lost;
    long cut;
    long delivered;
    long duplicated;
    long reordered;
    long queueFull;
    long notWritten;

    Tally() {}

    /** Packets read from the side that sent them. */
    public long read() {
        return read;
    }

    /** Packets dropped as planned: lost by chance, or cut. */
    public long dropped() {
        return lost + cut;
    }

    /** Packets delivered, copies included. */
    public long delivered() {
        return delivered;
    }

    /** Packets of which a copy was made. */
    public long duplicated() {
        return duplicated;
    }

    /** Packets delivered after one that was read later (RFC 4737, type-P-reordered), copies left out. */
    public long reordered() {
        return reordered;
    }

    /** Packets that the rig itself lost: no room, or the kernel did not take them. */
    public long lostByRig() {
        return queueFull + notWritten;
    }

    /** Packets still on their way. */
    long waiting() {
        return read + duplicated - dropped() - lostByRig() - delivered;
    }

    void add(Tally other) {
        read += other.read;
        lost += other.lost;
        cut += other.cut;
        delivered += other.delivered;
        duplicated += other.duplicated;
        reordered += other.reordered;
        queueFull += other.queueFull;
        notWritten += other.notWritten;
    }

    ObjectNode json() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("read", read)
                .put("dropped", dropped())
                .put("lost", lost)
                .put("cut", cut)
                .put("delivered", delivered)
                .put("duplicated", duplicated)
                .put("reordered", reordered)
                .put("lostByRig", lostByRig())
                .put("waiting", waiting());
    }
}
