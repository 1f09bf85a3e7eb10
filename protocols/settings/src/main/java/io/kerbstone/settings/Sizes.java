package io.kerbstone.settings;

import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Amounts of bytes as people write them: a whole number and one of {@code B KiB MiB GiB}. Stateless. */
public final class Sizes {
    private static final Pattern FORM = Pattern.compile("(\\d{1,9})(B|KiB|MiB|GiB)");

    private Sizes() {}

    /** The bytes of {@code 512MiB} and the like; empty when it is no such text. */
    public static OptionalLong parseBytes(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(Long.parseLong(matcher.group(1)) << shift(matcher.group(2)));
    }

    /** The shortest form that {@link #parseBytes} reads back to the same number (not negative). */
    public static String text(long bytes) {
        for (String unit : new String[] {"GiB", "MiB", "KiB"}) {
            long unitBytes = 1L << shift(unit);
            if (bytes > 0 && bytes % unitBytes == 0) {
                return bytes / unitBytes + unit;
            }
        }
        return bytes + "B";
    }

    private static int shift(String unit) {
        return switch (unit) {
            case "GiB" -> 30;
            case "MiB" -> 20;
            case "KiB" -> 10;
            default -> 0;
        };
    }
}
