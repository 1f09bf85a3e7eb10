package io.kerbstone.agent.uplink;

/**
 * What one time exchange told (the four stamps of RFC 5905, section 8).
 *
 * @param offsetNs collector's wall clock minus ours, ns
 * @param errorNs bound of the error, half the time on the way, ns
 */
public record TimeOffset(long offsetNs, long errorNs) {
    /**
     * From an exchange.
     *
     * @param sentNs our monotonic clock when we asked
     * @param receivedUnixNs collector's wall clock when the question came
     * @param answeredUnixNs collector's wall clock when the answer left
     * @param nowNs our monotonic clock when the answer came
     * @param nowUnixNs our wall clock at the same moment
     */
    public static TimeOffset of(long sentNs, long receivedUnixNs, long answeredUnixNs, long nowNs, long nowUnixNs) {
        long onTheWayNs = Math.max(0, (nowNs - sentNs) - (answeredUnixNs - receivedUnixNs));
        long sentUnixNs = nowUnixNs - (nowNs - sentNs);
        long offsetNs = Math.floorDiv((receivedUnixNs - sentUnixNs) + (answeredUnixNs - nowUnixNs), 2);
        return new TimeOffset(offsetNs, onTheWayNs / 2 + 1);
    }
}
