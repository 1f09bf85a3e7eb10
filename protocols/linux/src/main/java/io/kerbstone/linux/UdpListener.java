package io.kerbstone.linux;

/** Takes what {@link UdpSocket#readPackets} and {@link UdpSocket#readErrors} find, on the thread that calls them. */
public interface UdpListener {
    /** A batch was read from the kernel and its packets follow: the moment to read the clocks. */
    void onBatch(int packets);

    /** A packet; the view is valid during this call only. */
    void onPacket(UdpSocket socket, UdpPacket packet);

    /**
     * The kernel handed a sent packet to the driver.
     *
     * @param sendKey what {@link UdpSocket#lastSendKey} said after that send
     * @param stampUnixNs the wall clock then, ns since 1970
     */
    void onSendStamp(UdpSocket socket, int sendKey, long stampUnixNs);

    /**
     * An ICMP error about a packet of ours.
     *
     * @param quoted the beginning of what we had sent, as far as the error quotes it, its address the destination
     * @param type ICMP type of the error
     * @param code ICMP code of the error
     */
    void onError(UdpSocket socket, UdpPacket quoted, int type, int code);
}
