package io.kerbstone.icmp;

/**
 * What sort of packet a probe is beside its being an echo (RFC 2330, section 13): a network may treat each differently.
 *
 * @param payloadBytes bytes that follow the ICMP header, at least 0
 * @param dscp code point (RFC 2474), 0 to {@link #MOST_DSCP}
 */
public record TypeP(int payloadBytes, int dscp) {
    /** Greatest code point. */
    public static final int MOST_DSCP = 63;

    /** As the usual ping sends: a packet of 64 bytes without a code point. */
    public static final TypeP USUAL = new TypeP(56, 0);

    /** Checks the ranges. */
    public TypeP {
        if (payloadBytes < 0 || dscp < 0 || dscp > MOST_DSCP) {
            throw new IllegalArgumentException("payload of at least 0 bytes and code point of 0 to " + MOST_DSCP + ": "
                    + payloadBytes + ", " + dscp);
        }
    }
}
