package io.kerbstone.measurement;

/**
 * What was measured on a path in one evaluation interval. Immutable; two intervals of the same index merge by adding,
 * in any order, so that late frames give the same figures as punctual ones.
 *
 * @param index number of the interval since 1970 UTC
 * @param sent probes sent
 * @param lost of those, without a valid reply within the waiting time
 * @param notSent due but not sent, or not usable
 * @param delays round-trip delays of the replies
 */
public record Interval(long index, int sent, int lost, int notSent, Delays delays) {
    /** The sum of two halves of one interval. */
    public Interval plus(Interval other) {
        if (index != other.index) {
            throw new IllegalArgumentException("BUG: intervals " + index + " and " + other.index + " are not one");
        }
        return new Interval(
                index, sent + other.sent, lost + other.lost, notSent + other.notSent, delays.plus(other.delays));
    }
}
