package io.kerbstone.collector.reports;

import io.kerbstone.collector.messages.Html;
import io.kerbstone.measurement.IntervalState;
import io.kerbstone.measurement.Ledger;
import io.kerbstone.measurement.Period;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A ledger as a strip of SVG with a scale of dates. The strip has {@link #SLICES} slices; each shows the worst state in
 * its time, so that no outage disappears for being short. Stateless.
 */
final class Timeline {
    /** Slices of the strip; one is about a third of a millimetre on A4. */
    static final int SLICES = 720;

    private static final int DOWN_WIDTH_MIN = 2;
    private static final int STRIP_HEIGHT = 26;
    private static final int HEIGHT = 44;
    private static final int TICKS_MAX = 9;
    private static final int LABEL_WIDTH = 34;

    private enum Step {
        HOUR(ChronoUnit.HOURS, 1, "HH:mm"),
        HOURS_3(ChronoUnit.HOURS, 3, "HH:mm"),
        HOURS_6(ChronoUnit.HOURS, 6, "MM-dd HH:mm"),
        DAY(ChronoUnit.DAYS, 1, "MM-dd"),
        DAYS_2(ChronoUnit.DAYS, 2, "MM-dd"),
        DAYS_5(ChronoUnit.DAYS, 5, "MM-dd"),
        DAYS_10(ChronoUnit.DAYS, 10, "MM-dd"),
        MONTH(ChronoUnit.MONTHS, 1, "yyyy-MM"),
        MONTHS_2(ChronoUnit.MONTHS, 2, "yyyy-MM"),
        QUARTER(ChronoUnit.MONTHS, 3, "yyyy-MM"),
        YEAR(ChronoUnit.YEARS, 1, "yyyy");

        final ChronoUnit unit;
        final int amount;
        final DateTimeFormatter label;

        Step(ChronoUnit unit, int amount, String label) {
            this.unit = unit;
            this.amount = amount;
            this.label = DateTimeFormatter.ofPattern(label, Locale.ROOT);
        }
    }

    private Timeline() {}

    /** What the drawings of a page share; put it before the first of them. */
    static void shared(Html html) {
        html.raw(
                "<svg width=\"0\" height=\"0\" style=\"position:absolute\" aria-hidden=\"true\"><defs><pattern id=\"u\""
                        + " width=\"4\" height=\"4\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">"
                        + "<rect width=\"4\" height=\"4\" fill=\"#fff\"/><rect width=\"2\" height=\"4\" fill=\"#9aa5b1\"/>"
                        + "</pattern></defs></svg>");
    }

    /** The drawing; {@code name} is read to people who do not see it. */
    static void draw(Html html, Ledger ledger, ZoneId zone, String name) {
        html.raw("<svg class=\"line\" role=\"img\" viewBox=\"0 0 " + SLICES + " " + HEIGHT + "\"><title>")
                .text(name)
                .raw("</title>");
        IntervalState[] slices = slices(ledger);
        strips(html, slices, false);
        // Last and a little wider, so that one slice of it is seen in print too.
        strips(html, slices, true);
        html.raw("<rect x=\"0.5\" y=\"0.5\" width=\"" + (SLICES - 1) + "\" height=\"" + (STRIP_HEIGHT - 1)
                + "\" fill=\"none\" stroke=\"#5a6877\" stroke-width=\"1\"/>");
        ticks(html, ledger.period(), zone);
        html.raw("</svg>");
    }

    private static void strips(Html html, IntervalState[] slices, boolean down) {
        int from = 0;
        for (int to = 1; to <= SLICES; to++) {
            if (to == SLICES || slices[to] != slices[from]) {
                if (down == (slices[from] == IntervalState.DOWN)) {
                    int width = down ? Math.max(DOWN_WIDTH_MIN, to - from) : to - from;
                    strip(html, slices[from], Math.min(from, SLICES - width), width);
                }
                from = to;
            }
        }
    }

    private static void strip(Html html, IntervalState state, int x, int width) {
        String fill =
                switch (state) {
                    case UP -> "#3fa37c";
                    case DOWN -> "#b3261e";
                    case UNKNOWN -> "url(#u)";
                    case EXCLUDED -> "#7fa8d6";
                };
        html.raw("<rect x=\"" + x + "\" y=\"0\" width=\"" + width + "\" height=\"" + STRIP_HEIGHT + "\" fill=\"" + fill
                + "\"/>");
    }

    /** The worst state in each slice: DOWN before UNKNOWN before EXCLUDED before UP. */
    static IntervalState[] slices(Ledger ledger) {
        IntervalState[] slices = new IntervalState[SLICES];
        Period period = ledger.period();
        for (Ledger.Segment segment : ledger.segments()) {
            int first = slice(segment.period().startMs(), period);
            int last = slice(segment.period().endMs() - 1, period);
            for (int i = first; i <= last; i++) {
                if (slices[i] == null || rank(segment.state()) > rank(slices[i])) {
                    slices[i] = segment.state();
                }
            }
        }
        // A period shorter than its slices in ms leaves some without a segment of their own.
        for (int i = 1; i < SLICES; i++) {
            slices[i] = slices[i] == null ? slices[i - 1] : slices[i];
        }
        return slices;
    }

    private static int slice(long ms, Period period) {
        return (int) Math.min(SLICES - 1, (double) (ms - period.startMs()) / period.lengthMs() * SLICES);
    }

    private static int rank(IntervalState state) {
        return switch (state) {
            case UP -> 0;
            case EXCLUDED -> 1;
            case UNKNOWN -> 2;
            case DOWN -> 3;
        };
    }

    private static void ticks(Html html, Period period, ZoneId zone) {
        Step step = step(period, zone);
        double lastLabel = -LABEL_WIDTH;
        for (ZonedDateTime at : moments(period, zone, step)) {
            double x = (double) (at.toInstant().toEpochMilli() - period.startMs()) / period.lengthMs() * SLICES;
            html.raw(String.format(
                    Locale.ROOT,
                    "<line x1=\"%1$.1f\" x2=\"%1$.1f\" y1=\"%2$d\" y2=\"%3$d\" stroke=\"#5a6877\"/>",
                    x,
                    STRIP_HEIGHT,
                    STRIP_HEIGHT + 4));
            if (x - lastLabel >= LABEL_WIDTH && x <= SLICES - LABEL_WIDTH / 2.0) {
                String anchor = x < LABEL_WIDTH / 2.0 ? "start" : "middle";
                html.raw(String.format(
                                Locale.ROOT, "<text x=\"%.1f\" y=\"%d\" text-anchor=\"%s\">", x, HEIGHT - 5, anchor))
                        .text(step.label.format(at))
                        .raw("</text>");
                lastLabel = x;
            }
        }
    }

    private static Step step(Period period, ZoneId zone) {
        for (Step step : Step.values()) {
            if (period.lengthMs() / approximateMs(step) <= TICKS_MAX * 2L
                    && moments(period, zone, step).size() <= TICKS_MAX) {
                return step;
            }
        }
        return Step.YEAR;
    }

    private static long approximateMs(Step step) {
        return step.unit.getDuration().toMillis() * step.amount;
    }

    private static List<ZonedDateTime> moments(Period period, ZoneId zone, Step step) {
        List<ZonedDateTime> moments = new ArrayList<>();
        ZonedDateTime at = floor(Instant.ofEpochMilli(period.startMs()).atZone(zone), step);
        for (; at.toInstant().toEpochMilli() < period.endMs(); at = at.plus(step.amount, step.unit)) {
            if (at.toInstant().toEpochMilli() >= period.startMs()) {
                moments.add(at);
            }
        }
        return moments;
    }

    private static ZonedDateTime floor(ZonedDateTime at, Step step) {
        LocalDateTime day = at.toLocalDate().atStartOfDay();
        return switch (step.unit) {
            case HOURS ->
                day.plusHours(at.getHour() / step.amount * (long) step.amount).atZone(at.getZone());
            case DAYS ->
                step.amount == 1
                        ? day.atZone(at.getZone())
                        : day.withDayOfMonth(1).atZone(at.getZone());
            case MONTHS -> day.withDayOfYear(1).atZone(at.getZone());
            default -> day.withDayOfYear(1).atZone(at.getZone());
        };
    }
}
