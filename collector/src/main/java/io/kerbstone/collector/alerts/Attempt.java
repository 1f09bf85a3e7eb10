package io.kerbstone.collector.alerts;

import io.kerbstone.collector.messages.Messages;
import java.util.Locale;

/**
 * How one attempt to send a message ended: a value, never an exception. Immutable.
 *
 * @param result what it means for the message
 * @param key which sentence says it
 * @param detail what the other side said, freed of control characters
 */
public record Attempt(Result result, String key, String detail) {
    /** What an attempt means for the message. */
    public enum Result {
        /** Handed over; nothing more to do. */
        DELIVERED,
        /** May succeed later. */
        RETRY,
        /** Will not succeed as it is configured; the message is dropped and counted. */
        REFUSED
    }

    /** Cleans the detail: it comes from another machine. */
    public Attempt {
        detail = AlertText.clean(detail);
    }

    /** The reason in words, without a full stop. */
    public String reason(Locale locale) {
        return Messages.of("alerts", locale).get(key, detail);
    }
}
