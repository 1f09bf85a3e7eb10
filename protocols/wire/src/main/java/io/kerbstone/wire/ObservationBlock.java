package io.kerbstone.wire;

import io.kerbstone.identity.Certificates;
import io.kerbstone.measurement.Observation;
import io.kerbstone.measurement.Outcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The observations of one path in one frame, as columns. Values have the resolution of the wire: send times in units
 * of 100 us (rounded down), delays in units of 100 ns (rounded to nearest, and the error bound says so). Immutable;
 * safe for many threads.
 */
public final class ObservationBlock {
    /** Resolution of send times, ns ({@code docs/decisions/0021}). */
    public static final long TIME_UNIT_NS = 100_000;
    /** Resolution of delays and error bounds, ns. */
    public static final long DELAY_UNIT_NS = 100;

    private final String pathId;
    private final long[] sentAtUnits;
    private final int[] delayUnits;
    private final byte[] codes;
    private final int errorBoundUnits;

    /** Takes the arrays without copying; the codec and {@link #of} own none of them afterwards. */
    ObservationBlock(String pathId, long[] sentAtUnits, int[] delayUnits, byte[] codes, int errorBoundUnits) {
        this.pathId = pathId;
        this.sentAtUnits = sentAtUnits;
        this.delayUnits = delayUnits;
        this.codes = codes;
        this.errorBoundUnits = errorBoundUnits;
    }

    /**
     * Blocks of a list of observations in any order: one per path, sorted by path id, each in order of send time.
     *
     * @throws IllegalArgumentException when a path id is none, or a delay or error bound is negative or longer than
     *     {@link FrameLimits#DELAY_NS_MAX}
     */
    public static List<ObservationBlock> of(List<Observation> observations) {
        Map<String, List<Observation>> byPath = new TreeMap<>();
        for (Observation observation : observations) {
            byPath.computeIfAbsent(observation.pathId(), id -> new ArrayList<>())
                    .add(observation);
        }
        List<ObservationBlock> blocks = new ArrayList<>(byPath.size());
        byPath.forEach((pathId, ofPath) -> blocks.add(ofPath(pathId, ofPath)));
        return blocks;
    }

    private static ObservationBlock ofPath(String pathId, List<Observation> observations) {
        if (!Certificates.isId(pathId)) {
            throw new IllegalArgumentException("not a path id: " + pathId);
        }
        observations.sort(Comparator.comparingLong(Observation::sentAtNs));
        int size = observations.size();
        long[] sentAtUnits = new long[size];
        int[] delayUnits = new int[size];
        byte[] codes = new byte[size];
        long errorBoundNs = -1;
        for (int i = 0; i < size; i++) {
            Observation observation = observations.get(i);
            sentAtUnits[i] = Math.floorDiv(observation.sentAtNs(), TIME_UNIT_NS);
            codes[i] = OutcomeCodes.codeOf(observation.outcome());
            if (observation.outcome() instanceof Outcome.Replied replied) {
                delayUnits[i] = units(checked(replied.roundTripNs()) + DELAY_UNIT_NS / 2);
                errorBoundNs = Math.max(errorBoundNs, checked(replied.errorBoundNs()));
            }
        }
        // Rounding a delay to the nearest unit moves it by up to half a unit: the bound must cover that too.
        long boundNs = errorBoundNs < 0 ? 0 : errorBoundNs + DELAY_UNIT_NS / 2;
        return new ObservationBlock(pathId, sentAtUnits, delayUnits, codes, units(boundNs + DELAY_UNIT_NS - 1));
    }

    private static int units(long ns) {
        return Math.toIntExact(ns / DELAY_UNIT_NS);
    }

    private static long checked(long ns) {
        if (ns < 0 || ns > FrameLimits.DELAY_NS_MAX) {
            throw new IllegalArgumentException("a delay or error bound outside 0 to 200 s: " + ns + " ns");
        }
        return ns;
    }

    /** The path. */
    public String pathId() {
        return pathId;
    }

    /** Number of observations, at least 1. */
    public int size() {
        return codes.length;
    }

    /** Monotonic send time of observation i, ns, rounded down to {@link #TIME_UNIT_NS}. */
    public long sentAtNs(int i) {
        return sentAtUnits[i] * TIME_UNIT_NS;
    }

    /** Round-trip delay of observation i, ns, rounded to {@link #DELAY_UNIT_NS}; only where {@link #isReplied}. */
    public long roundTripNs(int i) {
        if (!isReplied(i)) {
            throw new IllegalStateException("BUG: observation " + i + " of " + pathId + " has no delay");
        }
        return delayUnits[i] * DELAY_UNIT_NS;
    }

    /** Whether a valid reply came in time. */
    public boolean isReplied(int i) {
        return codes[i] == OutcomeCodes.REPLIED;
    }

    /** Whether it was sent and no valid reply came in time. */
    public boolean isLost(int i) {
        return OutcomeCodes.isLost(codes[i]);
    }

    /** What became of observation i. */
    public Outcome outcome(int i) {
        return isReplied(i) ? new Outcome.Replied(roundTripNs(i), errorBoundNs()) : OutcomeCodes.outcomeOf(codes[i]);
    }

    /** Observation i, at the resolution of the wire. */
    public Observation observation(int i) {
        return new Observation(pathId, sentAtNs(i), outcome(i));
    }

    /** Error bound of every delay in this block, ns: the largest of them, rounding included; 0 without replies. */
    public long errorBoundNs() {
        return errorBoundUnits * DELAY_UNIT_NS;
    }

    long sentAtUnits(int i) {
        return sentAtUnits[i];
    }

    int delayUnits(int i) {
        return delayUnits[i];
    }

    byte code(int i) {
        return codes[i];
    }

    int errorBoundUnits() {
        return errorBoundUnits;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ObservationBlock that
                && pathId.equals(that.pathId)
                && errorBoundUnits == that.errorBoundUnits
                && Arrays.equals(sentAtUnits, that.sentAtUnits)
                && Arrays.equals(delayUnits, that.delayUnits)
                && Arrays.equals(codes, that.codes);
    }

    @Override
    public int hashCode() {
        return 31 * pathId.hashCode() + Arrays.hashCode(sentAtUnits);
    }

    @Override
    public String toString() {
        return "ObservationBlock " + pathId + " of " + size();
    }
}
