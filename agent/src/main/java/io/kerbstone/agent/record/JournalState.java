package io.kerbstone.agent.record;

import io.kerbstone.wire.Epoch;

/**
 * How the journal stands at a moment.
 *
 * @param epoch its life
 * @param firstSequence the lowest it still holds
 * @param durableSequence the last on disk
 * @param bytes on disk
 * @param capBytes most bytes it may take
 * @param backlog frames not acknowledged yet
 * @param isFailing whether the disk refused the last attempt to write
 */
public record JournalState(
        Epoch epoch,
        long firstSequence,
        long durableSequence,
        long bytes,
        long capBytes,
        long backlog,
        boolean isFailing) {}
