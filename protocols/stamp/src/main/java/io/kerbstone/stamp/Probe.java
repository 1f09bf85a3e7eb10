package io.kerbstone.stamp;

import io.kerbstone.measurement.Observation;
import java.util.function.Consumer;

/** One test packet of a session from its sending until nothing can concern it any more. Owned by the sender's thread. */
final class Probe {
    /** Stands for a time that is not known. */
    static final long UNKNOWN_NS = Long.MIN_VALUE;

    final long sequence;
    final long timestamp;
    final long beforeNs;
    final long afterNs;
    final long starvedNsAtSend;
    final Consumer<Observation> to;
    State state = State.WAITING;
    boolean sawInvalid;
    long kernelSendNs = UNKNOWN_NS;
    long kernelSendUnixNs = UNKNOWN_NS;
    long kernelSendUncertaintyNs;

    /** What came of it. */
    enum State {
        /** It may still be answered. */
        WAITING,
        /** It was not; which way it was lost is to be found. */
        SILENT,
        /** Its observation was handed over after an answer in time. */
        ANSWERED,
        /** Its observation was handed over without one. */
        ENDED
    }

    Probe(long sequence, long timestamp, long beforeNs, long afterNs, long starvedNs, Consumer<Observation> to) {
        this.sequence = sequence;
        this.timestamp = timestamp;
        this.beforeNs = beforeNs;
        this.afterNs = afterNs;
        this.starvedNsAtSend = starvedNs;
        this.to = to;
    }

    /** When it left: the kernel's stamp, or else the middle of the system call. */
    long sentNs() {
        return kernelSendNs == UNKNOWN_NS ? beforeNs + (afterNs - beforeNs) / 2 : kernelSendNs;
    }

    long sentUncertaintyNs() {
        return kernelSendNs == UNKNOWN_NS ? (afterNs - beforeNs + 1) / 2 : kernelSendUncertaintyNs;
    }
}
