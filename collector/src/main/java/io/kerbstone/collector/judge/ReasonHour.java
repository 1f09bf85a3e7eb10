package io.kerbstone.collector.judge;

import io.kerbstone.measurement.Outcome;
import io.kerbstone.measurement.Outcome.LossReason;
import io.kerbstone.measurement.Outcome.NotMeasuredReason;
import io.kerbstone.measurement.Reasons;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongPredicate;

/**
 * Why probes of a path were lost or not measured in one hour, counted per base interval and reason; an hour in which
 * every probe was answered has none. Counts add up, so the order of frames does not matter. Packed form, version 1:
 * {@code octet 1, u count}, then of each, ascending, {@code u slot less that before, u number of probes}, where the slot is
 * the base interval within the hour times {@link #SLOTS} plus the reason's code, plus {@link #NOT_MEASURED} when it was not
 * measured. Not thread-safe.
 */
final class ReasonHour implements Packed {
    static final int VERSION = 1;
    /** Slots of one base interval: room for {@link #NOT_MEASURED} codes of each kind. */
    static final int SLOTS = 64;
    /** First slot of the reasons for not being measured. */
    static final int NOT_MEASURED = 32;

    private final long firstIndex;
    private final TreeMap<Integer, Long> counts = new TreeMap<>();

    ReasonHour(long hour) {
        this.firstIndex = hour * BaseIntervals.PER_HOUR;
    }

    ReasonHour(long hour, byte[] packed) {
        this(hour);
        ByteReader in = new ByteReader(packed);
        in.version(VERSION);
        int slot = 0;
        for (int left = in.count(); left > 0; left--) {
            slot += in.count();
            counts.put(slot, in.unsigned());
        }
    }

    /** Counts what became of one probe; a reply leaves no trace. */
    void add(long baseIndex, Outcome outcome) {
        int base = Math.toIntExact(baseIndex - firstIndex) * SLOTS;
        if (outcome instanceof Outcome.Lost lost) {
            counts.merge(base + lost.reason().code(), 1L, Long::sum);
        } else if (outcome instanceof Outcome.NotMeasured notMeasured) {
            counts.merge(base + NOT_MEASURED + notMeasured.reason().code(), 1L, Long::sum);
        }
    }

    /** The sum over those base intervals. */
    Reasons sum(LongPredicate baseIndex) {
        Map<LossReason, Long> lost = new EnumMap<>(LossReason.class);
        Map<NotMeasuredReason, Long> notMeasured = new EnumMap<>(NotMeasuredReason.class);
        counts.forEach((slot, count) -> {
            int code = slot % SLOTS;
            if (!baseIndex.test(firstIndex + slot / SLOTS)) {
                return;
            }
            if (code < NOT_MEASURED) {
                lost.merge(lossReason(code), count, Long::sum);
            } else {
                notMeasured.merge(notMeasuredReason(code - NOT_MEASURED), count, Long::sum);
            }
        });
        return new Reasons(lost, notMeasured);
    }

    private static LossReason lossReason(int code) {
        for (LossReason reason : LossReason.values()) {
            if (reason.code() == code) {
                return reason;
            }
        }
        throw new IllegalStateException("BUG: packed reason " + code);
    }

    private static NotMeasuredReason notMeasuredReason(int code) {
        for (NotMeasuredReason reason : NotMeasuredReason.values()) {
            if (reason.code() == code) {
                return reason;
            }
        }
        throw new IllegalStateException("BUG: packed reason for not measuring " + code);
    }

    @Override
    public boolean isEmpty() {
        return counts.isEmpty();
    }

    @Override
    public byte[] pack() {
        ByteWriter out = new ByteWriter().octet(VERSION).unsigned(counts.size());
        int before = 0;
        for (Map.Entry<Integer, Long> entry : counts.entrySet()) {
            out.unsigned(entry.getKey() - before).unsigned(entry.getValue());
            before = entry.getKey();
        }
        return out.toBytes();
    }
}
