package io.kerbstone.collector.alerts;

/** What an alert is about. The codes are stored: never reuse one. */
public enum AlertKind {
    /** A path is DOWN: somebody measured, and the probes were lost. */
    PATH_DOWN(1),
    /** Nothing comes from an agent: its paths are UNKNOWN, which is not the same as DOWN. */
    AGENT_SILENT(2);

    private final int code;

    AlertKind(int code) {
        this.code = code;
    }

    /** The number in stored rows. */
    public int code() {
        return code;
    }

    /** The kind of a stored number. */
    public static AlertKind ofCode(int code) {
        return switch (code) {
            case 1 -> PATH_DOWN;
            case 2 -> AGENT_SILENT;
            default -> throw new IllegalStateException("BUG: no alert kind has code " + code);
        };
    }
}
