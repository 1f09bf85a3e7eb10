package io.kerbstone.stamp;

/** A bucket of so many packets a second that holds one second's worth. Owned by one thread. */
final class RateLimit {
    private static final double NANOS = 1e9;

    private final double perSecond;
    private double left;
    private long filledNs;

    RateLimit(long perSecond, long nowNs) {
        this.perSecond = perSecond;
        left = perSecond;
        filledNs = nowNs;
    }

    /** Whether one more may pass now. */
    boolean take(long nowNs) {
        left = Math.min(perSecond, left + (nowNs - filledNs) * perSecond / NANOS);
        filledNs = nowNs;
        if (left < 1) {
            return false;
        }
        left--;
        return true;
    }
}
