package io.kerbstone.agent.command;

import io.kerbstone.measurement.Reading;
import java.util.Locale;

/** A reading as a line of text for people. Stateless. */
final class ReadingLine {
    private ReadingLine() {}

    static String of(Reading reading) {
        String value = reading.text();
        if (value == null) {
            value = Double.isNaN(reading.value())
                    ? reading.quality().name().toLowerCase(Locale.ROOT)
                    : String.format(Locale.ROOT, "%.6g", reading.value());
        }
        return ("  " + reading.series() + " = " + value + " " + reading.unit()).stripTrailing();
    }
}
