package io.kerbstone.linux;

/**
 * How an ICMP socket shall be.
 *
 * @param role which side of an echo it is
 * @param wanted which kind to open; a responder must be raw
 * @param maxPayloadBytes longest payload to send or to read whole, 0 to 65,000
 * @param batch most packets read by one system call, 1 to 1,024
 * @param receiveBufferBytes receive buffer asked of the kernel; it holds replies while the program is away
 * @param sendStamps whether the kernel shall also say when it handed each packet to the driver
 */
public record IcmpSocketSettings(
        Role role, Wanted wanted, int maxPayloadBytes, int batch, int receiveBufferBytes, boolean sendStamps) {
    /** Most packets read by one system call (the kernel's own limit). */
    public static final int MAX_BATCH = 1_024;

    /** Longest payload: below what an IPv4 packet can carry. */
    public static final int MAX_PAYLOAD_BYTES = 65_000;

    /** Checks the ranges. */
    public IcmpSocketSettings {
        if (role == Role.RESPONDER && wanted != Wanted.RAW) {
            throw new IllegalArgumentException("a responder is raw, not " + wanted);
        }
        if (maxPayloadBytes < 0 || maxPayloadBytes > MAX_PAYLOAD_BYTES) {
            throw new IllegalArgumentException("payload of 0 to " + MAX_PAYLOAD_BYTES + ", not " + maxPayloadBytes);
        }
        if (batch < 1 || batch > MAX_BATCH) {
            throw new IllegalArgumentException("batch of 1 to " + MAX_BATCH + ", not " + batch);
        }
        if (receiveBufferBytes < 1) {
            throw new IllegalArgumentException("receive buffer of at least 1 byte, not " + receiveBufferBytes);
        }
    }

    /** Which side of an echo. */
    public enum Role {
        /** Sends requests and receives replies. */
        PROBER,
        /** Receives requests and sends replies, where the kernel is told not to ({@code icmp_echo_ignore_all}). */
        RESPONDER
    }

    /** Which kind of socket to open. */
    public enum Wanted {
        /** Datagram where {@code net.ipv4.ping_group_range} allows it, else raw. */
        ANY,
        /** Datagram or nothing. */
        DATAGRAM,
        /** Raw or nothing. */
        RAW
    }
}
