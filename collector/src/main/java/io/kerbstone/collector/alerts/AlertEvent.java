package io.kerbstone.collector.alerts;

/**
 * Something that just happened to an alert.
 *
 * @param type what
 * @param alert the alert as it is now
 */
public record AlertEvent(Type type, Alert alert) {
    /** What can happen. */
    public enum Type {
        /** It was raised. */
        RAISED,
        /** It ended, see {@link Alert#end()}. */
        ENDED,
        /** Somebody took note. */
        ACKNOWLEDGED
    }
}
