package io.kerbstone.stamp;

/** What came of opening a reflector. */
public sealed interface ReflectorOpening {
    /** It listens. */
    record Opened(SessionReflector reflector) implements ReflectorOpening {}

    /**
     * It does not.
     *
     * @param sentence why, and what to do
     */
    record Unavailable(String sentence) implements ReflectorOpening {}
}
