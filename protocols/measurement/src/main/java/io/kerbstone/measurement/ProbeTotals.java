package io.kerbstone.measurement;

/**
 * Probes of many intervals, counted.
 *
 * @param upSent sent in UP intervals
 * @param upLost of those, lost
 * @param upNotSent due in UP intervals but not sent, or not usable
 * @param allSent sent in all intervals, DOWN and UNKNOWN included
 * @param allLost of those, lost
 * @param allNotSent due in all intervals but not sent, or not usable
 */
public record ProbeTotals(long upSent, long upLost, long upNotSent, long allSent, long allLost, long allNotSent) {
    /** No probes. */
    public static final ProbeTotals NONE = new ProbeTotals(0, 0, 0, 0, 0, 0);

    /** Both together. */
    public ProbeTotals plus(ProbeTotals other) {
        return new ProbeTotals(
                upSent + other.upSent,
                upLost + other.upLost,
                upNotSent + other.upNotSent,
                allSent + other.allSent,
                allLost + other.allLost,
                allNotSent + other.allNotSent);
    }

    ProbeTotals plus(Interval interval, IntervalState state) {
        boolean up = state == IntervalState.UP;
        return new ProbeTotals(
                upSent + (up ? interval.sent() : 0),
                upLost + (up ? interval.lost() : 0),
                upNotSent + (up ? interval.notSent() : 0),
                allSent + interval.sent(),
                allLost + interval.lost(),
                allNotSent + interval.notSent());
    }

    /** Loss over the UP intervals. */
    public LossFigures up() {
        return new LossFigures(upSent, upLost);
    }

    /** Loss over all intervals. */
    public LossFigures all() {
        return new LossFigures(allSent, allLost);
    }
}
