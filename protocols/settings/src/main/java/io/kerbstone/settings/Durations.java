package io.kerbstone.settings;

import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them: a whole number and one of {@code ms s m h d}. Stateless. */
public final class Durations {
    private static final Pattern FORM = Pattern.compile("(\\d{1,12})(ms|s|m|h|d)");

    private Durations() {}

    /** The milliseconds of {@code 10ms}, {@code 1s}, {@code 1m}, {@code 2h} or {@code 7d}; empty when it is none. */
    public static OptionalLong parseMs(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(Long.parseLong(matcher.group(1)) * unitMs(matcher.group(2)));
    }

    /** The shortest form that {@link #parseMs} reads back to the same milliseconds (not negative). */
    public static String text(long ms) {
        for (String unit : new String[] {"d", "h", "m", "s"}) {
            if (ms > 0 && ms % unitMs(unit) == 0) {
                return ms / unitMs(unit) + unit;
            }
        }
        return ms + "ms";
    }

    private static long unitMs(String unit) {
        return switch (unit) {
            case "d" -> 86_400_000L;
            case "h" -> 3_600_000L;
            case "m" -> 60_000L;
            case "s" -> 1_000L;
            default -> 1L;
        };
    }
}
