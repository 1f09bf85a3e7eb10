package io.kerbstone.agent.uplink;

import io.netty.channel.ConnectTimeoutException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong with a connection.
 *
 * @param kind in one word
 * @param detail of the library, for the kinds that need it
 */
public record Cause(Kind kind, String detail) {
    private static final int DEPTH_MAX = 8;

    /** In one word. */
    public enum Kind {
        /** The name has no address. */
        NAME,
        /** The collector's certificate is not of our authority. */
        NOT_TRUSTED,
        /** Nothing answers. */
        NO_ANSWER,
        /** No way there. */
        NO_ROUTE,
        /** The machine answers that nobody listens. */
        NOBODY,
        /** TLS failed. */
        TLS,
        /** The other end closed it. */
        CLOSED,
        /** Something else. */
        OTHER
    }

    static Cause of(@Nullable Throwable error) {
        if (error == null) {
            return new Cause(Kind.CLOSED, "");
        }
        Throwable cause = error;
        for (int depth = 0; depth < DEPTH_MAX && cause != null; depth++) {
            if (cause instanceof UnknownHostException) {
                return new Cause(Kind.NAME, "");
            }
            if (cause instanceof CertificateException) {
                return new Cause(Kind.NOT_TRUSTED, String.valueOf(cause.getMessage()));
            }
            cause = cause.getCause();
        }
        if (error instanceof ConnectTimeoutException) {
            return new Cause(Kind.NO_ANSWER, "");
        }
        if (error instanceof NoRouteToHostException) {
            return new Cause(Kind.NO_ROUTE, "");
        }
        if (error instanceof ConnectException) {
            return new Cause(Kind.NOBODY, "");
        }
        return new Cause(error instanceof SSLException ? Kind.TLS : Kind.OTHER, String.valueOf(error.getMessage()));
    }

    /** One English sentence that says what to do. */
    public String sentence(String address) {
        return switch (kind) {
            case NAME -> "The name in " + address + " has no address; check the name and the name server.";
            case NOT_TRUSTED ->
                "The collector at " + address + " is not trusted (" + detail
                        + "); enrol again if the collector was set up anew.";
            case NO_ANSWER -> address + " does not answer; check the address, the network and the firewall (TCP).";
            case NO_ROUTE -> "There is no route to " + address + "; check the network.";
            case NOBODY -> "Nobody listens at " + address + "; check the address and that the collector runs.";
            case TLS ->
                "TLS with " + address + " failed (" + detail
                        + "); check that a collector listens there and that both clocks are right.";
            case CLOSED -> "The collector at " + address + " closed the connection.";
            case OTHER -> "The connection to " + address + " failed (" + detail + ").";
        };
    }
}
