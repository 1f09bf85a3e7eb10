package io.kerbstone.web;

import io.kerbstone.measurement.Reading;
import io.kerbstone.measurement.Reading.Kind;
import java.util.ArrayList;
import java.util.List;

/** The facts of one probe as they come in. Owned by one thread. */
final class Facts {
    /** Most facts of one probe. */
    static final int FACTS_MAX = 24;
    /** Longest text, characters; what is longer is cut. */
    static final int TEXT_LENGTH_MAX = 200;

    private static final double NS_PER_S = 1e9;

    private final List<Reading> readings = new ArrayList<>();

    Facts text(String series, String text) {
        String cut = text.length() > TEXT_LENGTH_MAX ? text.substring(0, TEXT_LENGTH_MAX) : text;
        return add(Reading.text(series, Kind.STATE, cut, ""));
    }

    Facts flag(String series, boolean value) {
        return text(series, value ? "yes" : "no");
    }

    Facts seconds(String series, long ns) {
        return number(series, "s", ns / NS_PER_S);
    }

    Facts number(String series, String unit, double value) {
        return add(Reading.number(series, Kind.GAUGE, unit, value, ""));
    }

    private Facts add(Reading reading) {
        if (readings.size() == FACTS_MAX) {
            throw new IllegalStateException("BUG: more than " + FACTS_MAX + " facts of one probe");
        }
        readings.add(reading);
        return this;
    }

    List<Reading> list() {
        return readings;
    }
}
