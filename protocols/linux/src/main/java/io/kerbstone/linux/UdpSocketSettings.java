package io.kerbstone.linux;

/**
 * How a UDP socket shall be.
 *
 * @param maxBytes longest payload to send or to read whole, 1 to {@link #MAX_BYTES}
 * @param batch most packets read by one system call, 1 to {@link IcmpSocketSettings#MAX_BATCH}
 * @param receiveBufferBytes receive buffer asked of the kernel; it holds packets while the program is away
 * @param sendStamps whether the kernel shall also say when it handed each packet to the driver
 * @param trafficClass TOS byte or traffic class of packets sent, 0 to 255: the DSCP in the upper six bits
 */
public record UdpSocketSettings(int maxBytes, int batch, int receiveBufferBytes, boolean sendStamps, int trafficClass) {
    /** Longest payload: below what an IPv4 packet can carry. */
    public static final int MAX_BYTES = 65_000;

    /** Checks the ranges. */
    public UdpSocketSettings {
        if (maxBytes < 1 || maxBytes > MAX_BYTES) {
            throw new IllegalArgumentException("payload of 1 to " + MAX_BYTES + ", not " + maxBytes);
        }
        if (batch < 1 || batch > IcmpSocketSettings.MAX_BATCH) {
            throw new IllegalArgumentException("batch of 1 to " + IcmpSocketSettings.MAX_BATCH + ", not " + batch);
        }
        if (receiveBufferBytes < 1 || trafficClass < 0 || trafficClass > 255) {
            throw new IllegalArgumentException("buffer " + receiveBufferBytes + ", traffic class " + trafficClass);
        }
    }
}
