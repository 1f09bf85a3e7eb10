package io.kerbstone.profiles;

import io.kerbstone.measurement.Oid;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One object (or column of a table) from which a reading can be made.
 *
 * @param oid an instance for a scalar, a column for a table
 * @param scale what a number is multiplied with to be in the reading's unit; not 0
 * @param minus objects or columns of the same row whose numbers are taken off first; one that is missing makes this
 *     source count as absent
 * @param times a second object or column of the same row that the number is multiplied with as well
 * @param notAvailable raw values with which the device says that it has none
 * @param min smallest value that can be, in the reading's unit
 * @param max largest value that can be, in the reading's unit
 * @param pattern what to take of a text: its first group; the object counts as absent when it does not match
 * @param form how bytes become a text
 */
public record Source(
        Oid oid,
        double scale,
        List<Oid> minus,
        Optional<Oid> times,
        Set<String> notAvailable,
        double min,
        double max,
        Optional<Pattern> pattern,
        Form form) {
    /** Copies the collections. */
    public Source {
        minus = List.copyOf(minus);
        notAvailable = Set.copyOf(notAvailable);
    }

    /** How bytes become a text. */
    public enum Form {
        /** Characters: UTF-8, or else GB 18030, or else Latin-1. */
        TEXT,
        /** Pairs of hexadecimal digits with colons between, as hardware addresses are written. */
        HEX
    }
}
