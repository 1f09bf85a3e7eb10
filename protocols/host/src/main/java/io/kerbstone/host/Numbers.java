package io.kerbstone.host;

/** Numbers in the kernel's texts, without exceptions. Pure functions. */
final class Numbers {
    /** Stands for what is no number. */
    static final long NONE = -1;

    private static final int MOST_DIGITS = 20;

    private Numbers() {}

    /** A whole number from 0 to 2^63 - 1, or {@link #NONE}. */
    static long whole(String text) {
        if (text.isEmpty() || text.length() > MOST_DIGITS || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return NONE;
        }
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            return NONE;
        }
    }

    /** A decimal number, or NaN. */
    static double decimal(String text) {
        if (!text.matches("[0-9]{1,20}(\\.[0-9]{1,20})?")) {
            return Double.NaN;
        }
        return Double.parseDouble(text);
    }

    /** The fields of a line, split at white space. */
    static String[] fields(String line) {
        return line.strip().split("\\s+", -1);
    }

    /** Whether all the fields from one position to another (exclusive) are whole numbers. */
    static boolean allWhole(String[] fields, int from, int to) {
        for (int i = from; i < to; i++) {
            if (i >= fields.length || whole(fields[i]) == NONE) {
                return false;
            }
        }
        return true;
    }
}
