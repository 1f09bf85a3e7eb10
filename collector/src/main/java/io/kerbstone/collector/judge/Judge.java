package io.kerbstone.collector.judge;

import io.kerbstone.collector.archive.ArchivePosition;
import io.kerbstone.collector.archive.ArchiveRecord;
import io.kerbstone.collector.registry.Registry;
import io.kerbstone.collector.registry.StreamKey;
import io.kerbstone.measurement.Delays;
import io.kerbstone.measurement.DeviceReadings;
import io.kerbstone.measurement.Interval;
import io.kerbstone.measurement.PathFacts;
import io.kerbstone.settings.Assignment;
import io.kerbstone.settings.DefinitionsReader;
import io.kerbstone.settings.Documents;
import io.kerbstone.settings.Mistakes;
import io.kerbstone.wire.Frame;
import io.kerbstone.wire.FrameBody;
import io.kerbstone.wire.FrameCodec;
import io.kerbstone.wire.ObservationBlock;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts archived frames on the shelves, one after the other. What stands there afterwards does not depend on their order.
 * A frame in the archive was verified before it got there. Owned by one thread; the counters may be read by any.
 */
public final class Judge {
    /** An hour is closed this long after its end, ms; a frame that comes later raises the revision of its figures. */
    public static final long LATE_AFTER_MS = 600_000;
    /** Observations dated further ahead of their arrival than this are not judged, ms. */
    public static final long AHEAD_MS = BaseIntervals.HOUR_MS;
    /** Observations dated before this are not judged: 2020-01-01T00:00:00Z, ms; such a clock was never set. */
    public static final long EARLIEST_MS = 1_577_836_800_000L;

    private static final Logger LOG = LoggerFactory.getLogger(Judge.class);

    private final Shelves shelves;
    private final LocalDefinitions local;
    private final LongAdder observations = new LongAdder();
    private final LongAdder misdated = new LongAdder();
    private final LongAdder unreadable = new LongAdder();

    /** A judge that fills the shelves. */
    public Judge(Shelves shelves, LocalDefinitions local) {
        this.shelves = shelves;
        this.local = local;
    }

    /** Observations judged since the start. */
    public long observations() {
        return observations.sum();
    }

    /** Observations and polls left out since the start because their date cannot be. */
    public long misdated() {
        return misdated.sum();
    }

    /** Archived frames that this version cannot read, since the start. */
    public long unreadable() {
        return unreadable.sum();
    }

    /** Judges one archived frame. */
    public void accept(ArchiveRecord record) {
        if (FrameCodec.decode(record.bytes()) instanceof Frame frame) {
            accept(record, frame.body());
        } else {
            unreadable.increment();
            LOG.error("The frame at {} cannot be read by this version", ArchivePosition.print(record.position()));
        }
    }

    private void accept(ArchiveRecord record, FrameBody body) {
        String epochKey = Shelves.epochKey(body.agentId(), body.epoch().toString());
        shelves.addFrame(epochKey, body.sequence(), record.position());
        if (body.agentId().equals(Registry.COLLECTOR)) {
            return;
        }
        body.definitions().ifPresent(json -> define(body, json));
        for (ObservationBlock block : body.observations()) {
            add(record, body, block);
        }
        for (DeviceReadings poll : body.readings()) {
            add(record, body, poll);
        }
    }

    private void define(FrameBody body, String json) {
        Mistakes mistakes = new Mistakes();
        Assignment assignment = DefinitionsReader.readAssignment(Documents.parseJson(json, mistakes), mistakes);
        if (mistakes.isEmpty()) {
            local.apply(body.agentId(), body.clock().wallUnixNs(), assignment);
        } else {
            LOG.warn("The local definitions of agent {} are not taken over: {}", body.agentId(), mistakes.list());
        }
    }

    private void add(ArchiveRecord record, FrameBody body, ObservationBlock block) {
        String streamKey = StreamKey.of(body.agentId(), block.pathId());
        observations.add(block.size());
        int from = 0;
        while (from < block.size()) {
            long index = BaseIntervals.indexAt(unixNs(body, block, from));
            int to = from + 1;
            while (to < block.size() && BaseIntervals.indexAt(unixNs(body, block, to)) == index) {
                to++;
            }
            long startMs = index * BaseIntervals.BASE_MS;
            if (isPlausible(record, startMs)) {
                shelves.add(streamKey, interval(index, block, from, to), isLate(record, startMs));
            } else {
                misdated.add(to - from);
            }
            from = to;
        }
    }

    private static long unixNs(FrameBody body, ObservationBlock block, int i) {
        return ObservationTime.unixNs(body.clock(), block.sentAtNs(i));
    }

    private static boolean isPlausible(ArchiveRecord record, long atMs) {
        return atMs >= EARLIEST_MS && atMs <= record.receivedAtMs() + AHEAD_MS;
    }

    private static boolean isLate(ArchiveRecord record, long atMs) {
        long closedMs = (Math.floorDiv(atMs, BaseIntervals.HOUR_MS) + 1) * BaseIntervals.HOUR_MS + LATE_AFTER_MS;
        return record.receivedAtMs() > closedMs;
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

    private void add(ArchiveRecord record, FrameBody body, DeviceReadings poll) {
        long atMs = Math.floorDiv(ObservationTime.unixNs(body.clock(), poll.readAtNs()), 1_000_000L);
        if (isPlausible(record, atMs)) {
            String key = PathFacts.isFacts(poll)
                    ? StreamKey.ofFacts(body.agentId(), poll.deviceId())
                    : StreamKey.of(body.agentId(), poll.deviceId());
            shelves.add(key, atMs, poll);
        } else {
            misdated.increment();
        }
    }
}
