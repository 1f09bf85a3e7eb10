package io.kerbstone.agent.uplink;

import io.kerbstone.agent.clock.TimeExchange;
import io.kerbstone.wire.Message;
import io.kerbstone.wire.SequenceRanges;
import java.util.List;

/** What an {@link UplinkSession} wants done; its owner does it. */
public sealed interface Action {
    /** Send the message. */
    record Send(Message message) implements Action {}

    /** Read these frames from the journal and hand them to {@link UplinkSession#onFetched}. */
    record Fetch(List<Long> sequences) implements Action {
        /** Copies the list. */
        public Fetch {
            sequences = List.copyOf(sequences);
        }
    }

    /** The collector has exactly these: it said so when it greeted. */
    record Stored(SequenceRanges ranges) implements Action {}

    /** The collector has these too. */
    record Acknowledged(SequenceRanges ranges) implements Action {}

    /** Check the document, keep it, apply it, and tell {@link UplinkSession#onAssignment}. */
    record Assign(long version, String document) implements Action {}

    /** A time exchange was completed. */
    record Time(TimeExchange exchange) implements Action {}

    /** The collector has frames of this epoch that we do not have: begin a new epoch, then connect again. */
    record Diverged(String sentence) implements Action {}

    /** The collector refused one frame; it is not sent again in this run. */
    record FrameRefused(long sequence, String sentence) implements Action {}

    /**
     * End the connection.
     *
     * @param isRefused whether the collector said no, so that asking again soon is no use
     * @param sentence why, for people
     */
    record Close(boolean isRefused, String sentence) implements Action {}
}
