package io.kerbstone.icmp;

import io.kerbstone.linux.IcmpSocketSettings.Wanted;

/**
 * How a prober shall be.
 *
 * @param maxInFlight most probes that wait at once, a power of two from 2 to {@link #MOST_IN_FLIGHT}
 * @param maxPayloadBytes longest payload, 0 to {@link #MOST_PAYLOAD_BYTES}
 * @param receiveBufferBytes what the kernel shall hold while the program is away
 * @param sendStamps whether the kernel shall stamp sent packets too: a narrower error bound for about a third more CPU
 * @param socket which kind of socket to open
 */
public record ProberSettings(
        int maxInFlight, int maxPayloadBytes, int receiveBufferBytes, boolean sendStamps, Wanted socket) {
    /** Bound of {@link #maxInFlight}: a million probes, about 120 MB. */
    public static final int MOST_IN_FLIGHT = 1 << 20;

    /** Bound of {@link #maxPayloadBytes}: a jumbo frame of 9,000 bytes with an IPv4 header. */
    public static final int MOST_PAYLOAD_BYTES = 8_972;

    /** Payload of {@link #DEFAULT}: an Ethernet frame's without fragments. */
    public static final int USUAL_MOST_PAYLOAD_BYTES = 1_472;

    /** What an agent uses: 10,000 paths probed each second that wait up to 3 s, or fewer that wait longer. */
    public static final ProberSettings DEFAULT =
            new ProberSettings(1 << 15, USUAL_MOST_PAYLOAD_BYTES, 16 << 20, true, Wanted.ANY);

    /** Checks the ranges. */
    public ProberSettings {
        if (maxInFlight < 2 || maxInFlight > MOST_IN_FLIGHT || Integer.bitCount(maxInFlight) != 1) {
            throw new IllegalArgumentException(
                    "maxInFlight is a power of two from 2 to " + MOST_IN_FLIGHT + ", not " + maxInFlight);
        }
        if (maxPayloadBytes < 0 || maxPayloadBytes > MOST_PAYLOAD_BYTES) {
            throw new IllegalArgumentException(
                    "maxPayloadBytes is 0 to " + MOST_PAYLOAD_BYTES + ", not " + maxPayloadBytes);
        }
    }

    /** The same with room for other many probes. */
    public ProberSettings withMaxInFlight(int other) {
        return new ProberSettings(other, maxPayloadBytes, receiveBufferBytes, sendStamps, socket);
    }

    /** The same with or without send stamps of the kernel. */
    public ProberSettings withSendStamps(boolean other) {
        return new ProberSettings(maxInFlight, maxPayloadBytes, receiveBufferBytes, other, socket);
    }

    /** The same with another kind of socket. */
    public ProberSettings withSocket(Wanted other) {
        return new ProberSettings(maxInFlight, maxPayloadBytes, receiveBufferBytes, sendStamps, other);
    }
}
