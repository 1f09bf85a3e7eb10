package io.kerbstone.collector.ingest;

import io.kerbstone.wire.Frame;
import io.kerbstone.wire.Hash;
import io.kerbstone.wire.SequenceRanges;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is known of one life of an agent's journal. Owned by the ingest thread. */
final class EpochState {
    /** Most separate ranges; a frame that would make more is refused until holes are filled. */
    static final int MAX_RANGES = 1_000;

    private static final int RECENT = 64;

    private SequenceRanges stored;
    private volatile SequenceRanges durable;
    private final Map<Long, Link> recent = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Link> eldest) {
            return size() > RECENT;
        }
    };

    EpochState(SequenceRanges stored) {
        this.stored = stored;
        this.durable = stored;
    }

    /** What the chain needs of a frame. */
    record Link(Hash hash, Hash previous) {}

    /** Everything committed; any thread may ask. */
    SequenceRanges durable() {
        return durable;
    }

    void committed() {
        durable = stored;
    }

    /** Everything archived, the last group perhaps not committed yet. */
    SequenceRanges stored() {
        return stored;
    }

    boolean hasRoomFor(long sequence) {
        SequenceRanges with = stored.plus(sequence);
        return with.ranges().size() <= MAX_RANGES;
    }

    void add(Frame frame) {
        long sequence = frame.body().sequence();
        stored = stored.plus(sequence);
        remember(sequence, new Link(frame.hash(), frame.body().previous()));
    }

    void remember(long sequence, Link link) {
        recent.put(sequence, link);
    }

    @Nullable
    Link recent(long sequence) {
        return recent.get(sequence);
    }
}
