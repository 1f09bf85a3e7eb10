package io.kerbstone.collector.judge;

import io.kerbstone.measurement.Delays;
import io.kerbstone.measurement.IntervalState;
import io.kerbstone.measurement.Ledger;
import io.kerbstone.measurement.PathIndicators;
import io.kerbstone.measurement.Period;
import io.kerbstone.measurement.ProbeTotals;
import io.kerbstone.measurement.Rule;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The two rows of a day, month or year of a path, made of its intervals by one rule with nothing excluded. Both begin with
 * {@code octet 1, eight bytes print, eight bytes twin}: the print is of the rule's numbers and of the exact time covered, so
 * that a row made otherwise is known by it; the twin is of the content, and equal in both rows that were made together.
 *
 * <pre>
 *   states   u upSent, upLost, upNotSent, allSent, allLost, allNotSent, u unit ms, u runs, then of each run of UP or DOWN
 *            u (units since the end of the one before, or the begin of the span) * 2 + (1 if DOWN), u length in units
 *   delays   u buckets, and unless 0: u first bucket, {@link Columns} difference - 1 and count - 1, u sum, min, max ns,
 *            u variation sum ns, u variations, u error bound ns
 * </pre>
 *
 * Stateless.
 */
final class SpanRow {
    static final int VERSION = 1;

    private static final long PRIME = 0x9E3779B97F4A7C15L;

    private SpanRow() {}

    /** What tells rows of that span by that rule from all others. */
    static long print(Rule rule, Period span) {
        long print = mix(PRIME, span.startMs());
        print = mix(print, span.endMs());
        print = mix(print, rule.intervalMs());
        print = mix(print, rule.minProbes());
        return mix(print, Double.doubleToLongBits(rule.lossThreshold()));
    }

    private static long mix(long print, long value) {
        long mixed = (print ^ value) * PRIME;
        return mixed ^ (mixed >>> 29);
    }

    /** Whether rows can be made of the span: the intervals of the rule do not reach over its ends. */
    static boolean fits(Rule rule, Period span) {
        return span.startMs() % rule.intervalMs() == 0 && span.endMs() % rule.intervalMs() == 0;
    }

    /** The rows of a span: states, delays. */
    static byte[][] write(Rule rule, Period span, Ledger ledger, ProbeTotals totals, Delays delays) {
        byte[] states = states(rule, span, ledger, totals).toBytes();
        byte[] more = delays(delays).toBytes();
        long twin = mix(Arrays.hashCode(states), Arrays.hashCode(more));
        long print = print(rule, span);
        return new byte[][] {whole(print, twin, states), whole(print, twin, more)};
    }

    private static byte[] whole(long print, long twin, byte[] content) {
        return new ByteWriter()
                .octet(VERSION)
                .eight(print)
                .eight(twin)
                .octets(content)
                .toBytes();
    }

    private static ByteWriter states(Rule rule, Period span, Ledger ledger, ProbeTotals totals) {
        ByteWriter out = new ByteWriter()
                .unsigned(totals.upSent())
                .unsigned(totals.upLost())
                .unsigned(totals.upNotSent())
                .unsigned(totals.allSent())
                .unsigned(totals.allLost())
                .unsigned(totals.allNotSent());
        long unit = rule.intervalMs();
        out.unsigned(unit);
        out.unsigned(ledger.segments().stream().filter(SpanRow::isMeasured).count());
        long atMs = span.startMs();
        for (Ledger.Segment run : ledger.segments()) {
            if (isMeasured(run)) {
                long gap = (run.period().startMs() - atMs) / unit;
                out.unsigned(gap << 1 | (run.state() == IntervalState.DOWN ? 1 : 0));
                out.unsigned(run.period().lengthMs() / unit);
                atMs = run.period().endMs();
            }
        }
        return out;
    }

    private static boolean isMeasured(Ledger.Segment run) {
        return run.state() == IntervalState.UP || run.state() == IntervalState.DOWN;
    }

    private static ByteWriter delays(Delays delays) {
        ByteWriter out = new ByteWriter().unsigned(delays.size());
        if (delays.count() == 0) {
            return out;
        }
        out.unsigned(delays.bucket(0));
        long[] gaps = new long[delays.size() - 1];
        long[] counts = new long[delays.size()];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = delays.countAt(i) - 1L;
            if (i > 0) {
                gaps[i - 1] = (long) delays.bucket(i) - delays.bucket(i - 1) - 1;
            }
        }
        Columns.write(out, gaps, gaps.length);
        Columns.write(out, counts, counts.length);
        out.unsigned(delays.sumNs()).unsigned(delays.minNs()).unsigned(delays.maxNs());
        return out.unsigned(delays.variationSumNs())
                .unsigned(delays.variationCount())
                .unsigned(delays.errorBoundNs());
    }

    /** The reader of a row after its head, which says which twin it has; null when the row is of another rule or time. */
    static @Nullable Opened open(byte[] row, long print) {
        ByteReader in = new ByteReader(row);
        in.version(VERSION);
        return in.eight() == print ? new Opened(in, in.eight()) : null;
    }

    /** A row whose head was read. */
    record Opened(ByteReader in, long twin) {}

    /** Adds the probes and states of an opened row of states, those within the period; the probes only of a whole span. */
    static void addStates(Opened row, Period span, Period within, PathIndicators.Builder to) {
        ByteReader in = row.in;
        ProbeTotals totals = new ProbeTotals(
                in.unsigned(), in.unsigned(), in.unsigned(), in.unsigned(), in.unsigned(), in.unsigned());
        if (within.contains(span)) {
            to.addTotals(totals);
        }
        long unit = in.unsigned();
        long atMs = span.startMs();
        for (int runs = in.count(); runs > 0; runs--) {
            long head = in.unsigned();
            long fromMs = atMs + (head >>> 1) * unit;
            atMs = fromMs + in.unsigned() * unit;
            long from = Math.max(fromMs, within.startMs());
            long end = Math.min(atMs, within.endMs());
            if (from < end) {
                to.addState(from, end, (head & 1) == 1 ? IntervalState.DOWN : IntervalState.UP);
            }
        }
    }

    /** The delays of an opened row of delays. */
    static Delays delays(Opened row) {
        ByteReader in = row.in;
        int size = in.count();
        if (size == 0) {
            return Delays.NONE;
        }
        long bucket = in.unsigned();
        long[] gaps = Columns.read(in, size - 1);
        long[] counts = Columns.read(in, size);
        Delays.Builder delays = new Delays.Builder();
        for (int i = 0; i < size; i++) {
            bucket += i == 0 ? 0 : gaps[i - 1] + 1;
            delays.bucket(Math.toIntExact(bucket), Math.toIntExact(counts[i] + 1));
        }
        long sum = in.unsigned();
        long min = in.unsigned();
        long max = in.unsigned();
        return delays.exact(sum, min, max, in.unsigned(), in.unsigned(), in.unsigned())
                .build();
    }
}
