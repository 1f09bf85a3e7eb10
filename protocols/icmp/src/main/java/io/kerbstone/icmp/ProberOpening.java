package io.kerbstone.icmp;

/** What came of opening a prober. */
public sealed interface ProberOpening {
    /** It works, for one family at least; {@link IcmpProber#sockets} says which and why. */
    record Opened(IcmpProber prober) implements ProberOpening {}

    /**
     * No ICMP of any family here.
     *
     * @param sentence why, and what to do
     */
    record Unavailable(String sentence) implements ProberOpening {}
}
