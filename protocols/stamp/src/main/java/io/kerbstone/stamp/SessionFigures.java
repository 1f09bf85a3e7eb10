package io.kerbstone.stamp;

import io.kerbstone.measurement.Reading;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a session learns in a minute beside its observations: which way packets were lost, how long the reflector held
 * them, one-way delays where both clocks are synchronised. Owned by the sender's thread.
 */
final class SessionFigures {
    /** Most one-way delays kept of one minute; beyond that they are counted and left out. */
    static final int ONE_WAY_MAX = 6_000;

    private static final double NANOS = 1e9;

    private final OneWay forward = new OneWay();
    private final OneWay back = new OneWay();
    private long errorBoundNs;
    private long residenceSumNs;
    private long residenceMaxNs;
    private long residences;
    long lostForward;
    long lostReturn;
    long lostUnknown;
    long late;
    long duplicate;
    long invalid;
    long clockFaults;

    void residence(long ns) {
        residenceSumNs += ns;
        residenceMaxNs = Math.max(residenceMaxNs, ns);
        residences++;
    }

    /** Signed, ns: an error of the clocks may make a short delay negative. */
    void oneWay(long forwardNs, long backNs, long boundNs) {
        forward.add(forwardNs);
        back.add(backNs);
        errorBoundNs = Math.max(errorBoundNs, boundNs);
    }

    List<Reading> readings(LossDirections.Kind kind) {
        List<Reading> readings = new ArrayList<>();
        if (kind != LossDirections.Kind.UNKNOWN) {
            boolean isStateful = kind == LossDirections.Kind.STATEFUL;
            readings.add(Reading.text("reflector", Reading.Kind.STATE, isStateful ? "stateful" : "stateless", ""));
        }
        count(readings, "lost/forward", lostForward);
        count(readings, "lost/return", lostReturn);
        count(readings, "lost/unknown", lostUnknown);
        count(readings, "late", late);
        count(readings, "duplicate", duplicate);
        count(readings, "invalid", invalid);
        if (residences > 0) {
            seconds(readings, "residence/mean", (double) residenceSumNs / residences);
            seconds(readings, "residence/max", (double) residenceMaxNs);
        }
        if (forward.size > 0) {
            forward.read(readings, "oneWay/forward");
            back.read(readings, "oneWay/return");
            seconds(readings, "oneWay/errorBound", (double) errorBoundNs);
        }
        return readings;
    }

    private static void count(List<Reading> to, String series, long count) {
        to.add(Reading.number(series, Reading.Kind.GAUGE, "", (double) count, ""));
    }

    private static void seconds(List<Reading> to, String series, double ns) {
        to.add(Reading.number(series, Reading.Kind.GAUGE, "s", ns / NANOS, ""));
    }

    private static final class OneWay {
        private long[] values = new long[16];
        private int size;

        private void add(long ns) {
            if (size == ONE_WAY_MAX) {
                return;
            }
            if (size == values.length) {
                values = Arrays.copyOf(values, size * 2);
            }
            values[size++] = ns;
        }

        private void read(List<Reading> to, String series) {
            long[] sorted = Arrays.copyOf(values, size);
            Arrays.sort(sorted);
            seconds(to, series + "/min", (double) sorted[0]);
            seconds(to, series + "/mean", Arrays.stream(sorted).average().orElse(0));
            seconds(to, series + "/p50", (double) sorted[rank(50)]);
            seconds(to, series + "/p99", (double) sorted[rank(99)]);
        }

        private int rank(int percent) {
            return Math.max(0, (size * percent + 99) / 100 - 1);
        }
    }
}
