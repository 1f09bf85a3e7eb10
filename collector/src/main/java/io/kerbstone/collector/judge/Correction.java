package io.kerbstone.collector.judge;

/**
 * Frames of one life of an agent's journal that came after hours of a path had been closed, and corrected a day of it.
 *
 * @param pathId the path
 * @param agentId whose frames
 * @param epoch life of the journal, in hexadecimal
 * @param dayMs begin of the day by UTC, ms since 1970 UTC
 * @param parts parts of 10-second intervals that came late
 * @param firstSequence first of the frames
 * @param lastSequence last of the frames; not all between need be late
 * @param firstArrivalMs when the first arrived, ms since 1970 UTC
 * @param lastArrivalMs when the last arrived
 */
public record Correction(
        String pathId,
        String agentId,
        String epoch,
        long dayMs,
        long parts,
        long firstSequence,
        long lastSequence,
        long firstArrivalMs,
        long lastArrivalMs) {
    Correction plus(LateHour.Late more) {
        return new Correction(
                pathId,
                agentId,
                epoch,
                dayMs,
                parts + more.parts(),
                Math.min(firstSequence, more.firstSequence()),
                Math.max(lastSequence, more.lastSequence()),
                Math.min(firstArrivalMs, more.firstArrivalMs()),
                Math.max(lastArrivalMs, more.lastArrivalMs()));
    }
}
