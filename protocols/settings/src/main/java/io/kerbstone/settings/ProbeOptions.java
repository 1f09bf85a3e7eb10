package io.kerbstone.settings;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What one kind of probe needs beside a target; decides the {@link ProbeKind}. Immutable. */
public sealed interface ProbeOptions {
    /** Largest payload: an Ethernet frame's without fragments. */
    int PAYLOAD_BYTES_MAX = 1_472;
    /** Payload when none is given, as ping and fping send it. */
    int PAYLOAD_BYTES_DEFAULT = 56;
    /** Largest differentiated services code point (RFC 2474). */
    int DSCP_MAX = 63;

    /** The kind these belong to. */
    ProbeKind kind();

    /**
     * ICMP echo.
     *
     * @param payloadBytes bytes of payload, 0 to {@link #PAYLOAD_BYTES_MAX}
     * @param dscp code point the packets carry, 0 to {@link #DSCP_MAX}
     */
    record Echo(int payloadBytes, int dscp) implements ProbeOptions {
        /** As ping sends it. */
        public static final Echo DEFAULT = new Echo(PAYLOAD_BYTES_DEFAULT, 0);

        @Override
        public ProbeKind kind() {
            return ProbeKind.ICMP;
        }
    }

    /** One SNMP GET; address and access are the device's. */
    record Snmp() implements ProbeOptions {
        @Override
        public ProbeKind kind() {
            return ProbeKind.SNMP;
        }
    }

    /**
     * A session with a reflector.
     *
     * @param port the reflector's UDP port
     * @param payloadBytes bytes of the UDP payload, {@link #BYTES_MIN} to {@link #PAYLOAD_BYTES_MAX}
     * @param dscp code point the packets carry, 0 to {@link #DSCP_MAX}
     * @param key shared with the reflector for the authenticated mode; {@link Secret#NONE} for the open one
     */
    record Stamp(int port, int payloadBytes, int dscp, Secret key) implements ProbeOptions {
        /** Port of reflectors (RFC 8762, section 4.1). */
        public static final int PORT_DEFAULT = 862;
        /** Shortest packet of the open mode (RFC 8762, section 4.2.1). */
        public static final int BYTES_MIN = 44;
        /** Shortest packet of the authenticated mode (RFC 8762, section 4.2.2). */
        public static final int AUTHENTICATED_BYTES_MIN = 112;

        @Override
        public ProbeKind kind() {
            return ProbeKind.STAMP;
        }
    }

    /**
     * A TCP connection.
     *
     * @param port where to
     */
    record Tcp(int port) implements ProbeOptions {
        @Override
        public ProbeKind kind() {
            return ProbeKind.TCP;
        }
    }

    /**
     * An HTTP request; the target is its URL.
     *
     * @param statusMin least status that counts as a valid reply
     * @param statusMax greatest
     * @param text what the beginning of the body must hold; empty for anything
     * @param verify whether the certificate must be valid for the name
     */
    record Http(int statusMin, int statusMax, String text, boolean verify) implements ProbeOptions {
        /** Longest text to look for, characters. */
        public static final int TEXT_LENGTH_MAX = 200;
        /** Longest URL, characters. */
        public static final int URL_LENGTH_MAX = 1_000;

        private static final Pattern STATUS = Pattern.compile("([1-5][0-9]{2})(?:-([1-5][0-9]{2}))?");

        /** Reads a status or a range of them, {@code 200} or {@code 200-299}; empty when it is neither. */
        public static Optional<Http> of(String status, String text, boolean verify) {
            Matcher range = STATUS.matcher(status);
            if (!range.matches()) {
                return Optional.empty();
            }
            int min = Integer.parseInt(range.group(1));
            int max = range.group(2) == null ? min : Integer.parseInt(range.group(2));
            return max < min ? Optional.empty() : Optional.of(new Http(min, max, text, verify));
        }

        /** Whether a text is the URL of something on a web server, without a user's name. */
        public static boolean isUrl(String text) {
            try {
                URI uri = new URI(text);
                boolean isWeb = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
                return isWeb
                        && uri.getHost() != null
                        && uri.getRawUserInfo() == null
                        && uri.getPort() <= 65_535
                        && text.length() <= URL_LENGTH_MAX;
            } catch (URISyntaxException e) {
                return false;
            }
        }

        @Override
        public ProbeKind kind() {
            return ProbeKind.HTTP;
        }
    }

    /**
     * A question to a name server; the target is the server.
     *
     * @param port the server's UDP port
     * @param query the name asked for
     * @param type the record type asked for
     * @param answer one of the records must read so; empty for any answer without error
     */
    record Dns(int port, String query, RecordType type, String answer) implements ProbeOptions {
        /** Port of name servers. */
        public static final int PORT_DEFAULT = 53;

        private static final Pattern NAME =
                Pattern.compile("(?=.{1,253}$)[a-zA-Z0-9_-]{1,63}(?:\\.[a-zA-Z0-9_-]{1,63})*\\.?");

        /** Whether a name server can be asked for a name (RFC 1035, section 2.3.4). */
        public static boolean isName(String text) {
            return NAME.matcher(text).matches();
        }

        /** Types of records one may ask for. */
        public enum RecordType {
            /** IPv4 address. */
            A,
            /** IPv6 address. */
            AAAA,
            /** Another name. */
            CNAME,
            /** Mail server. */
            MX,
            /** Name server. */
            NS,
            /** Name of an address. */
            PTR,
            /** Begin of a zone. */
            SOA,
            /** Service. */
            SRV,
            /** Text. */
            TXT
        }

        @Override
        public ProbeKind kind() {
            return ProbeKind.DNS;
        }
    }

    /**
     * A question to a time server.
     *
     * @param port the server's UDP port
     */
    record Ntp(int port) implements ProbeOptions {
        /** Port of time servers (RFC 5905). */
        public static final int PORT_DEFAULT = 123;

        @Override
        public ProbeKind kind() {
            return ProbeKind.NTP;
        }
    }
}
