package io.kerbstone.profiles;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The recordings that come with the profiles: invented devices, one line {@code oid|tag|value} for each object. */
public final class Walks {
    /** An invented street switch with eight ports, two sensors and a power supply. */
    public static final String DEMO_SWITCH = "kerbstone-demo-switch";

    private Walks() {}

    /** The text of a recording; throws IllegalStateException when there is none of that name. */
    public static String text(String name) {
        try (InputStream stream =
                Walks.class.getResourceAsStream("/io/kerbstone/profiles/walks/" + name + ".snmprec")) {
            if (stream == null) {
                throw new IllegalStateException("BUG: no walk '" + name + "'");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
