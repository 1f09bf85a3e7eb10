package io.kerbstone.collector.alerts;

/** Why an alert was raised, as far as it was known then. The codes are stored: never reuse one. */
public enum AlertCause {
    /** The agent probes the path, and the share of lost probes reached the threshold of the path's rule. */
    PROBES_LOST(1),
    /** The agent's connection is closed. */
    AGENT_DISCONNECTED(2),
    /** The agent's connection is open, but nothing comes through it. */
    AGENT_QUIET(3),
    /** The agent was enrolled, but nothing has ever come from it. */
    AGENT_NEVER_SEEN(4);

    private final int code;

    AlertCause(int code) {
        this.code = code;
    }

    /** The number in stored rows. */
    public int code() {
        return code;
    }

    /** The cause of a stored number. */
    public static AlertCause ofCode(int code) {
        return switch (code) {
            case 1 -> PROBES_LOST;
            case 2 -> AGENT_DISCONNECTED;
            case 3 -> AGENT_QUIET;
            case 4 -> AGENT_NEVER_SEEN;
            default -> throw new IllegalStateException("BUG: no alert cause has code " + code);
        };
    }
}
