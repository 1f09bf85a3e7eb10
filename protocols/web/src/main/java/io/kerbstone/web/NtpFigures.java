package io.kerbstone.web;

/**
 * What the four stamps of an exchange say (RFC 5905, section 8).
 *
 * @param offsetNs how far the server's clock is ahead of ours, ns
 * @param delayNs round trip without the server's own time, ns, 0 to the whole round trip
 * @param errorNs what the offset is at most off by: half the delay, and what the server says of its own distance to the
 *     reference, ns
 */
record NtpFigures(long offsetNs, long delayNs, long errorNs) {
    /**
     * Computes them.
     *
     * @param sentUnixNs our wall clock when the question left (T1)
     * @param roundTripNs from then to the answer by the monotonic clock, so that a step of the wall clock between does
     *     not count (T4 - T1)
     */
    static NtpFigures of(NtpPacket answer, long sentUnixNs, long roundTripNs) {
        long atServerNs = NtpPacket.differenceNs(answer.transmit(), answer.receive());
        long delayNs = Math.max(0, Math.min(roundTripNs, roundTripNs - atServerNs));
        long forthNs = NtpPacket.differenceNs(answer.receive(), NtpPacket.timeOf(sentUnixNs));
        long backNs = NtpPacket.differenceNs(answer.transmit(), NtpPacket.timeOf(sentUnixNs + roundTripNs));
        long errorNs = delayNs / 2 + answer.rootDispersionNs() + answer.rootDelayNs() / 2;
        return new NtpFigures(forthNs / 2 + backNs / 2, delayNs, errorNs);
    }
}
