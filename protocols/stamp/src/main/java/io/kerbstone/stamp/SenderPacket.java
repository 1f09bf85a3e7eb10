package io.kerbstone.stamp;

/**
 * The fields of a test packet as a Session-Sender writes them (RFC 8762, 4.2).
 *
 * @param sequence 32 bits, unsigned
 * @param timestamp when it was sent, in the format that the error estimate says
 * @param errorEstimate 16 bits, see {@link ErrorEstimate}
 * @param sessionId 16 bits, 0 for none (RFC 8972, section 3)
 */
public record SenderPacket(int sequence, long timestamp, int errorEstimate, int sessionId) {}
