package io.kerbstone.agent.record;

import io.kerbstone.agent.journal.Journal;
import io.kerbstone.agent.journal.Loss;
import io.kerbstone.identity.SigningKey;
import io.kerbstone.time.ClockState;
import io.kerbstone.wire.Epoch;
import io.kerbstone.wire.Frame;
import io.kerbstone.wire.FrameBody;
import io.kerbstone.wire.FrameCodec;
import io.kerbstone.wire.Gap;
import io.kerbstone.wire.Hash;
import io.kerbstone.wire.ObservationBlock;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Makes the next frame of a journal: body, place in the chain, signature. Owned by the recorder's thread. */
final class FrameMaker {
    private final String agentId;
    private final SigningKey key;
    private final Supplier<ClockState> clock;
    private final Suspensions suspensions = new Suspensions();

    FrameMaker(String agentId, SigningKey key, Supplier<ClockState> clock) {
        this.agentId = agentId;
        this.key = key;
        this.clock = clock;
    }

    /** Looks at the clock; call it several times a second. */
    ClockState look() {
        ClockState now = clock.get();
        suspensions.look(now);
        return now;
    }

    /** A frame of measurements. */
    byte[] measured(Journal journal, Batch batch, Optional<String> definitions) {
        ClockState now = look();
        return encode(journal, now, suspensions.applied(batch), Optional.empty(), definitions);
    }

    /** A frame that says what is gone. */
    byte[] gap(Journal journal, Loss loss) throws IOException {
        ClockState now = look();
        Gap gap = new Gap(
                loss.fromSequence(),
                loss.toSequence(),
                switch (loss.reason()) {
                    case FULL -> Gap.Reason.JOURNAL_FULL;
                    case DAMAGED -> Gap.Reason.JOURNAL_DAMAGED;
                },
                hash(loss.before()),
                loss.after().length > 0 ? hash(loss.after()) : previousOf(journal, loss.toSequence() + 1),
                Math.floorDiv(now.wallUnixNs(), 1_000_000L));
        return encode(journal, now, new Batch(List.of(), List.of()), Optional.of(gap), Optional.empty());
    }

    private byte[] encode(
            Journal journal, ClockState now, Batch batch, Optional<Gap> gap, Optional<String> definitions) {
        FrameBody body = new FrameBody(
                agentId,
                Epoch.of(journal.epoch()),
                journal.nextSequence(),
                Hash.of(journal.lastHash()),
                now,
                batch.observations().isEmpty() ? List.of() : ObservationBlock.of(batch.observations()),
                batch.polls(),
                gap,
                definitions);
        return FrameCodec.encode(body, key);
    }

    /** What the frame behind a damaged range names as its previous: the hash of the last frame in the range. */
    private static Hash previousOf(Journal journal, long sequence) throws IOException {
        Optional<byte[]> frame = journal.read(sequence);
        return frame.isPresent() && FrameCodec.decode(frame.get()) instanceof Frame sound
                ? sound.body().previous()
                : Hash.ZERO;
    }

    private static Hash hash(byte[] bytes) {
        return bytes.length == Hash.BYTES ? Hash.of(bytes) : Hash.ZERO;
    }
}
