package io.kerbstone.collector.judge;

import io.kerbstone.collector.registry.StreamKey;
import io.kerbstone.measurement.Delays;
import io.kerbstone.measurement.DeviceReadings;
import io.kerbstone.measurement.Interval;
import io.kerbstone.measurement.PathFacts;
import io.kerbstone.settings.Assignment;
import io.kerbstone.settings.DefinitionsReader;
import io.kerbstone.settings.Documents;
import io.kerbstone.settings.Mistakes;
import io.kerbstone.time.ClockState;
import io.kerbstone.wire.FrameBody;
import io.kerbstone.wire.ObservationBlock;
import java.util.OptionalLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts what is in a frame onto the shelves, at the dates it is given, and takes it away again. Owned by the judge's
 * thread; the counter may be read by any.
 */
final class FramePlacer {
    /** What is dated further ahead of its arrival than this is left out, ms. */
    static final long AHEAD_MS = BaseIntervals.HOUR_MS;

    private static final Logger LOG = LoggerFactory.getLogger(FramePlacer.class);
    private static final long NS_PER_MS = 1_000_000;
    private static final long EARLIEST_MS = ClockState.EARLIEST_UNIX_NS / NS_PER_MS;

    private final Shelves shelves;
    private final LocalDefinitions local;
    private final LongAdder misdated = new LongAdder();

    FramePlacer(Shelves shelves, LocalDefinitions local) {
        this.shelves = shelves;
        this.local = local;
    }

    /**
     * A frame and how it is placed.
     *
     * @param body what is in it
     * @param time its dates
     * @param layer of the boot it is to be in; empty for good
     * @param receivedAtMs when it came, ms since 1970 UTC
     * @param changedAtMs when what made it be placed came: itself, or a frame that knew the date
     */
    record Placing(FrameBody body, ObservationTime time, OptionalLong layer, long receivedAtMs, long changedAtMs) {
        private boolean isPlausible(long atMs) {
            return atMs >= EARLIEST_MS && atMs <= receivedAtMs + AHEAD_MS;
        }

        private boolean isLate(long hour) {
            return changedAtMs > (hour + 1) * BaseIntervals.HOUR_MS + Judge.LATE_AFTER_MS;
        }

        private long unixMs(long monotonicNs) {
            return Math.floorDiv(time.unixNs(monotonicNs), NS_PER_MS);
        }
    }

    /** Observations and polls left out since the start because their date cannot be. */
    long misdated() {
        return misdated.sum();
    }

    void place(Placing frame) {
        frame.body.definitions().ifPresent(json -> define(frame, json));
        for (ObservationBlock block : frame.body.observations()) {
            walk(frame, block, (key, index, from, to) -> {
                long hour = BaseIntervals.hourOf(index);
                shelves.add(key, frame.layer, interval(index, block, from, to), frame.isLate(hour));
                if (frame.isLate(hour)) {
                    addLate(frame, key, index * BaseIntervals.BASE_MS);
                }
                addReasons(key, frame.layer, index, block, from, to);
            });
        }
        for (DeviceReadings poll : frame.body.readings()) {
            place(frame, poll);
        }
    }

    /** Takes away the layers that {@link #place} put there. */
    void remove(Placing frame) {
        long layer = frame.layer.orElseThrow();
        for (ObservationBlock block : frame.body.observations()) {
            walk(frame, block, (key, index, from, to) -> {
                long hour = BaseIntervals.hourOf(index);
                shelves.drop(key, layer, hour, frame.isLate(hour));
                if (hasReasons(block, from, to)) {
                    shelves.dropReasons(key, layer, hour);
                }
            });
        }
        for (DeviceReadings poll : frame.body.readings()) {
            long atMs = frame.unixMs(poll.readAtNs());
            shelves.drop(key(frame, poll), layer, Math.floorDiv(atMs, BaseIntervals.HOUR_MS), poll);
        }
    }

    private void addLate(Placing frame, String key, long atMs) {
        String epoch = frame.body.epoch().toString();
        shelves.addLate(key, atMs, epoch, frame.body.sequence(), frame.changedAtMs);
    }

    private void addReasons(String key, OptionalLong layer, long index, ObservationBlock block, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!block.isReplied(i)) {
                shelves.addReason(key, layer, index, block.outcome(i));
            }
        }
    }

    private static boolean hasReasons(ObservationBlock block, int from, int to) {
        return IntStream.range(from, to).anyMatch(i -> !block.isReplied(i));
    }

    private void define(Placing frame, String json) {
        Mistakes mistakes = new Mistakes();
        Assignment assignment = DefinitionsReader.readAssignment(Documents.parseJson(json, mistakes), mistakes);
        String agentId = frame.body.agentId();
        if (mistakes.isEmpty()) {
            local.apply(agentId, frame.time.unixNs(frame.body.clock().monotonicNs()), assignment);
        } else {
            LOG.warn("The local definitions of agent {} are not taken over: {}", agentId, mistakes.list());
        }
    }

    /** What is done with the observations of a block that lie in one base interval. */
    private interface Part {
        void visit(String streamKey, long index, int from, int to);
    }

    private void walk(Placing frame, ObservationBlock block, Part part) {
        String key = StreamKey.of(frame.body.agentId(), block.pathId());
        int from = 0;
        while (from < block.size()) {
            long index = BaseIntervals.indexAt(frame.time.unixNs(block.sentAtNs(from)));
            int to = from + 1;
            while (to < block.size() && BaseIntervals.indexAt(frame.time.unixNs(block.sentAtNs(to))) == index) {
                to++;
            }
            if (frame.isPlausible(index * BaseIntervals.BASE_MS)) {
                part.visit(key, index, from, to);
            } else {
                misdated.add(to - from);
            }
            from = to;
        }
    }

    /** Consecutive delays are those of neighbours in one block, so that the order of frames does not matter. */
    private static Interval interval(long index, ObservationBlock block, int from, int to) {
        Delays.Builder delays = new Delays.Builder();
        int sent = 0;
        int lost = 0;
        for (int i = from; i < to; i++) {
            if (block.isReplied(i)) {
                sent++;
                delays.add(block.roundTripNs(i), block.errorBoundNs());
                if (i > from && block.isReplied(i - 1)) {
                    delays.addVariation(Math.abs(block.roundTripNs(i) - block.roundTripNs(i - 1)));
                }
            } else if (block.isLost(i)) {
                sent++;
                lost++;
            }
        }
        return new Interval(index, sent, lost, to - from - sent, delays.build());
    }

    /** The newest readings of a device are those of frames whose date is sure. */
    private void place(Placing frame, DeviceReadings poll) {
        long atMs = frame.unixMs(poll.readAtNs());
        if (!frame.isPlausible(atMs)) {
            misdated.increment();
        } else if (frame.layer.isEmpty()) {
            shelves.add(key(frame, poll), atMs, poll);
        } else {
            shelves.add(key(frame, poll), frame.layer, atMs, poll);
        }
    }

    private static String key(Placing frame, DeviceReadings poll) {
        String agentId = frame.body.agentId();
        return PathFacts.isFacts(poll)
                ? StreamKey.ofFacts(agentId, poll.deviceId())
                : StreamKey.of(agentId, poll.deviceId());
    }
}
