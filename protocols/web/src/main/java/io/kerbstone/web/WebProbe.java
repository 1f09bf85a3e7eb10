package io.kerbstone.web;

import io.kerbstone.settings.PathDefinition;
import io.kerbstone.settings.ProbeOptions;
import java.net.InetAddress;
import java.net.URI;

/**
 * One probe to be made.
 *
 * @param pathId the path it belongs to
 * @param target as configured: a host, or for HTTP a URL
 * @param address what its host resolved to
 * @param options of kind TCP, HTTP, DNS or NTP
 * @param waitingTimeMs after it a probe without a valid reply is lost, ms
 */
public record WebProbe(String pathId, String target, InetAddress address, ProbeOptions options, long waitingTimeMs) {
    /** The host a path leads to: a name or an address without brackets. */
    public static String hostOf(PathDefinition path) {
        return path.options() instanceof ProbeOptions.Http
                ? HttpProbe.bareHost(URI.create(path.target()))
                : path.target();
    }
}
