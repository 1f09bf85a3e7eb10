package io.kerbstone.agent.clock;

import io.kerbstone.time.WallEstimate;

/**
 * What one time exchange told (the four stamps of RFC 5905, section 8).
 *
 * @param askedNs our monotonic clock when we asked
 * @param answeredNs our monotonic clock when the answer came
 * @param collector the collector's wall clock at that moment; its error is half the time on the way
 */
public record TimeExchange(long askedNs, long answeredNs, WallEstimate collector) {
    /**
     * From the stamps.
     *
     * @param askedNs our monotonic clock when we asked
     * @param receivedUnixNs collector's wall clock when the question came
     * @param sentUnixNs collector's wall clock when the answer left
     * @param answeredNs our monotonic clock when the answer came
     */
    public static TimeExchange of(long askedNs, long receivedUnixNs, long sentUnixNs, long answeredNs) {
        long onTheWayNs = Math.max(0, (answeredNs - askedNs) - (sentUnixNs - receivedUnixNs));
        long halfNs = onTheWayNs / 2;
        return new TimeExchange(askedNs, answeredNs, new WallEstimate(sentUnixNs + halfNs, halfNs + 1));
    }
}
