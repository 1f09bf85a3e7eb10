package io.kerbstone.collector.alerts;

import io.kerbstone.settings.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Where messages go: one channel of the configuration. Secrets in it never print. */
public sealed interface ChannelSettings {
    /** Shortest, usual and longest time a channel may take for one message, ms. */
    long TIMEOUT_MIN_MS = 1_000;
    /** Usual. */
    long TIMEOUT_MS = 10_000;
    /** Longest. */
    long TIMEOUT_MAX_MS = 60_000;

    /** Name of the channel, an id, unique. */
    String name();

    /** Longest time for one message, ms. */
    long timeoutMs();

    /**
     * JSON by POST.
     *
     * @param url http or https address, used as it is: redirects are not followed
     * @param token sent as {@code Authorization: Bearer}; may be empty
     */
    record Webhook(String name, URI url, Secret token, long timeoutMs) implements ChannelSettings {}

    /**
     * Mail by SMTP.
     *
     * @param user empty for no sign-in
     * @param from sender's address
     * @param to recipients' addresses, at least one
     * @param language of the mails
     * @param caFile PEM file of the authority that signed the server's certificate; absent for those that Java trusts
     */
    record Mail(
            String name,
            String host,
            int port,
            Security security,
            String user,
            Secret password,
            String from,
            List<String> to,
            Locale language,
            Optional<Path> caFile,
            long timeoutMs)
            implements ChannelSettings {
        /** Copies the list. */
        public Mail {
            to = List.copyOf(to);
        }
    }

    /** How a connection to a mail server is protected. */
    enum Security {
        /** Plain at first, TLS before anything is sent; fails when the server offers none. Usually port 587. */
        STARTTLS(587),
        /** TLS from the first byte. Usually port 465. */
        SMTPS(465),
        /** Not at all: only within one machine or a trusted network. Usually port 25. */
        PLAIN(25);

        private final int usualPort;

        Security(int usualPort) {
            this.usualPort = usualPort;
        }

        /** The port when none is configured. */
        public int usualPort() {
            return usualPort;
        }
    }
}
