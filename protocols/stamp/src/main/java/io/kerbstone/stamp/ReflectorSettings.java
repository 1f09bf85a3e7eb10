package io.kerbstone.stamp;

import io.kerbstone.settings.Secret;
import java.net.InetAddress;
import java.util.List;

/**
 * How a reflector shall be.
 *
 * @param addresses where it listens, at least one; each is a socket
 * @param port UDP port; 0 lets the kernel choose
 * @param allowed who may ask; nobody else gets an answer
 * @param key for the authenticated mode; {@link Secret#NONE} for the open one
 * @param isStateful whether it numbers the packets of each session by itself, so that senders can tell which way a
 *     packet was lost
 * @param packetsPerSecond most packets answered in a second, 1 to {@link #PACKETS_PER_SECOND_MAX}
 * @param sessions most sessions remembered, 1 to {@link #SESSIONS_MAX}
 */
public record ReflectorSettings(
        List<InetAddress> addresses,
        int port,
        List<Network> allowed,
        Secret key,
        boolean isStateful,
        long packetsPerSecond,
        int sessions) {
    /** Greatest rate. */
    public static final long PACKETS_PER_SECOND_MAX = 1_000_000;
    /** Rate when none is given. */
    public static final long PACKETS_PER_SECOND_DEFAULT = 10_000;
    /** Most sessions that can be remembered, and how many are when nothing is said. */
    public static final int SESSIONS_MAX = 10_000;

    /** Copies the lists and checks the ranges. */
    public ReflectorSettings {
        addresses = List.copyOf(addresses);
        allowed = List.copyOf(allowed);
        if (addresses.isEmpty() || sessions < 1 || sessions > SESSIONS_MAX) {
            throw new IllegalArgumentException("addresses " + addresses + ", sessions " + sessions);
        }
        if (packetsPerSecond < 1 || packetsPerSecond > PACKETS_PER_SECOND_MAX) {
            throw new IllegalArgumentException("packets per second " + packetsPerSecond);
        }
    }
}
