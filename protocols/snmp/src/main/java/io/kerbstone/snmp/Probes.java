package io.kerbstone.snmp;

import io.kerbstone.measurement.Outcome;
import io.kerbstone.measurement.Outcome.LossReason;
import io.kerbstone.measurement.Outcome.NotMeasuredReason;
import io.kerbstone.measurement.Varbind;
import java.util.List;

/** What a timed GET of sysUpTime says about a path. A refusal is an answer, but not the one a user of the path would want. */
final class Probes {
    private Probes() {}

    /** A reply came; only a value of the right type within the waiting time counts. */
    static Outcome replied(List<Varbind> varbinds, Session.Reply reply, long waitingTimeMs) {
        long roundTripNs = reply.atNs() - reply.sentAtNs();
        if (roundTripNs > waitingTimeMs * 1_000_000) {
            return new Outcome.Lost(LossReason.TIMEOUT);
        }
        boolean valid = varbinds.size() == 1
                && varbinds.get(0).oid().equals(SnmpReader.SYS_UP_TIME)
                && varbinds.get(0).type() == Varbind.Type.TIME_TICKS;
        return valid
                ? new Outcome.Replied(Math.max(0, roundTripNs), SnmpReader.STAMP_ERROR_NS)
                : new Outcome.Lost(LossReason.INVALID_REPLY);
    }

    /** No value came. */
    static Outcome failed(Failure failure, Session.Reply reply, long waitingTimeMs) {
        if (failure.isOurs()) {
            return notMeasured(failure);
        }
        if (failure == Failure.TIMEOUT) {
            long lateNs = reply.atNs() - reply.sentAtNs() - waitingTimeMs * 1_000_000;
            return lateNs > SnmpReader.STARVED_AFTER_NS
                    ? new Outcome.NotMeasured(NotMeasuredReason.STARVED)
                    : new Outcome.Lost(LossReason.TIMEOUT);
        }
        return new Outcome.Lost(failure.isRefused() ? LossReason.REFUSED : LossReason.INVALID_REPLY);
    }

    /** The probe was not made. */
    static Outcome notMeasured(Failure failure) {
        return new Outcome.NotMeasured(
                switch (failure) {
                    case OVERLOADED -> NotMeasuredReason.IN_FLIGHT_FULL;
                    case CLOSED -> NotMeasuredReason.STOPPING;
                    default -> NotMeasuredReason.NOT_SENT;
                });
    }
}
