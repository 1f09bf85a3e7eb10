package io.kerbstone.measurement;

import org.jspecify.annotations.Nullable;

/**
 * One value read from a device and normalised by a profile.
 *
 * @param series stable name within the device, for instance {@code interface/3/inOctets}; at most 128 characters
 * @param kind what sort of quantity it is
 * @param unit UCUM-like unit ({@code By/s}, {@code %}, {@code Cel}, {@code s}), empty when there is none
 * @param value the number; NaN when the reading is a text or could not be made
 * @param text a state or a name; null when the reading is a number
 * @param quality whether it may be used, and if not why
 * @param source the object it came from (an OID, a file in /proc, a node id); empty when computed
 */
public record Reading(
        String series, Kind kind, String unit, double value, @Nullable String text, Quality quality, String source) {

    /** What sort of quantity. The codes stand on the wire: never reuse one. */
    public enum Kind {
        /** A momentary value. */
        GAUGE(0),
        /** A rate made from two counter values. */
        RATE(1),
        /** A state, as text. */
        STATE(2),
        /** A fact that seldom changes, as text (model, serial number). */
        IDENTITY(3);

        private final int code;

        Kind(int code) {
            this.code = code;
        }

        /** The number on the wire. */
        public int code() {
            return code;
        }
    }

    /** Whether a reading may be used. The codes stand on the wire: never reuse one. */
    public enum Quality {
        /** As read. */
        GOOD(0),
        /** The first value of a counter: no rate yet. */
        FIRST(1),
        /** The counter went backwards or was discontinued: no rate. */
        RESET(2),
        /** A sentinel or out-of-range value the device uses for "not available". */
        NOT_AVAILABLE(3),
        /** The value could not be understood. */
        MALFORMED(4);

        private final int code;

        Quality(int code) {
            this.code = code;
        }

        /** The number on the wire. */
        public int code() {
            return code;
        }
    }

    /** A number that may be used. */
    public static Reading number(String series, Kind kind, String unit, double value, String source) {
        return new Reading(series, kind, unit, value, null, Quality.GOOD, source);
    }

    /** A text that may be used. */
    public static Reading text(String series, Kind kind, String text, String source) {
        return new Reading(series, kind, "", Double.NaN, text, Quality.GOOD, source);
    }

    /** A reading that could not be made, and why. */
    public static Reading missing(String series, Kind kind, String unit, Quality quality, String source) {
        return new Reading(series, kind, unit, Double.NaN, null, quality, source);
    }
}
