package io.kerbstone.agent.config;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a collector listens for agents.
 *
 * @param host a host name or an address; IPv6 without brackets
 * @param port TCP port
 */
public record CollectorAddress(String host, int port) {
    /** The port when none is given. */
    public static final int PORT_DEFAULT = 8710;

    private static final Pattern FORM =
            Pattern.compile("(?:\\[([0-9a-fA-F:.%a-z]{2,80})]|([a-zA-Z0-9._-]{1,253}))(?::(\\d{1,5}))?");

    /** Reads {@code host}, {@code host:port} or {@code [v6]:port}; empty when it is none of them. */
    public static Optional<CollectorAddress> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String host = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
        int port = matcher.group(3) == null ? PORT_DEFAULT : Integer.parseInt(matcher.group(3));
        return port < 1 || port > 65_535 ? Optional.empty() : Optional.of(new CollectorAddress(host, port));
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
