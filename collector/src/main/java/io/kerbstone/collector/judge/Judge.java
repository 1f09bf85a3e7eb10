package io.kerbstone.collector.judge;

import io.kerbstone.collector.archive.ArchivePosition;
import io.kerbstone.collector.archive.ArchiveRecord;
import io.kerbstone.collector.registry.Registry;
import io.kerbstone.wire.FrameBody;
import io.kerbstone.wire.FrameCodec;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts archived frames on the shelves, one after the other. What stands there afterwards does not depend on their order.
 * A frame in the archive was verified before it got there. Owned by one thread; the counters may be read by any.
 */
public final class Judge {
    /** An hour is closed this long after its end, ms; a frame that comes later raises the revision of its figures. */
    public static final long LATE_AFTER_MS = 600_000;

    private static final Logger LOG = LoggerFactory.getLogger(Judge.class);

    private final Shelves shelves;
    private final FramePlacer placer;
    private final BootClocks clocks;
    private final LongAdder observations = new LongAdder();
    private final LongAdder unreadable = new LongAdder();

    /**
     * A judge that fills the shelves.
     *
     * @param archive gives the record at a position, for frames that get their date later
     */
    public Judge(Shelves shelves, LocalDefinitions local, LongFunction<ArchiveRecord> archive) {
        this.shelves = shelves;
        this.placer = new FramePlacer(shelves, local);
        this.clocks = new BootClocks(shelves, archive, placer);
    }

    /** Observations in the frames judged since the start. */
    public long observations() {
        return observations.sum();
    }

    /** Observations and polls left out since the start because their date cannot be. */
    public long misdated() {
        return placer.misdated();
    }

    /** Archived frames that this version cannot read, since the start. */
    public long unreadable() {
        return unreadable.sum();
    }

    /** Frames since the start whose own clock did not know the date. */
    public long adrift() {
        return clocks.adrift();
    }

    /** Frames since the start whose kernel called a clock right that the collector's contradicts. */
    public long contested() {
        return clocks.contested();
    }

    /** How often since the start the frames of a boot that did not know the date got one, or a better one. */
    public long moves() {
        return clocks.moves();
    }

    /** Frames that wait for the date now. */
    public long waiting() {
        return shelves.waitingFrames("");
    }

    /** Judges one archived frame. */
    public void accept(ArchiveRecord record) {
        Optional<FrameBody> body = FrameCodec.body(record.bytes());
        if (body.isPresent()) {
            accept(record, body.get());
        } else {
            unreadable.increment();
            LOG.error("The frame at {} cannot be read by this version", ArchivePosition.print(record.position()));
        }
    }

    private void accept(ArchiveRecord record, FrameBody body) {
        String epochKey = Shelves.epochKey(body.agentId(), body.epoch().toString());
        shelves.addFrame(epochKey, body.sequence(), record.position());
        if (!body.agentId().equals(Registry.COLLECTOR)) {
            observations.add(body.observationCount());
            clocks.accept(record, body);
        }
    }
}
