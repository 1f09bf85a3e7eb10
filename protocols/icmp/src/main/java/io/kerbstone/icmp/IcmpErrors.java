package io.kerbstone.icmp;

import io.kerbstone.linux.Family;
import io.kerbstone.measurement.Outcome.LossReason;

/** What an ICMP error means for the probe it quotes (RFC 792, RFC 1812 5.2.7.1, RFC 4443 3.1). Pure functions. */
final class IcmpErrors {
    private static final int V4_TIME_EXCEEDED = 11;
    private static final int V4_UNREACHABLE = 3;
    private static final int V6_TIME_EXCEEDED = 3;
    private static final int V6_UNREACHABLE = 1;

    private IcmpErrors() {}

    static LossReason reason(Family family, int type, int code) {
        return family == Family.IPV4 ? reason4(type, code) : reason6(type, code);
    }

    private static LossReason reason4(int type, int code) {
        if (type == V4_TIME_EXCEEDED) {
            return LossReason.TTL_EXCEEDED;
        }
        // 9, 10, 13: network, host, communication administratively prohibited.
        boolean prohibited = type == V4_UNREACHABLE && (code == 9 || code == 10 || code == 13);
        return prohibited ? LossReason.PROHIBITED : LossReason.UNREACHABLE;
    }

    private static LossReason reason6(int type, int code) {
        if (type == V6_TIME_EXCEEDED) {
            return LossReason.TTL_EXCEEDED;
        }
        // 1: administratively prohibited; 5: source address failed a policy; 6: reject route.
        boolean prohibited = type == V6_UNREACHABLE && (code == 1 || code == 5 || code == 6);
        return prohibited ? LossReason.PROHIBITED : LossReason.UNREACHABLE;
    }
}
