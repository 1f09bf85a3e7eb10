package io.kerbstone.linux;

/** What came of opening a UDP socket. */
public sealed interface UdpSocketOpening {
    /** It is open. */
    record Opened(UdpSocket socket) implements UdpSocketOpening {}

    /**
     * It is not.
     *
     * @param errno why, as a number
     * @param sentence why, in words
     */
    record Refused(int errno, String sentence) implements UdpSocketOpening {}
}
