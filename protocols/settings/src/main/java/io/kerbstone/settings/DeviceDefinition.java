package io.kerbstone.settings;

import java.util.Optional;

/**
 * A device an agent polls.
 *
 * @param id see {@link Ids}
 * @param name what people call it; the id when none was given
 * @param address an address or a host name
 * @param snmp how to read it by SNMP; without it, it is not polled
 * @param profile {@code auto}, or the id of a profile
 * @param pollIntervalMs gap between two polls, ms, 1 second to 1 day
 */
public record DeviceDefinition(
        String id, String name, String address, Optional<SnmpAccess> snmp, String profile, long pollIntervalMs) {
    /** The profile is found by what the device says of itself. */
    public static final String PROFILE_AUTO = "auto";
    /** Shortest gap between polls, ms. */
    public static final long POLL_INTERVAL_MS_MIN = 1_000;
    /** Longest gap between polls, ms. */
    public static final long POLL_INTERVAL_MS_MAX = 86_400_000;
    /** Gap when none is given, ms. */
    public static final long POLL_INTERVAL_MS_DEFAULT = 60_000;
}
