package io.kerbstone.collector.judge;

import java.util.Map;
import java.util.TreeMap;

/**
 * What came too late for an hour of a path: by life of the agent's journal, how many parts of intervals, in which frames, and
 * when they arrived. Packed form, version 1: {@code octet 1, u lives}, then of each, ascending, {@code text epoch, u parts,
 * u first sequence, u last - first, s first arrival ms, u last - first}. The same in any order of arrival. Not thread-safe.
 */
final class LateHour implements Packed {
    static final int VERSION = 1;
    /** Most lives of a journal that are told apart in one hour; those with the greatest names are left out. */
    static final int MAX_EPOCHS = 64;

    private final TreeMap<String, Late> byEpoch = new TreeMap<>();

    /** Late parts of one life. */
    record Late(long parts, long firstSequence, long lastSequence, long firstArrivalMs, long lastArrivalMs) {
        Late plus(Late other) {
            return new Late(
                    parts + other.parts,
                    Math.min(firstSequence, other.firstSequence),
                    Math.max(lastSequence, other.lastSequence),
                    Math.min(firstArrivalMs, other.firstArrivalMs),
                    Math.max(lastArrivalMs, other.lastArrivalMs));
        }
    }

    LateHour() {}

    LateHour(byte[] packed) {
        ByteReader in = new ByteReader(packed);
        in.version(VERSION);
        for (int left = in.count(); left > 0; left--) {
            String epoch = in.text();
            long parts = in.unsigned();
            long firstSequence = in.unsigned();
            long lastSequence = firstSequence + in.unsigned();
            long firstArrivalMs = in.signed();
            byEpoch.put(
                    epoch,
                    new Late(parts, firstSequence, lastSequence, firstArrivalMs, firstArrivalMs + in.unsigned()));
        }
    }

    void add(String epoch, long sequence, long arrivedAtMs) {
        byEpoch.merge(epoch, new Late(1, sequence, sequence, arrivedAtMs, arrivedAtMs), Late::plus);
        if (byEpoch.size() > MAX_EPOCHS) {
            byEpoch.pollLastEntry();
        }
    }

    Map<String, Late> byEpoch() {
        return Map.copyOf(byEpoch);
    }

    @Override
    public byte[] pack() {
        ByteWriter out = new ByteWriter().octet(VERSION).unsigned(byEpoch.size());
        byEpoch.forEach((epoch, late) -> out.text(epoch)
                .unsigned(late.parts)
                .unsigned(late.firstSequence)
                .unsigned(late.lastSequence - late.firstSequence)
                .signed(late.firstArrivalMs)
                .unsigned(late.lastArrivalMs - late.firstArrivalMs));
        return out.toBytes();
    }
}
