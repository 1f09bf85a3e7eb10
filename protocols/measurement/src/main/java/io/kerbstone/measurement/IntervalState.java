package io.kerbstone.measurement;

/** The state of a moment of a path or group; the four always sum to the period. The codes are stored: never reuse one. */
public enum IntervalState {
    /** Measured, and the loss was below the rule's threshold. */
    UP(0),
    /** Measured, and the loss reached the threshold. */
    DOWN(1),
    /** Too few probes to say; never counted as up. */
    UNKNOWN(2),
    /** Approved maintenance, or outside service hours. */
    EXCLUDED(3);

    private final int code;

    IntervalState(int code) {
        this.code = code;
    }

    /** The number in stored rows. */
    public int code() {
        return code;
    }
}
