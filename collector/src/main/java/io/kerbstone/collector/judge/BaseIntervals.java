package io.kerbstone.collector.judge;

import io.kerbstone.measurement.Interval;
import io.kerbstone.measurement.Rule;
import java.util.ArrayList;
import java.util.List;

/**
 * The intervals everything is kept in: 10 seconds, aligned to 1970 UTC. Every rule's interval is a whole number of
 * them, so a rule may change without measuring or reading the archive again
 * ({@code docs/decisions/0050-base-intervals.md}). Stateless.
 */
public final class BaseIntervals {
    /** Length of a base interval, ms. */
    public static final long BASE_MS = 10_000;
    /** Length of an hour, ms. */
    public static final long HOUR_MS = 3_600_000;
    /** Base intervals in an hour. */
    public static final int PER_HOUR = (int) (HOUR_MS / BASE_MS);

    private BaseIntervals() {}

    static long indexAt(long unixNs) {
        return Math.floorDiv(unixNs, BASE_MS * 1_000_000);
    }

    static long hourOf(long baseIndex) {
        return Math.floorDiv(baseIndex, PER_HOUR);
    }

    /** The intervals of a rule made of base intervals that ascend by index. */
    public static List<Interval> byRule(List<Interval> base, Rule rule) {
        if (rule.intervalMs() % BASE_MS != 0) {
            throw new IllegalArgumentException("The interval of rule '" + rule.name() + "' is no multiple of 10 s");
        }
        long perInterval = rule.intervalMs() / BASE_MS;
        if (perInterval == 1) {
            return base;
        }
        List<Interval> sums = new ArrayList<>();
        for (Interval part : base) {
            long index = Math.floorDiv(part.index(), perInterval);
            Interval renamed = new Interval(index, part.sent(), part.lost(), part.notSent(), part.delays());
            int last = sums.size() - 1;
            if (last >= 0 && sums.get(last).index() == index) {
                sums.set(last, sums.get(last).plus(renamed));
            } else {
                sums.add(renamed);
            }
        }
        return sums;
    }
}
