package io.kerbstone.time;

/**
 * What a machine knew of the wall clock at one reading of its monotonic clock. It maps monotonic readings of the same
 * boot to dates ({@code docs/indicators.md}, "Time of an observation").
 *
 * @param bootId identity of the boot the monotonic clock belongs to (Linux: {@code /proc/sys/kernel/random/boot_id})
 * @param monotonicNs the monotonic reading, ns
 * @param wallUnixNs the wall clock read at the same moment, ns since 1970 UTC
 * @param synchronised whether the kernel says the wall clock is being kept in step (adjtimex, no STA_UNSYNC)
 * @param errorNs estimated error of the wall clock, ns, at least 0; meaningless unless synchronised
 */
public record ClockState(String bootId, long monotonicNs, long wallUnixNs, boolean synchronised, long errorNs) {
    /** The wall time, ns since 1970 UTC, of a monotonic reading of the same boot. */
    public long wallUnixNsAt(long otherMonotonicNs) {
        return wallUnixNs + (otherMonotonicNs - monotonicNs);
    }
}
