package io.kerbstone.measurement;

import io.kerbstone.measurement.Outcome.LossReason;
import io.kerbstone.measurement.Outcome.NotMeasuredReason;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * How many probes were lost, or not measured, and why. Immutable.
 *
 * @param lost lost probes by reason; a reason that did not occur is not in it
 * @param notMeasured probes not measured by reason, likewise
 */
public record Reasons(Map<LossReason, Long> lost, Map<NotMeasuredReason, Long> notMeasured) {
    /** Nothing was lost or left out. */
    public static final Reasons NONE = new Reasons(Map.of(), Map.of());

    /** Copies the maps, in the order of the reasons. */
    public Reasons {
        lost = Collections.unmodifiableMap(ordered(LossReason.class, lost));
        notMeasured = Collections.unmodifiableMap(ordered(NotMeasuredReason.class, notMeasured));
    }

    private static <E extends Enum<E>> Map<E, Long> ordered(Class<E> type, Map<E, Long> counts) {
        Map<E, Long> map = new EnumMap<>(type);
        map.putAll(counts);
        return map;
    }

    /** Probes lost. */
    public long lostSum() {
        return lost.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Probes not measured. */
    public long notMeasuredSum() {
        return notMeasured.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Whether there is nothing to tell. */
    public boolean isEmpty() {
        return lost.isEmpty() && notMeasured.isEmpty();
    }

    /** Both together. */
    public Reasons plus(Reasons other) {
        Map<LossReason, Long> allLost = ordered(LossReason.class, lost);
        other.lost.forEach((reason, count) -> allLost.merge(reason, count, Long::sum));
        Map<NotMeasuredReason, Long> allNotMeasured = ordered(NotMeasuredReason.class, notMeasured);
        other.notMeasured.forEach((reason, count) -> allNotMeasured.merge(reason, count, Long::sum));
        return new Reasons(allLost, allNotMeasured);
    }

    /** Whether a reflector told the direction of any loss. */
    public boolean hasDirections() {
        return lost.containsKey(LossReason.LOST_FORWARD) || lost.containsKey(LossReason.LOST_RETURN);
    }

    /**
     * Loss on the way there, over the probes whose direction is known (RFC 8762, stateful reflector).
     *
     * @param replied replies in the same time
     */
    public LossFigures forward(long replied) {
        return new LossFigures(
                replied + of(LossReason.LOST_FORWARD) + of(LossReason.LOST_RETURN), of(LossReason.LOST_FORWARD));
    }

    /** Loss on the way back, over the probes that arrived. */
    public LossFigures backward(long replied) {
        return new LossFigures(replied + of(LossReason.LOST_RETURN), of(LossReason.LOST_RETURN));
    }

    private long of(LossReason reason) {
        return lost.getOrDefault(reason, 0L);
    }
}
