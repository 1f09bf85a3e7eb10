package io.kerbstone.measurement;

/**
 * What became of one probe. "Not measured", "lost" and "zero" stay three different things; a probe that could not be
 * sent, or whose host was starved while it waited, is never lost.
 */
public sealed interface Outcome {
    /**
     * A valid reply came within the waiting time.
     *
     * @param roundTripNs round-trip delay (RFC 2681), ns, at least 0
     * @param errorBoundNs bound of the error of the two time stamps together, ns, at least 0
     */
    record Replied(long roundTripNs, long errorBoundNs) implements Outcome {}

    /** Sent, and no valid reply within the waiting time (RFC 6673). */
    record Lost(LossReason reason) implements Outcome {}

    /** Due, but not sent or not usable; counts as neither reply nor loss. */
    record NotMeasured(NotMeasuredReason reason) implements Outcome {}

    /** Why a probe counts as lost. The codes stand on the wire: never reuse one. */
    enum LossReason {
        /** Nothing came. */
        TIMEOUT(0),
        /** A router or the host said unreachable. */
        UNREACHABLE(1),
        /** Administratively prohibited. */
        PROHIBITED(2),
        /** TTL or hop limit exceeded on the way. */
        TTL_EXCEEDED(3),
        /** An answer came but was not a valid reply (wrong content, protocol error). */
        INVALID_REPLY(4),
        /** The peer refused (for instance an SNMP authorisation error or a TCP reset). */
        REFUSED(5),
        /** On the way there: the reflector says that it never came (RFC 8762, stateful reflector). */
        LOST_FORWARD(6),
        /** On the way back: the reflector answered it. */
        LOST_RETURN(7);

        private final int code;

        LossReason(int code) {
            this.code = code;
        }

        /** The number on the wire. */
        public int code() {
            return code;
        }
    }

    /** Why a due probe was not measured. The codes stand on the wire: never reuse one. */
    enum NotMeasuredReason {
        /** The operating system did not take the packet (no route, no buffer, no permission). */
        NOT_SENT(0),
        /** The agent fell behind and skipped the probe rather than send it late. */
        OVERRUN(1),
        /** The agent's thread or machine was delayed while the probe waited. */
        STARVED(2),
        /** The target's name did not resolve. */
        UNRESOLVED(3),
        /** The table of probes in flight was full. */
        IN_FLIGHT_FULL(4),
        /** The agent was stopping. */
        STOPPING(5),
        /** The machine was suspended while the probe waited. */
        SUSPENDED(6);

        private final int code;

        NotMeasuredReason(int code) {
            this.code = code;
        }

        /** The number on the wire. */
        public int code() {
            return code;
        }
    }
}
