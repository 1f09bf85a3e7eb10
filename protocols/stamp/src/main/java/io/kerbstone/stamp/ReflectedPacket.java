package io.kerbstone.stamp;

/**
 * The fields of a test packet as a Session-Reflector writes them (RFC 8762, 4.3).
 *
 * @param sequence the reflector's own number when it is stateful, else the sender's; 32 bits, unsigned
 * @param timestamp when it was sent back (T3)
 * @param errorEstimate of both timestamps of the reflector
 * @param sessionId the sender's, or 0 from a reflector that does not know RFC 8972
 * @param receiveTimestamp when the sender's packet came (T2)
 * @param senderSequence as the sender wrote it
 * @param senderTimestamp as the sender wrote it
 * @param senderErrorEstimate as the sender wrote it
 * @param senderTtl TTL or hop limit with which the sender's packet came, 0 to 255
 */
public record ReflectedPacket(
        int sequence,
        long timestamp,
        int errorEstimate,
        int sessionId,
        long receiveTimestamp,
        int senderSequence,
        long senderTimestamp,
        int senderErrorEstimate,
        int senderTtl) {}
