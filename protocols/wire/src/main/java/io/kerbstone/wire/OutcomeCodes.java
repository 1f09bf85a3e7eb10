package io.kerbstone.wire;

import io.kerbstone.measurement.Outcome;
import java.util.HashMap;
import java.util.Map;

/** Outcomes as numbers ({@code docs/wire-format.md}, "Outcome codes"): 0 replied, 2 + 2r lost, 3 + 2r not measured. */
final class OutcomeCodes {
    static final byte REPLIED = 0;

    private static final Map<Byte, Outcome> BY_CODE = new HashMap<>();

    static {
        for (Outcome.LossReason reason : Outcome.LossReason.values()) {
            BY_CODE.put(code(reason), new Outcome.Lost(reason));
        }
        for (Outcome.NotMeasuredReason reason : Outcome.NotMeasuredReason.values()) {
            BY_CODE.put(code(reason), new Outcome.NotMeasured(reason));
        }
    }

    private OutcomeCodes() {}

    static byte codeOf(Outcome outcome) {
        if (outcome instanceof Outcome.Lost lost) {
            return code(lost.reason());
        }
        if (outcome instanceof Outcome.NotMeasured notMeasured) {
            return code(notMeasured.reason());
        }
        return REPLIED;
    }

    static boolean isLost(byte code) {
        return code >= 2 && (code & 1) == 0;
    }

    /** Whether a code other than {@link #REPLIED} is known to this version. */
    static boolean isKnownException(long code) {
        return code >= 2 && code <= Byte.MAX_VALUE && BY_CODE.containsKey((byte) code);
    }

    static Outcome outcomeOf(byte code) {
        Outcome outcome = BY_CODE.get(code);
        if (outcome == null) {
            throw new IllegalStateException("BUG: outcome code " + code + " passed the decoder");
        }
        return outcome;
    }

    private static byte code(Outcome.LossReason reason) {
        return (byte) (2 + 2 * reason.code());
    }

    private static byte code(Outcome.NotMeasuredReason reason) {
        return (byte) (3 + 2 * reason.code());
    }
}
