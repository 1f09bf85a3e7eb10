package io.kerbstone.collector.judge;

import io.kerbstone.time.ClockState;

/** When something happened by the wall clock. The one place that decides it; stateless. */
final class ObservationTime {
    private ObservationTime() {}

    /** ns since 1970 UTC of a monotonic reading of the frame's boot: mapped by the frame's own clock state. */
    static long unixNs(ClockState clock, long monotonicNs) {
        return clock.wallUnixNs() + (monotonicNs - clock.monotonicNs());
    }
}
