package io.kerbstone.collector.web;

import io.kerbstone.measurement.IntervalState;
import io.kerbstone.measurement.Ledger;
import io.kerbstone.measurement.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A ledger as bars on a line. Stretches too short to be seen are drawn at least {@link #LEAST_WIDTH} wide, so that a DOWN
 * of a second is seen in a month.
 *
 * @param ledger what is drawn
 * @param bars in the order to be drawn: later ones over earlier ones
 */
public record Timeline(Ledger ledger, List<Bar> bars) {
    /** Least width of a bar, share of the whole. */
    static final double LEAST_WIDTH = 0.0015;
    /** Most bars; with more, the shortest are left out. */
    static final int BARS_MAX = 2_000;

    /** One stretch; {@code x} and {@code width} as SVG attributes. */
    public record Bar(IntervalState state, Period period, String x, String width) {}

    /** Copies the list. */
    public Timeline {
        bars = List.copyOf(bars);
    }

    /** The line of a ledger. */
    public static Timeline of(Ledger ledger) {
        List<Bar> bars = new ArrayList<>();
        for (IntervalState state :
                List.of(IntervalState.UP, IntervalState.EXCLUDED, IntervalState.UNKNOWN, IntervalState.DOWN)) {
            ledger.segments().stream()
                    .filter(segment -> segment.state() == state)
                    .sorted((a, b) ->
                            Long.compare(b.period().lengthMs(), a.period().lengthMs()))
                    .limit(BARS_MAX)
                    .forEach(segment -> bars.add(bar(ledger.period(), segment)));
        }
        return new Timeline(ledger, bars);
    }

    /** The whole period. */
    public Period period() {
        return ledger.period();
    }

    private static Bar bar(Period whole, Ledger.Segment segment) {
        double x = (double) (segment.period().startMs() - whole.startMs()) / whole.lengthMs();
        double width = Math.max(LEAST_WIDTH, (double) segment.period().lengthMs() / whole.lengthMs());
        return new Bar(segment.state(), segment.period(), percent(Math.min(x, 1 - width)), percent(width));
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.4f%%", share * 100);
    }
}
