package io.kerbstone.settings;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** A community, key or password: a text that never shows itself in a log, a message or a dump. Immutable. */
public final class Secret {
    /** What is printed instead. */
    public static final String PLACEHOLDER = "<secret>";

    /** No secret at all: the empty text. */
    public static final Secret NONE = new Secret("");

    private final String text;

    private Secret(String text) {
        this.text = text;
    }

    /** A secret with this text. */
    public static Secret of(String text) {
        return text.isEmpty() ? NONE : new Secret(text);
    }

    /** The text itself: for the wire to the device and for sealed storage, nothing else. */
    public String reveal() {
        return text;
    }

    /** Whether there is no secret. */
    public boolean isEmpty() {
        return text.isEmpty();
    }

    /** Whether this is what a page or an API answer shows instead of a secret: someone who sends it back means "unchanged". */
    public boolean isPlaceholder() {
        return text.equals(PLACEHOLDER);
    }

    /** Compares in constant time, so that a comparison tells nothing about the text. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret
                && MessageDigest.isEqual(
                        text.getBytes(StandardCharsets.UTF_8), secret.text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return PLACEHOLDER;
    }
}
