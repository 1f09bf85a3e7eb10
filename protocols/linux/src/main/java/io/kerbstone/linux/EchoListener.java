package io.kerbstone.linux;

/** Takes what {@link IcmpSocket#readReplies} and {@link IcmpSocket#readErrors} find, on the thread that calls them. */
public interface EchoListener {
    /** A batch was read from the kernel and its packets follow: the moment to read the clocks. */
    void onBatch(int packets);

    /** An echo reply. */
    void onReply(IcmpSocket socket, EchoPacket reply);

    /**
     * The kernel handed a sent packet to the driver.
     *
     * @param sendKey what {@link IcmpSocket#lastSendKey} said after that send
     * @param stampUnixNs the wall clock then, ns since 1970
     */
    void onSendStamp(IcmpSocket socket, int sendKey, long stampUnixNs);

    /**
     * An ICMP error about a request of ours; its quoted part may be as short as the ICMP header.
     *
     * @param request the quoted request, its address being the destination
     * @param type ICMP type of the error
     * @param code ICMP code of the error
     */
    void onError(IcmpSocket socket, EchoPacket request, int type, int code);
}
