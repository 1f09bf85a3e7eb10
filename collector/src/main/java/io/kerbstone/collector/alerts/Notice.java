package io.kerbstone.collector.alerts;

import java.util.List;

/**
 * One message to people: all that was raised, or all that ended, within a short while, so that a storm is one page.
 * Immutable.
 *
 * @param type what the message is about
 * @param alerts the alerts, oldest first; empty for a test message
 * @param atMs when it was made, ms since 1970 UTC
 */
public record Notice(Type type, List<Alert> alerts, long atMs) {
    /** What a message is about. */
    public enum Type {
        /** Alerts were raised. */
        RAISED,
        /** Alerts ended. */
        ENDED,
        /** A test of the channel. */
        TEST
    }

    /** Copies the list. */
    public Notice {
        alerts = List.copyOf(alerts);
        if (alerts.isEmpty() != (type == Type.TEST)) {
            throw new IllegalArgumentException("BUG: a message without alerts is a test and nothing else is");
        }
    }

    /** A test message. */
    public static Notice test(long nowMs) {
        return new Notice(Type.TEST, List.of(), nowMs);
    }

    long count(AlertKind kind) {
        return alerts.stream().filter(alert -> alert.kind() == kind).count();
    }
}
