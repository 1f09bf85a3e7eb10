package io.kerbstone.collector.users;

import java.util.Optional;

/**
 * Who is asking, and by what right.
 *
 * @param name the user, or {@value #LOCAL} for the command line on the collector's own machine
 * @param session the browser's session; empty when a bearer token was shown
 */
public record Caller(String name, Optional<Session> session) {
    /** Name on record of whoever can read the collector's own data folder. */
    public static final String LOCAL = "local";

    /** What the forms of this caller must carry; empty for bearer tokens, which no browser sends by itself. */
    public String formToken() {
        return session.map(Session::formToken).orElse("");
    }
}
