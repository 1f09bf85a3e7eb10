package io.kerbstone.linux;

/** What came of opening an ICMP socket. */
public sealed interface IcmpSocketOpening {
    /** It is open. */
    record Opened(IcmpSocket socket) implements IcmpSocketOpening {}

    /**
     * It is not.
     *
     * @param sentence why, and what to do
     */
    record Refused(String sentence) implements IcmpSocketOpening {}
}
