package io.kerbstone.icmp;

/** The running counters behind {@link ProberCounters}. Owned by one thread. */
final class Counts {
    long sent;
    long replied;
    long timedOut;
    long errors;
    long invalidReplies;
    long late;
    long duplicate;
    long foreign;
    long notSent;
    long inFlightFull;
    long starved;
    long stopped;
    long withoutSendStamp;
    long withoutReceiveStamp;
    long wallSteps;
    long droppedByKernel;

    ProberCounters snapshot(Starvation starvation) {
        return new ProberCounters(
                sent,
                replied,
                timedOut,
                errors,
                invalidReplies,
                late,
                duplicate,
                foreign,
                notSent,
                inFlightFull,
                starved,
                stopped,
                withoutSendStamp,
                withoutReceiveStamp,
                wallSteps,
                droppedByKernel,
                starvation.heldUpNs(),
                starvation.seen());
    }
}
