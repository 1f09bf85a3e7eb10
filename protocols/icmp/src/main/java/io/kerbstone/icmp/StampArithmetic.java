package io.kerbstone.icmp;

import io.kerbstone.measurement.Outcome;

/**
 * From the stamps of one probe to its delay and the bound of its error. All times are monotonic, ns; stamps of the
 * kernel, which are wall time, come here already mapped. Pure functions.
 */
final class StampArithmetic {
    private StampArithmetic() {}

    /**
     * When a probe was sent and how well that is known. The kernel's own stamp is used where there is one and it lies
     * where it must; else the packet left somewhere between the two readings around the system call, and before its
     * reply came: the middle, and half that window as the bound.
     */
    record Moment(long atNs, long uncertaintyNs) {
        static Moment between(long fromNs, long toNs) {
            long window = Math.max(0, toNs - fromNs);
            return new Moment(fromNs + window / 2, (window + 1) / 2);
        }
    }

    static Moment sent(InFlight table, int slot, long latestNs) {
        if (table.kernelSendNs(slot) != InFlight.UNKNOWN_NS) {
            return new Moment(table.kernelSendNs(slot), table.kernelSendUncertaintyNs(slot));
        }
        long after = table.afterSendNs(slot);
        return Moment.between(table.beforeSendNs(slot), after - latestNs > 0 ? latestNs : after);
    }

    /** Whether a stamp can be true: not outside the given window by more than its uncertainty. */
    static boolean lies(long stampNs, long uncertaintyNs, long fromNs, long toNs) {
        return stampNs - fromNs >= -uncertaintyNs && stampNs - toNs <= uncertaintyNs;
    }

    /** The delay between two moments; not negative, and the bound covers both. */
    static Outcome.Replied delay(Moment sent, Moment received) {
        long delayNs = Math.max(0, received.atNs - sent.atNs);
        return new Outcome.Replied(delayNs, sent.uncertaintyNs + received.uncertaintyNs);
    }
}
