package io.kerbstone.rigs.bench;

import io.kerbstone.measurement.Delays;
import io.kerbstone.measurement.Interval;
import io.kerbstone.measurement.Rule;
import java.util.Random;

/**
 * What a made-up path measured, minute by minute, all from one seed: a delay of its own with jitter and rare peaks, one probe
 * a minute and two more when it is lost, an outage in about one of 10,000 minutes, and now and then nothing at all. Owned
 * by one thread.
 */
final class MadeUpPath {
    /** The rule its probes are judged by. */
    static final Rule RULE = Rule.SPARSE;

    private static final int BOUND_NS = 5_000;

    private final Random random;
    private final long usualNs;
    private final long jitterNs;
    private long minute;
    private int downLeft;
    private int silentLeft;

    MadeUpPath(long seed, int number, long firstMinute) {
        this.random = new Random(seed * 1_000_003 + number);
        this.usualNs = 1_000_000L + random.nextInt(20_000_000);
        this.jitterNs = usualNs / 10;
        this.minute = firstMinute;
    }

    /** The next minute as an interval of the rule; its index is the minute since 1970. */
    Interval next() {
        downLeft = downLeft > 0 ? downLeft - 1 : random.nextInt(10_000) == 0 ? 1 + random.nextInt(120) : 0;
        silentLeft = silentLeft > 0 ? silentLeft - 1 : random.nextInt(50_000) == 0 ? 1 + random.nextInt(600) : 0;
        long index = minute++;
        if (silentLeft > 0) {
            return new Interval(index, 0, 0, 1, Delays.NONE);
        }
        if (downLeft > 0) {
            return new Interval(index, 3, 3, 0, Delays.NONE);
        }
        return random.nextInt(200) == 0
                ? new Interval(index, 3, 1, 0, delays(2))
                : new Interval(index, 1, 0, 0, delays(1));
    }

    private Delays delays(int replies) {
        Delays.Builder delays = new Delays.Builder();
        long before = -1;
        for (int i = 0; i < replies; i++) {
            double away = random.nextGaussian() * jitterNs / 3;
            long peak = random.nextInt(1_000) == 0 ? random.nextInt(200_000_000) : 0;
            long ns = Math.max(100_000, usualNs + (long) away + peak);
            delays.add(ns, BOUND_NS);
            if (before >= 0) {
                delays.addVariation(Math.abs(ns - before));
            }
            before = ns;
        }
        return delays.build();
    }
}
