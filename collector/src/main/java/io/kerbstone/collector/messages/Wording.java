package io.kerbstone.collector.messages;

import io.kerbstone.measurement.Ratio;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Figures in the words of one language and one time zone, for mails and reports. A share is cut off and never rounded up,
 * so that 100 % stands for nothing less. Immutable.
 */
public final class Wording {
    /** Decimal places of a share in per cent. */
    private static final int PERCENT_PLACES = 4;

    private static final DateTimeFormatter SECOND = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter WITH_OFFSET =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss xxx", Locale.ROOT);
    private static final DateTimeFormatter RFC_3339 =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSxxx", Locale.ROOT);
    private static final long MS_PER_S = 1_000;
    private static final long S_PER_MIN = 60;
    private static final long S_PER_H = 3_600;
    private static final long S_PER_D = 86_400;

    private final Messages words;
    private final ZoneId zone;

    /** Words of the language nearest to the locale; dates in the zone. */
    public Wording(Locale locale, ZoneId zone) {
        this.words = Messages.of("common", locale);
        this.zone = zone;
    }

    /** The zone of all dates. */
    public ZoneId zone() {
        return zone;
    }

    /** What stands where there is no figure. */
    public String none() {
        return words.get("none");
    }

    /** A date with seconds, without its offset: for tables that name the zone once. */
    public String second(long unixMs) {
        return SECOND.format(at(unixMs));
    }

    /** A date with seconds and offset: for a sentence that stands alone. */
    public String secondWithOffset(long unixMs) {
        return WITH_OFFSET.format(at(unixMs));
    }

    /** A date as RFC 3339 with ms and offset: for machines. */
    public String rfc3339(long unixMs) {
        return RFC_3339.format(at(unixMs));
    }

    private java.time.ZonedDateTime at(long unixMs) {
        return Instant.ofEpochMilli(unixMs).atZone(zone);
    }

    /** A share in per cent, at least two and at most four places, cut off. */
    public String percent(@Nullable Ratio ratio) {
        if (ratio == null) {
            return none();
        }
        return percentText(BigDecimal.valueOf(ratio.numerator())
                .movePointRight(2)
                .divide(BigDecimal.valueOf(ratio.denominator()), PERCENT_PLACES, RoundingMode.FLOOR));
    }

    /** A share given as a decimal, in per cent; rounded half up, but never to nothing or everything. */
    public String percent(double share) {
        BigDecimal percent = BigDecimal.valueOf(share).movePointRight(2).setScale(PERCENT_PLACES, RoundingMode.HALF_UP);
        if (percent.signum() == 0 && share > 0) {
            return "<0.0001 %";
        }
        if (share < 1 && percent.compareTo(BigDecimal.valueOf(100)) == 0) {
            return ">99.9999 %";
        }
        return percentText(percent);
    }

    private static String percentText(BigDecimal percent) {
        BigDecimal stripped = percent.stripTrailingZeros();
        return (stripped.scale() < 2 ? percent.setScale(2, RoundingMode.UNNECESSARY) : stripped).toPlainString() + " %";
    }

    /** A delay as ms with three places. */
    public String delay(double ns) {
        return String.format(Locale.ROOT, "%.3f ms", ns / 1_000_000);
    }

    /** A number with groups of three digits set apart by a thin space. */
    public String count(long number) {
        return String.format(Locale.ROOT, "%,d", number).replace(',', '\u2009');
    }

    /** A length of time with its two largest units, the second left out when it is 0; cut off, exact below a second. */
    public String duration(long ms) {
        if (ms > 0 && ms < MS_PER_S) {
            return words.get("duration.ms", ms);
        }
        long s = ms / MS_PER_S;
        if (s < S_PER_MIN) {
            return words.get("duration.s", s);
        }
        if (s < S_PER_H) {
            return two("duration.min", s / S_PER_MIN, "duration.s", s % S_PER_MIN);
        }
        if (s < S_PER_D) {
            return two("duration.h", s / S_PER_H, "duration.min", s % S_PER_H / S_PER_MIN);
        }
        return two("duration.d", s / S_PER_D, "duration.h", s % S_PER_D / S_PER_H);
    }

    private String two(String key, long number, String smallerKey, long smaller) {
        return words.get(key, number) + (smaller == 0 ? "" : " " + words.get(smallerKey, smaller));
    }

    /** A mean length of time, ms, that may be undefined. */
    public String duration(@Nullable Ratio ms) {
        return ms == null ? none() : duration(Math.round(ms.decimal()));
    }
}
