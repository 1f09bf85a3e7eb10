package io.kerbstone.collector.judge;

import io.kerbstone.measurement.DeviceReadings;
import io.kerbstone.measurement.Reading;
import java.util.List;

/**
 * A device as it was last seen.
 *
 * @param polledAtMs when it was last polled, ms since 1970 UTC
 * @param status how that went
 * @param profileId which profile read it; empty when none did
 * @param readings the newest of each series, by series: of the last complete poll and of what came since
 */
public record DeviceLive(long polledAtMs, DeviceReadings.Status status, String profileId, List<TimedReading> readings) {
    /** Copies the list. */
    public DeviceLive {
        readings = List.copyOf(readings);
    }

    /** A reading and when the poll that gave it began, ms since 1970 UTC. */
    public record TimedReading(long atMs, Reading reading) {}
}
