package io.kerbstone.time;

import java.util.Optional;

/**
 * What a machine knew of the wall clock at one reading of its monotonic clock. The states of one boot map all monotonic
 * readings of that boot to dates ({@code docs/indicators.md}, "Time of an observation").
 *
 * @param bootId identity of the boot the monotonic clock belongs to (Linux: {@code /proc/sys/kernel/random/boot_id})
 * @param monotonicNs the monotonic reading, ns
 * @param wallUnixNs the wall clock read at the same moment, ns since 1970 UTC
 * @param synchronised whether the kernel says the wall clock is being kept in step (adjtimex, no STA_UNSYNC)
 * @param errorNs estimated error of the wall clock, ns, at least 0; meaningless unless synchronised
 * @param collector the collector's wall clock at the same moment, as time exchanges tell; empty before the first
 * @param suspendedNs how long the machine had been suspended in this boot, ns: its monotonic clock stood still then
 */
public record ClockState(
        String bootId,
        long monotonicNs,
        long wallUnixNs,
        boolean synchronised,
        long errorNs,
        Optional<WallEstimate> collector,
        long suspendedNs) {
    /** A clock that stands before this was never set, whatever is said of it: 2020-01-01T00:00:00Z. */
    public static final long EARLIEST_UNIX_NS = 1_577_836_800_000_000_000L;
    /** Kernel and collector may differ by this beyond their errors before one of them must be wrong, ns. */
    public static final long CONTEST_NS = 1_000_000_000L;

    /** A state of a machine that has not been suspended and has not heard its collector's clock. */
    public ClockState(String bootId, long monotonicNs, long wallUnixNs, boolean synchronised, long errorNs) {
        this(bootId, monotonicNs, wallUnixNs, synchronised, errorNs, Optional.empty(), 0);
    }

    /** Where a monotonic reading taken under this state lies on the time line of the boot, which no suspend stops, ns. */
    public long bootNsAt(long otherMonotonicNs) {
        return otherMonotonicNs + suspendedNs;
    }

    /** Where this state lies on the time line of its boot, ns. */
    public long bootNs() {
        return bootNsAt(monotonicNs);
    }

    /**
     * The date of this moment by the better of the two clocks: the one with the smaller error, but the collector's when
     * they contradict each other. Empty when neither is known: then nobody should guess.
     */
    public Optional<WallEstimate> date() {
        Optional<WallEstimate> kernel = kernel();
        Optional<WallEstimate> other = plausible(collector);
        if (kernel.isEmpty() || other.isEmpty()) {
            return kernel.or(() -> other);
        }
        return isContested() || other.get().errorNs() <= kernel.get().errorNs() ? other : kernel;
    }

    /** Whether the kernel calls a clock synchronised that the collector's contradicts: a clock that jumps by hours. */
    public boolean isContested() {
        Optional<WallEstimate> other = plausible(collector);
        return other.isPresent()
                && kernel().filter(own -> own.contradicts(other.get(), CONTEST_NS))
                        .isPresent();
    }

    /** The collector's clock minus this machine's, ns; empty before the first time exchange. */
    public Optional<Long> offsetNs() {
        return collector.map(estimate -> estimate.unixNs() - wallUnixNs);
    }

    private Optional<WallEstimate> kernel() {
        return synchronised ? plausible(Optional.of(new WallEstimate(wallUnixNs, errorNs))) : Optional.empty();
    }

    private static Optional<WallEstimate> plausible(Optional<WallEstimate> estimate) {
        return estimate.filter(date -> date.unixNs() >= EARLIEST_UNIX_NS);
    }
}
