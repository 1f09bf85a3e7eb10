package io.kerbstone.web;

import io.kerbstone.measurement.Observation;
import io.kerbstone.measurement.Reading;
import java.util.List;

/**
 * What came of one probe.
 *
 * @param observation the outcome, with the monotonic time at which the request left
 * @param facts what else it showed, by the series of docs/configuration.md; at most {@link Facts#FACTS_MAX}
 */
public record WebResult(Observation observation, List<Reading> facts) {
    /** Copies the list. */
    public WebResult {
        facts = List.copyOf(facts);
    }
}
