package io.kerbstone.wire;

/** Texts that came from devices, made fit for the wire. Stateless. */
final class Texts {
    private Texts() {}

    /** At most so many characters (UTF-16), never ending in half a character. */
    static String clip(String text, int charsMax) {
        if (text.length() <= charsMax) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(charsMax - 1)) ? charsMax - 1 : charsMax;
        return text.substring(0, end);
    }

    /** Number of UTF-16 characters two texts begin with in common, never ending in half a character. */
    static int shared(String one, String other) {
        int shared = ObservationColumns.sharedChars(one, other);
        return shared > 0 && Character.isHighSurrogate(other.charAt(shared - 1)) ? shared - 1 : shared;
    }
}
