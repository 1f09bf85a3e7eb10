package io.kerbstone.agent.record;

import io.kerbstone.measurement.DeviceReadings;
import io.kerbstone.measurement.Observation;
import java.util.List;

/**
 * What goes into one frame.
 *
 * @param observations in the order they came
 * @param polls in the order they came
 */
public record Batch(List<Observation> observations, List<DeviceReadings> polls) {
    /** Copies the lists. */
    public Batch {
        observations = List.copyOf(observations);
        polls = List.copyOf(polls);
    }

    /** Whether there is nothing. */
    public boolean isEmpty() {
        return observations.isEmpty() && polls.isEmpty();
    }
}
