package io.kerbstone.settings;

import io.kerbstone.measurement.Rule;
import java.util.Optional;

/**
 * What an agent probes again and again: one stream of probes to one target.
 *
 * @param id see {@link Ids}
 * @param name what people call it; the id when none was given
 * @param kind how it is probed
 * @param target ICMP: an address or a host name; SNMP: empty, the device's address counts
 * @param deviceId the device it leads to; always there for SNMP
 * @param rule how probes become states; also sets the gap between probes
 * @param waitingTimeMs after it a probe without a valid reply is lost, ms, 10 to 60,000
 * @param payloadBytes bytes of ICMP payload, 0 to 1,472
 */
public record PathDefinition(
        String id,
        String name,
        ProbeKind kind,
        String target,
        Optional<String> deviceId,
        Rule rule,
        long waitingTimeMs,
        int payloadBytes) {
    /** Shortest waiting time, ms. */
    public static final long WAITING_TIME_MS_MIN = 10;
    /** Longest waiting time, ms. */
    public static final long WAITING_TIME_MS_MAX = 60_000;
    /** Waiting time when none is given, ms. */
    public static final long WAITING_TIME_MS_DEFAULT = 1_000;
    /** Largest payload: an Ethernet frame's without fragments. */
    public static final int PAYLOAD_BYTES_MAX = 1_472;
    /** Payload when none is given, as ping and fping send it. */
    public static final int PAYLOAD_BYTES_DEFAULT = 56;

    /** A path of ICMP echo by the standard rule, with the defaults. */
    public static PathDefinition icmp(String id, String target) {
        return new PathDefinition(
                id,
                id,
                ProbeKind.ICMP,
                target,
                Optional.empty(),
                Rule.STANDARD,
                WAITING_TIME_MS_DEFAULT,
                PAYLOAD_BYTES_DEFAULT);
    }
}
