package io.kerbstone.measurement;

import java.util.List;
import java.util.Optional;

/**
 * How probes become the state of an evaluation interval (the availability function of ITU-T Y.1540, clause on
 * availability, generalised). Named, versioned configuration; {@code docs/indicators.md} has the shipped ones and why
 * the threshold must fit the number of probes.
 *
 * @param name name people choose it by
 * @param intervalMs length of an interval, ms; intervals are aligned to 1970 UTC
 * @param probesDue probes due per interval, at least 1
 * @param minProbes fewest probes sent for the interval to be judged at all, at least 1
 * @param lossThreshold share of lost probes, above 0 and at most 1, at which the interval is DOWN
 */
public record Rule(String name, long intervalMs, int probesDue, int minProbes, double lossThreshold) {
    /** For links and devices probed every second. */
    public static final Rule STANDARD = shipped("standard", 10_000, 10, 0.5);
    /** The same, coarser. */
    public static final Rule MINUTE = shipped("minute", 60_000, 60, 0.2);
    /** For contracts that cite ITU-T Y.1540. */
    public static final Rule Y1540 = shipped("y1540", 300_000, 300, 0.2);
    /** For slow or metered links and management planes. */
    public static final Rule SPARSE = shipped("sparse", 60_000, 1, 1.0);

    /** The rules that ship, in the order of the documentation. */
    public static final List<Rule> SHIPPED = List.of(STANDARD, MINUTE, Y1540, SPARSE);

    /** Checks the ranges; throws IllegalArgumentException. */
    public Rule {
        if (intervalMs < 1 || probesDue < 1 || minProbes < 1) {
            throw new IllegalArgumentException("interval and probe numbers of rule '" + name + "' must be at least 1");
        }
        if (!(lossThreshold > 0 && lossThreshold <= 1)) {
            throw new IllegalArgumentException("lossThreshold of rule '" + name + "' must be above 0 and at most 1");
        }
    }

    private static Rule shipped(String name, long intervalMs, int probesDue, double lossThreshold) {
        return new Rule(name, intervalMs, probesDue, Math.max(1, probesDue / 2), lossThreshold);
    }

    /** The shipped rule of that name. */
    public static Optional<Rule> named(String name) {
        return SHIPPED.stream().filter(rule -> rule.name.equals(name)).findFirst();
    }

    /** State of an interval with these counts. */
    public IntervalState stateOf(int sent, int lost) {
        if (sent < minProbes) {
            return IntervalState.UNKNOWN;
        }
        return (double) lost / sent >= lossThreshold ? IntervalState.DOWN : IntervalState.UP;
    }

    /** Index of the interval that holds the moment. */
    public long indexAt(long unixMs) {
        return Math.floorDiv(unixMs, intervalMs);
    }

    /** The time an interval covers. */
    public Period periodOf(long index) {
        return new Period(index * intervalMs, (index + 1) * intervalMs);
    }

    /** Gap between two probes of a periodic stream, ns. */
    public long probeGapNs() {
        return intervalMs * 1_000_000L / probesDue;
    }
}
