package io.kerbstone.rigs.link;

import java.util.List;

/**
 * How a link shall be.
 *
 * @param forward from the near side, where the prober is, to the far one
 * @param back the other way
 * @param cuts times without any delivery, either way
 * @param seed of every chance: the same seed gives packet n of a direction the same fate
 * @param waitingTimeNs the prober's waiting time: a reply delivered later is late
 * @param queuePackets most packets that wait at once, 1 to {@link #MOST_QUEUE}
 * @param isGentle whether the relay sleeps while nothing is due, which leaves the processor to others and makes a
 *     packet wait for the relay to wake up; otherwise it takes one processor whole
 * @param isNearHere whether the near side stays in the caller's own network namespace
 */
public record LinkPlan(
        Impairment forward,
        Impairment back,
        List<Cut> cuts,
        long seed,
        long waitingTimeNs,
        int queuePackets,
        boolean isGentle,
        boolean isNearHere) {
    /** Bound of {@link #queuePackets}. */
    public static final int MOST_QUEUE = 65_536;

    /** What is used unless said otherwise: half a second at 50,000 packets a second. */
    public static final int USUAL_QUEUE = 32_768;

    /** Most cuts. */
    public static final int MOST_CUTS = 100;

    private static final long USUAL_WAITING_TIME_NS = 1_000_000_000L;

    /** A time without delivery, ns from the start of the relay. */
    public record Cut(long fromNs, long toNs) {
        /** Checks the order. */
        public Cut {
            if (fromNs < 0 || toNs <= fromNs) {
                throw new IllegalArgumentException("a cut begins at 0 or later and ends after its begin");
            }
        }
    }

    /** Copies the list and checks the ranges. */
    public LinkPlan {
        cuts = List.copyOf(cuts);
        if (cuts.size() > MOST_CUTS) {
            throw new IllegalArgumentException("at most " + MOST_CUTS + " cuts");
        }
        if (queuePackets < 1 || queuePackets > MOST_QUEUE || waitingTimeNs < 1) {
            throw new IllegalArgumentException("the queue holds 1 to " + MOST_QUEUE + " packets");
        }
    }

    /** A link with these two directions, everything else as usual. */
    public static LinkPlan of(Impairment forward, Impairment back, long seed) {
        return new LinkPlan(forward, back, List.of(), seed, USUAL_WAITING_TIME_NS, USUAL_QUEUE, false, false);
    }

    /** The same with cuts. */
    public LinkPlan withCuts(List<Cut> other) {
        return new LinkPlan(forward, back, other, seed, waitingTimeNs, queuePackets, isGentle, isNearHere);
    }

    /** The same with another waiting time. */
    public LinkPlan withWaitingTimeNs(long other) {
        return new LinkPlan(forward, back, cuts, seed, other, queuePackets, isGentle, isNearHere);
    }

    /** The same with another room to wait. */
    public LinkPlan withQueuePackets(int other) {
        return new LinkPlan(forward, back, cuts, seed, waitingTimeNs, other, isGentle, isNearHere);
    }

    /** The same, gentle to the machine and with its near side in the caller's own namespace: for whole programs. */
    public LinkPlan gentleAndHere() {
        return new LinkPlan(forward, back, cuts, seed, waitingTimeNs, queuePackets, true, true);
    }

    /** Whether nothing is delivered so long after the start. */
    boolean isCut(long sinceStartNs) {
        for (int i = 0; i < cuts.size(); i++) {
            Cut cut = cuts.get(i);
            if (sinceStartNs >= cut.fromNs && sinceStartNs < cut.toNs) {
                return true;
            }
        }
        return false;
    }
}
