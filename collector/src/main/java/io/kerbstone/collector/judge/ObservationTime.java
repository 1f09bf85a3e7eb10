package io.kerbstone.collector.judge;

import io.kerbstone.time.ClockState;
import io.kerbstone.time.WallEstimate;

/**
 * When things happened by the wall clock: the one place that decides it ({@code docs/indicators.md}, "Time of an
 * observation"). Maps the monotonic readings of one frame to dates.
 *
 * @param unixAtZeroNs the date of the monotonic reading 0, ns since 1970 UTC
 */
record ObservationTime(long unixAtZeroNs) {
    /** By what the frame's own clock knew. */
    static ObservationTime of(ClockState clock, WallEstimate date) {
        return new ObservationTime(date.unixNs() - clock.monotonicNs());
    }

    /** By what the same boot knew at another moment, along the time line that no suspend stops. */
    static ObservationTime of(ClockState clock, BootClock.Fix fix) {
        return new ObservationTime(fix.unixNs() - fix.bootNs() + clock.suspendedNs());
    }

    /** ns since 1970 UTC of a monotonic reading in the frame. */
    long unixNs(long monotonicNs) {
        return unixAtZeroNs + monotonicNs;
    }
}
