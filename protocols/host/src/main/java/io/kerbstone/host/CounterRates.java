package io.kerbstone.host;

import io.kerbstone.measurement.Reading;
import io.kerbstone.measurement.Reading.Kind;
import io.kerbstone.measurement.Reading.Quality;
import java.util.HashMap;
import java.util.Map;

/**
 * Rates from counters of one reading to the next. A counter seen for the first time is {@code FIRST}, one that went
 * backwards is {@code RESET}; neither has a rate. Counters that were not there in a round are forgotten, so it holds no
 * more than one reading has. Owned by one thread.
 */
final class CounterRates {
    private static final double NS_PER_S = 1e9;

    private Map<String, Long> previous = new HashMap<>();
    private Map<String, Long> current = new HashMap<>();
    private long previousNs;
    private long nowNs;

    /** A new round of readings begins. */
    void begin(long atNs) {
        previous = current;
        current = new HashMap<>();
        previousNs = nowNs;
        nowNs = atNs;
    }

    /** The rate of a counter per second since the last round, times {@code factor}. */
    Reading rate(String series, String unit, long counter, double factor, String source) {
        Long before = previous.get(series);
        current.put(series, counter);
        if (before == null || nowNs - previousNs <= 0) {
            return Reading.missing(series, Kind.RATE, unit, Quality.FIRST, source);
        }
        if (counter < before) {
            return Reading.missing(series, Kind.RATE, unit, Quality.RESET, source);
        }
        double perSecond = (counter - before) / ((nowNs - previousNs) / NS_PER_S);
        return Reading.number(series, Kind.RATE, unit, perSecond * factor, source);
    }
}
