package io.kerbstone.stamp;

import io.kerbstone.settings.Secret;
import java.net.InetSocketAddress;

/**
 * With whom a session is held, and how. Another target for the same path is another session.
 *
 * @param pathId named in the observations
 * @param reflector where it listens
 * @param bytes octets of each packet, from the mode's base to {@link PacketCodec#BYTES_MAX}
 * @param dscp code point the packets carry, 0 to 63
 * @param key for the authenticated mode; {@link Secret#NONE} for the open one
 * @param waitingTimeNs after it a packet without an answer is lost, at least 1
 */
public record SessionTarget(
        String pathId, InetSocketAddress reflector, int bytes, int dscp, Secret key, long waitingTimeNs) {}
