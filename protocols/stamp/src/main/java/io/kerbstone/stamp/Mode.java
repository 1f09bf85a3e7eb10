package io.kerbstone.stamp;

/**
 * The two modes of RFC 8762 and where their fields stand in a base packet. What a sender writes (4.2) and what a
 * reflector writes (4.3) share the first fields:
 *
 * <pre>
 *                        open   authenticated
 * sequence number          0        0            4 octets
 * timestamp                4       16            8
 * error estimate          12       24            2
 * session identifier      14       26            2   (RFC 8972, section 3)
 * receive timestamp       16       32            8   from here on reflected packets only
 * sender sequence         24       48            4
 * sender timestamp        28       64            8
 * sender error estimate   36       72            2
 * sender TTL              40       80            1
 * HMAC                             96           16
 * </pre>
 *
 * Everything between must be zero.
 */
public enum Mode {
    /** Unauthenticated; interworks with TWAMP Light. */
    OPEN(44, 41, 4, 12, 16, 24, 28, 36, 40),
    /** With a keyed hash over the first 96 octets (4.4). */
    AUTHENTICATED(112, 112, 16, 24, 32, 48, 64, 72, 80);

    /** Where the hash of the authenticated mode stands, and the octets it covers. */
    static final int HMAC_AT = 96;

    /** Octets of the session identifier's place after the error estimate. */
    private static final int ERROR_ESTIMATE_BYTES = 2;

    private final int baseBytes;
    private final int leastBytes;
    private final int timestampAt;
    private final int errorEstimateAt;
    private final int receiveTimestampAt;
    private final int senderSequenceAt;
    private final int senderTimestampAt;
    private final int senderErrorEstimateAt;
    private final int senderTtlAt;

    Mode(
            int baseBytes,
            int leastBytes,
            int timestampAt,
            int errorEstimateAt,
            int receiveTimestampAt,
            int senderSequenceAt,
            int senderTimestampAt,
            int senderErrorEstimateAt,
            int senderTtlAt) {
        this.baseBytes = baseBytes;
        this.leastBytes = leastBytes;
        this.timestampAt = timestampAt;
        this.errorEstimateAt = errorEstimateAt;
        this.receiveTimestampAt = receiveTimestampAt;
        this.senderSequenceAt = senderSequenceAt;
        this.senderTimestampAt = senderTimestampAt;
        this.senderErrorEstimateAt = senderErrorEstimateAt;
        this.senderTtlAt = senderTtlAt;
    }

    /** Octets of a base packet; what follows is extensions or padding. */
    public int baseBytes() {
        return baseBytes;
    }

    /** Fewest octets accepted: TWAMP Light ends with the sender's TTL, three octets before STAMP (RFC 5357, 4.2.1). */
    public int leastBytes() {
        return leastBytes;
    }

    int timestampAt() {
        return timestampAt;
    }

    int errorEstimateAt() {
        return errorEstimateAt;
    }

    int sessionIdAt() {
        return errorEstimateAt + ERROR_ESTIMATE_BYTES;
    }

    int receiveTimestampAt() {
        return receiveTimestampAt;
    }

    int senderSequenceAt() {
        return senderSequenceAt;
    }

    int senderTimestampAt() {
        return senderTimestampAt;
    }

    int senderErrorEstimateAt() {
        return senderErrorEstimateAt;
    }

    int senderTtlAt() {
        return senderTtlAt;
    }
}
