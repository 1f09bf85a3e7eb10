package io.kerbstone.settings;

import io.kerbstone.measurement.Rule;
import java.util.Optional;

/**
 * What an agent probes again and again: one stream of probes to one target.
 *
 * @param id see {@link Ids}
 * @param name what people call it; the id when none was given
 * @param target an address or a host name; HTTP: a URL; SNMP: empty, the device's address counts
 * @param deviceId the device it leads to; always there for SNMP
 * @param rule how probes become states; also sets the gap between probes
 * @param waitingTimeMs after it a probe without a valid reply is lost, ms, 10 to 60,000
 * @param stream how the probes are spread over time
 * @param options how it is probed
 */
public record PathDefinition(
        String id,
        String name,
        String target,
        Optional<String> deviceId,
        Rule rule,
        long waitingTimeMs,
        Stream stream,
        ProbeOptions options) {
    /** Shortest waiting time, ms. */
    public static final long WAITING_TIME_MS_MIN = 10;
    /** Longest waiting time, ms. */
    public static final long WAITING_TIME_MS_MAX = 60_000;
    /** Waiting time when none is given, ms. */
    public static final long WAITING_TIME_MS_DEFAULT = 1_000;

    /** A path of ICMP echo by the standard rule, with the defaults. */
    public static PathDefinition icmp(String id, String target) {
        return new PathDefinition(
                id,
                id,
                target,
                Optional.empty(),
                Rule.STANDARD,
                WAITING_TIME_MS_DEFAULT,
                Stream.PERIODIC,
                ProbeOptions.Echo.DEFAULT);
    }

    /** The same under another id and name. */
    public PathDefinition named(String otherId, String otherName) {
        return new PathDefinition(otherId, otherName, target, deviceId, rule, waitingTimeMs, stream, options);
    }

    /** The same, probed otherwise. */
    public PathDefinition withOptions(ProbeOptions other) {
        return new PathDefinition(id, name, target, deviceId, rule, waitingTimeMs, stream, other);
    }

    /** How it is probed. */
    public ProbeKind kind() {
        return options.kind();
    }
}
