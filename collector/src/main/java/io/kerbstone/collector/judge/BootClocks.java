package io.kerbstone.collector.judge;

import io.kerbstone.collector.archive.ArchiveRecord;
import io.kerbstone.collector.judge.BootClock.Fix;
import io.kerbstone.collector.judge.FramePlacer.Placing;
import io.kerbstone.collector.registry.StreamKey;
import io.kerbstone.time.ClockState;
import io.kerbstone.time.WallEstimate;
import io.kerbstone.wire.Frame;
import io.kerbstone.wire.FrameBody;
import io.kerbstone.wire.FrameCodec;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives each frame its dates. One whose own clock was good is placed by it for good. One that is adrift waits until its
 * boot knows the date, is then placed by the best {@link Fix} of the boot, and again when a better one comes; what stands
 * on the shelves afterwards is a function of the frames alone. Owned by the judge's thread; counters may be read by any.
 */
final class BootClocks {
    private static final Logger LOG = LoggerFactory.getLogger(BootClocks.class);

    private final Shelves shelves;
    private final LongFunction<ArchiveRecord> archive;
    private final FramePlacer placer;
    private final LongAdder adrift = new LongAdder();
    private final LongAdder contested = new LongAdder();
    private final LongAdder moves = new LongAdder();

    /**
     * Clocks of all agents.
     *
     * @param archive gives the record at a position
     */
    BootClocks(Shelves shelves, LongFunction<ArchiveRecord> archive, FramePlacer placer) {
        this.shelves = shelves;
        this.archive = archive;
        this.placer = placer;
    }

    /** Frames since the start that did not know the date themselves. */
    long adrift() {
        return adrift.sum();
    }

    /** Frames since the start whose machine and collector contradicted each other. */
    long contested() {
        return contested.sum();
    }

    /** How often since the start the frames adrift of a boot were placed anew. */
    long moves() {
        return moves.sum();
    }

    /** Places a frame now, or later. */
    void accept(ArchiveRecord record, FrameBody body) {
        ClockState clock = body.clock();
        String bootKey = StreamKey.of(body.agentId(), clock.bootId());
        shelves.clocks().add(body.agentId(), clock, record.receivedAtMs());
        contested.add(clock.isContested() ? 1 : 0);
        Optional<WallEstimate> date = clock.date();
        if (date.isPresent()) {
            placeForGood(record, body, date.get());
            offer(record, body, bootKey, date.get());
        } else {
            adrift.increment();
            addAdrift(record, body, bootKey);
        }
    }

    private void placeForGood(ArchiveRecord record, FrameBody body, WallEstimate date) {
        placer.place(new Placing(
                body,
                ObservationTime.of(body.clock(), date),
                OptionalLong.empty(),
                record.receivedAtMs(),
                record.receivedAtMs()));
    }

    private void offer(ArchiveRecord record, FrameBody body, String bootKey, WallEstimate date) {
        Fix fix = new Fix(
                body.clock().bootNs(),
                date.unixNs(),
                date.errorNs(),
                body.epoch().toString(),
                body.sequence());
        BootClock.Offered offered = shelves.consult(bootKey, boot -> boot.offer(fix), BootClock.Offered::isKept);
        offered.before().ifPresent(before -> move(record, body.agentId(), bootKey, before));
    }

    private void addAdrift(ArchiveRecord record, FrameBody body, String bootKey) {
        long bootNs = body.clock().bootNs();
        BootClock now = shelves.consult(
                bootKey,
                boot -> {
                    boot.addAdrift(body.epoch().toString(), body.sequence(), bootNs);
                    return boot;
                },
                boot -> true);
        Optional<Fix> best = now.best(bootNs);
        if (best.isPresent()) {
            placer.place(placing(body, bootKey, best.get(), record.receivedAtMs(), record.receivedAtMs()));
        } else {
            shelves.setWaiting(bootKey, now.adriftFrames());
        }
    }

    private static Placing placing(FrameBody body, String bootKey, Fix fix, long receivedAtMs, long changedAtMs) {
        return new Placing(
                body,
                ObservationTime.of(body.clock(), fix),
                OptionalLong.of(layerOf(bootKey)),
                receivedAtMs,
                changedAtMs);
    }

    private static long layerOf(String bootKey) {
        return UUID.nameUUIDFromBytes(bootKey.getBytes(StandardCharsets.UTF_8)).getMostSignificantBits();
    }

    /** Takes the frames adrift of a boot away from where they stood and places them as is right now. */
    private void move(ArchiveRecord cause, String agentId, String bootKey, BootClock before) {
        BootClock after = shelves.consult(bootKey, BootClock::copy, copy -> false);
        if (!before.isWaiting()) {
            LOG.info("{} frames of boot {} get better dates", after.adriftFrames(), bootKey);
            forEach(before, agentId, bootKey, cause.receivedAtMs(), placer::remove);
        }
        forEach(after, agentId, bootKey, cause.receivedAtMs(), placer::place);
        shelves.setWaiting(bootKey, 0);
        moves.increment();
    }

    /** Reads the frames adrift, dated by that state of knowledge. */
    private void forEach(BootClock boot, String agentId, String bootKey, long changedAtMs, Consumer<Placing> visitor) {
        boot.forEachAdrift((epoch, sequence) -> {
            OptionalLong position = shelves.framePosition(Shelves.epochKey(agentId, epoch), sequence);
            if (position.isEmpty()) {
                return;
            }
            ArchiveRecord record = archive.apply(position.getAsLong());
            if (FrameCodec.decode(record.bytes()) instanceof Frame frame
                    && frame.body().clock().date().isEmpty()
                    && bootKey.equals(StreamKey.of(agentId, frame.body().clock().bootId()))) {
                Fix best = boot.best(frame.body().clock().bootNs()).orElseThrow();
                visitor.accept(placing(frame.body(), bootKey, best, record.receivedAtMs(), changedAtMs));
            }
        });
    }
}
