package io.kerbstone.collector.web;

import io.kerbstone.collector.messages.Messages;
import io.kerbstone.measurement.Ratio;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Figures as people read them. A share is cut off, never rounded up, so that 100 % is shown for nothing less. Immutable.
 */
public final class Format {
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");
    private static final DateTimeFormatter SECOND = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");
    private static final DateTimeFormatter FIELD = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm");

    private static final long MS_PER_SECOND = 1_000;
    private static final long MS_PER_MINUTE = 60 * MS_PER_SECOND;
    private static final long MS_PER_HOUR = 60 * MS_PER_MINUTE;
    private static final long MS_PER_DAY = 24 * MS_PER_HOUR;
    private static final double NS_PER_MS = 1_000_000;
    private static final double US_PER_MS = 1_000;
    private static final double CUT = 10_000;

    private final Messages words;
    private final ZoneId zone;

    /** For the language of these messages (area {@code web}), with dates in this zone. */
    public Format(Messages words, ZoneId zone) {
        this.words = words;
        this.zone = zone;
    }

    /** What stands where there is no figure. */
    public String none() {
        return "–";
    }

    /** A share as per cent with four places, cut off: 99.9999 % is never shown as 100 %. */
    public String percent(@Nullable Ratio ratio) {
        return ratio == null ? none() : percent(ratio.decimal());
    }

    /** A share from 0 to 1 as per cent with up to four places, cut off. */
    public String percent(double share) {
        double percent = Math.floor(share * 100 * CUT + 1e-6) / CUT;
        String text = String.format(Locale.ROOT, "%.4f", percent);
        return trimZeros(text, 2) + " %";
    }

    /** A loss ratio as per cent with two places, rounded up, so that a loss is never shown as none. */
    public String loss(@Nullable Ratio ratio) {
        return ratio == null ? none() : loss(ratio.decimal());
    }

    /** A loss ratio from 0 to 1. */
    public String loss(double share) {
        return String.format(Locale.ROOT, "%.2f", Math.max(0, Math.ceil(share * CUT - 1e-6)) / 100) + " %";
    }

    /** A delay in ns as ms with three places. */
    public String delayNs(double ns) {
        return String.format(Locale.ROOT, "%.3f ms", ns / NS_PER_MS);
    }

    /** A number with groups of three digits. */
    public String count(long number) {
        return String.format(Locale.ROOT, "%,d", number).replace(',', '\u2009');
    }

    /** A delay in µs as ms with two places; for tiles. */
    public String delayUs(double us) {
        return Double.isNaN(us) ? none() : String.format(Locale.ROOT, us < 100 ? "%.3f ms" : "%.2f ms", us / US_PER_MS);
    }

    /** A date with minutes in the collector's zone. */
    public String minute(long unixMs) {
        return at(unixMs, MINUTE);
    }

    /** A date with seconds in the collector's zone. */
    public String second(long unixMs) {
        return at(unixMs, SECOND);
    }

    /** The time of day with seconds. */
    public String clock(long unixMs) {
        return at(unixMs, CLOCK);
    }

    /** A moment as a browser's field for date and time wants it. */
    public String field(long unixMs) {
        return at(unixMs, FIELD);
    }

    /** Name of the zone and its offset now, for the foot of pages. */
    public String zone(long nowMs) {
        ZoneOffset offset = zone.getRules().getOffset(Instant.ofEpochMilli(nowMs));
        return zone.getId() + (offset.equals(ZoneOffset.UTC) ? "" : " (UTC" + offset + ")");
    }

    /** A length of time with its two largest units; the smaller one is left out when it is 0. */
    public String duration(long ms) {
        if (ms < MS_PER_MINUTE) {
            return words.get("duration.s", ms < MS_PER_SECOND && ms > 0 ? "< 1" : ms / MS_PER_SECOND);
        }
        if (ms < MS_PER_HOUR) {
            return duration("m", "s", ms / MS_PER_MINUTE, ms % MS_PER_MINUTE / MS_PER_SECOND);
        }
        if (ms < MS_PER_DAY) {
            return duration("h", "m", ms / MS_PER_HOUR, ms % MS_PER_HOUR / MS_PER_MINUTE);
        }
        return duration("d", "h", ms / MS_PER_DAY, ms % MS_PER_DAY / MS_PER_HOUR);
    }

    private String duration(String unit, String smaller, long count, long rest) {
        String large = words.get("duration." + unit, count);
        return rest == 0 ? large : large + " " + words.get("duration." + smaller, rest);
    }

    /** A length of time that may be undefined, ms. */
    public String duration(@Nullable Ratio ms) {
        return ms == null ? none() : duration(Math.round(ms.decimal()));
    }

    /** A reading's number with at most three places, without needless zeros. */
    public String number(double value) {
        if (Double.isNaN(value)) {
            return none();
        }
        return trimZeros(String.format(Locale.ROOT, "%.3f", value), 0);
    }

    private String at(long unixMs, DateTimeFormatter form) {
        return form.format(Instant.ofEpochMilli(unixMs).atZone(zone));
    }

    private static String trimZeros(String text, int placesKept) {
        int point = text.indexOf('.');
        int end = text.length();
        while (end > point + 1 + placesKept && text.charAt(end - 1) == '0') {
            end--;
        }
        return text.substring(0, end == point + 1 ? point : end);
    }
}
