package io.kerbstone.profiles;

import io.kerbstone.measurement.Reading;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How one reading is made. Of several sources the first that gives a good value is taken; of a rate the first that is there
 * at all, so that it does not change its counter from poll to poll.
 *
 * @param series name of the series; {@code {index}} stands for the row's index
 * @param kind what sort of quantity
 * @param unit unit after scaling, empty for texts
 * @param sources in the order of preference; empty only for a constant
 * @param constant the text itself, when it is no object of the device
 * @param states raw value to text; empty for a state that is a text already
 * @param otherState text for a raw value that {@code states} does not know
 * @param ceiling what bounds a rate made from a counter of 32 bits
 */
public record ReadingRule(
        String series,
        Reading.Kind kind,
        String unit,
        List<Source> sources,
        Optional<String> constant,
        Map<String, String> states,
        String otherState,
        Optional<Ceiling> ceiling) {
    /** Copies the collections. */
    public ReadingRule {
        sources = List.copyOf(sources);
        states = Map.copyOf(states);
    }

    /**
     * Where the highest possible rate is known from: a series of the same row.
     *
     * @param series template of that series, a rule that stands earlier in the same table
     * @param scale what its value is multiplied with to be in the rate's unit
     */
    public record Ceiling(String series, double scale) {}

    /** The series of a row. */
    public String seriesOf(String index) {
        return series.replace("{index}", index);
    }
}
