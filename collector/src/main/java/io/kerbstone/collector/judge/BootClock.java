package io.kerbstone.collector.judge;

import io.kerbstone.time.WallEstimate;
import io.kerbstone.wire.SequenceRanges;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * What one boot of an agent knew of the date, and which of its frames did not know it themselves: those are adrift, and
 * dated by the fix that is best for them, whether it came before or after. A function of the set of frames, not of their
 * order: of each stretch of the boot ([0, 1) s, [1, 2), [2, 4), [4, 8) ...) the best fix is kept, and among those the one
 * wins whose error, with what a free-running clock adds over the distance, is smallest
 * ({@code docs/decisions/0111-the-best-fix-of-a-boot.md}).
 *
 * <p>Packed form, version 1: {@code octet 1, u fixes}, of each {@code s boot ns, s unix ns, u error ns, text epoch, u
 * sequence}; {@code u epochs}, of each {@code text epoch, text ranges}; {@code s first, s last} boot ns of them. Not
 * thread-safe.
 */
final class BootClock implements Packed {
    /** Errors below this make no difference between two fixes, ns: far less than an interval. */
    static final long LEAST_ERROR_NS = 100_000_000L;
    /** Most ranges of frames adrift in one epoch; beyond, the smallest hole between two is taken as filled. */
    static final int MAX_RANGES = 512;

    private static final int VERSION = 1;
    private static final long GREATEST_ERROR_NS = 100_000_000_000_000L;
    private static final long NS_PER_S = 1_000_000_000L;
    /** What a distance is divided by to give the drift; multiplied out, so that no rounding decides. */
    private static final long DRIFT_DIVISOR = 1_000_000 / WallEstimate.DRIFT_PPM;

    private static final Comparator<Fix> EARLIEST =
            Comparator.comparingLong(Fix::bootNs).thenComparing(Fix::epoch).thenComparingLong(Fix::sequence);
    private static final Comparator<Fix> RANK =
            Comparator.comparingLong(Fix::roundedErrorNs).thenComparing(EARLIEST);

    private final TreeMap<Integer, Fix> fixes = new TreeMap<>();
    private final TreeMap<String, SequenceRanges> adrift = new TreeMap<>();
    private long firstNs = Long.MAX_VALUE;
    private long lastNs = Long.MIN_VALUE;

    BootClock() {}

    BootClock(byte[] packed) {
        ByteReader in = new ByteReader(packed);
        in.version(VERSION);
        for (int left = in.count(); left > 0; left--) {
            Fix fix = new Fix(in.signed(), in.signed(), in.unsigned(), in.text(), in.unsigned());
            fixes.put(fix.stretch(), fix);
        }
        for (int left = in.count(); left > 0; left--) {
            String epoch = in.text();
            String ranges = in.text();
            adrift.put(
                    epoch,
                    SequenceRanges.parse(ranges)
                            .orElseThrow(() -> new IllegalStateException("BUG: packed ranges " + ranges)));
        }
        firstNs = in.signed();
        lastNs = in.signed();
    }

    /** A copy, which the original's changes do not reach. */
    BootClock copy() {
        return new BootClock(pack());
    }

    /**
     * A moment of the boot with its date.
     *
     * @param bootNs on the time line of the boot, ns
     * @param unixNs its date, ns since 1970 UTC
     * @param errorNs bound of the date's error, ns
     * @param epoch the frame that said so: its epoch
     * @param sequence and its number
     */
    record Fix(long bootNs, long unixNs, long errorNs, String epoch, long sequence) {
        /** The error as far as it makes a difference: 100 ms, 200 ms, 400 ms ... */
        long roundedErrorNs() {
            long rounded = LEAST_ERROR_NS;
            while (rounded < errorNs && rounded < GREATEST_ERROR_NS) {
                rounded *= 2;
            }
            return rounded;
        }

        /** Error and distance, so weighted that the smaller sum is the smaller error there. */
        private long weightAt(long otherBootNs) {
            return roundedErrorNs() * DRIFT_DIVISOR + Math.abs(otherBootNs - bootNs);
        }

        private int stretch() {
            return Long.SIZE - Long.numberOfLeadingZeros(Math.max(0, bootNs / NS_PER_S));
        }
    }

    /**
     * What became of a fix.
     *
     * @param isKept whether it is one of the best
     * @param before what was known before, when frames adrift may get another date now
     */
    record Offered(boolean isKept, Optional<BootClock> before) {
        private static final Offered NOT_KEPT = new Offered(false, Optional.empty());
    }

    /** Adds what a frame knew. */
    Offered offer(Fix fix) {
        Fix old = fixes.get(fix.stretch());
        if (old != null && RANK.compare(old, fix) <= 0) {
            return Offered.NOT_KEPT;
        }
        if (adrift.isEmpty()) {
            fixes.put(fix.stretch(), fix);
            return new Offered(true, Optional.empty());
        }
        BootClock before = copy();
        boolean wasUsed = old != null && isUsed(old);
        fixes.put(fix.stretch(), fix);
        return new Offered(true, Optional.of(before).filter(known -> wasUsed || isUsed(fix)));
    }

    /** Whether it is the best anywhere among the frames adrift; it then is so at its nearest end of them. */
    private boolean isUsed(Fix fix) {
        return best(Math.max(firstNs, Math.min(lastNs, fix.bootNs)))
                .filter(fix::equals)
                .isPresent();
    }

    /** The best fix for a moment of the boot; empty while nothing is known. */
    Optional<Fix> best(long bootNs) {
        return fixes.values().stream()
                .min(Comparator.<Fix>comparingLong(fix -> fix.weightAt(bootNs)).thenComparing(EARLIEST));
    }

    /** Adds a frame that did not know the date. */
    void addAdrift(String epoch, long sequence, long bootNs) {
        adrift.merge(epoch, SequenceRanges.of(sequence, sequence), (all, one) -> bounded(all.plus(sequence)));
        firstNs = Math.min(firstNs, bootNs);
        lastNs = Math.max(lastNs, bootNs);
    }

    private static SequenceRanges bounded(SequenceRanges ranges) {
        if (ranges.ranges().size() <= MAX_RANGES) {
            return ranges;
        }
        int at = 1;
        for (int i = 2; i < ranges.ranges().size(); i++) {
            at = hole(ranges, i) < hole(ranges, at) ? i : at;
        }
        return ranges.plus(
                ranges.ranges().get(at - 1).to(), ranges.ranges().get(at).from());
    }

    private static long hole(SequenceRanges ranges, int before) {
        return ranges.ranges().get(before).from()
                - ranges.ranges().get(before - 1).to();
    }

    /** Walks the frames that did not know the date, by epoch and sequence; at the bound, others in between too. */
    void forEachAdrift(BiConsumer<String, Long> visitor) {
        adrift.forEach((epoch, ranges) -> ranges.ranges().forEach(range -> {
            for (long sequence = range.from(); sequence <= range.to(); sequence++) {
                visitor.accept(epoch, sequence);
            }
        }));
    }

    /** Number of frames that did not know the date. */
    long adriftFrames() {
        return adrift.values().stream().mapToLong(SequenceRanges::count).sum();
    }

    /** Whether no frame knew the date yet, so that those adrift wait. */
    boolean isWaiting() {
        return fixes.isEmpty();
    }

    @Override
    public boolean isEmpty() {
        return fixes.isEmpty() && adrift.isEmpty();
    }

    @Override
    public byte[] pack() {
        ByteWriter out = new ByteWriter().octet(VERSION).unsigned(fixes.size());
        for (Fix fix : fixes.values()) {
            out.signed(fix.bootNs).signed(fix.unixNs).unsigned(fix.errorNs);
            out.text(fix.epoch).unsigned(fix.sequence);
        }
        out.unsigned(adrift.size());
        for (Map.Entry<String, SequenceRanges> ranges : adrift.entrySet()) {
            out.text(ranges.getKey()).text(ranges.getValue().toString());
        }
        return out.signed(firstNs).signed(lastNs).toBytes();
    }
}
