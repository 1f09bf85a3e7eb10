package io.kerbstone.agent.probe;

import io.kerbstone.measurement.Observation;
import io.kerbstone.settings.DeviceDefinition;
import io.kerbstone.settings.PathDefinition;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Probes paths of one or more kinds on threads of its own. Every call ends as exactly one observation, handed over from
 * any thread.
 */
public interface PathProber {
    /**
     * Starts one probe and returns at once; called by the measuring thread.
     *
     * @param device the one the path leads to
     * @param dueNs when it was due: the time of an observation that was not measured
     * @param to takes the observation; does not block
     */
    void start(PathDefinition path, Optional<DeviceDefinition> device, long dueNs, Consumer<Observation> to);

    /** Forgets what it remembers of other paths than these; called by the measuring thread at each assignment. */
    default void keepOnly(Set<String> pathIds) {}
}
