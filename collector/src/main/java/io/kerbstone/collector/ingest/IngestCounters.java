package io.kerbstone.collector.ingest;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What came and what became of it, since the start. Safe for many threads. */
public final class IngestCounters {
    /** What is counted. */
    public enum Count {
        /** Frames stored. */
        STORED,
        /** Observations in them. */
        OBSERVATIONS,
        /** Bytes of them. */
        BYTES,
        /** Group commits. */
        COMMITS,
        /** The collector's own records. */
        AUDIT_RECORDS,
        /** Frames that were stored already; acknowledged again. */
        DUPLICATE,
        /** Frames that could not be read or were above a limit; refused. */
        MALFORMED,
        /** Frames of another agent or epoch than their sender's; refused. */
        FOREIGN,
        /** Frames with a wrong signature; refused. */
        FORGED,
        /** Frames of an agent that was revoked meanwhile, or of a connection that was replaced; refused. */
        NOT_ALLOWED,
        /** Frames with the number of a stored one and other content; refused. */
        FORK,
        /** Frames that would have left too many holes; refused for the time being. */
        TOO_MANY_HOLES,
        /** Frames stored that do not continue the stored one before, or are not continued by the stored one after. */
        CHAIN_BROKEN,
        /** Neighbours whose link could not be looked up. */
        CHAIN_UNCHECKED
    }

    private final Map<Count, LongAdder> counts = new EnumMap<>(Count.class);

    /** All at 0. */
    public IngestCounters() {
        for (Count count : Count.values()) {
            counts.put(count, new LongAdder());
        }
    }

    /** The number so far. */
    public long get(Count count) {
        return adder(count).sum();
    }

    void add(Count count, long more) {
        adder(count).add(more);
    }

    private LongAdder adder(Count count) {
        LongAdder adder = counts.get(count);
        if (adder == null) {
            throw new IllegalStateException("BUG: no counter " + count);
        }
        return adder;
    }
}
