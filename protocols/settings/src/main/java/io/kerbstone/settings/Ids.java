package io.kerbstone.settings;

import java.util.regex.Pattern;

/** What the id of an agent, device, path or group looks like. Stateless. */
public final class Ids {
    /** Most characters in an id. */
    public static final int LENGTH_MAX = 64;

    private static final Pattern ID = Pattern.compile("[a-zA-Z0-9._-]{1," + LENGTH_MAX + "}");

    private Ids() {}

    /** Whether the text is an id. */
    public static boolean isId(String text) {
        return ID.matcher(text).matches();
    }
}
