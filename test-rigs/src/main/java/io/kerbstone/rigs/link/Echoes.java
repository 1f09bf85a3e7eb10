package io.kerbstone.rigs.link;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What became of the echoes: the truth for a prober. Every request ends as answered, late or unanswered.
 *
 * @param requests requests read from the near side
 * @param answered those whose first reply was delivered within the waiting time
 * @param late those whose first reply was delivered after it
 * @param unanswered those without any reply delivered: lost there, or lost on the way back
 * @param duplicateReplies replies delivered beside the first
 * @param unmatchedReplies replies delivered whose request was forgotten, or was never one
 * @param roundTrips of the answered: from the reading of the request to the writing of the reply
 * @param given of the answered: what request and reply were held by the relay, which leaves the far side's own time out
 */
public record Echoes(
        long requests,
        long answered,
        long late,
        long unanswered,
        long duplicateReplies,
        long unmatchedReplies,
        DelayFigures roundTrips,
        DelayFigures given) {
    /** What a prober with this waiting time must call lost. */
    public long lost() {
        return late + unanswered;
    }

    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("requests", requests)
                .put("answered", answered)
                .put("late", late)
                .put("unanswered", unanswered)
                .put("duplicateReplies", duplicateReplies)
                .put("unmatchedReplies", unmatchedReplies);
        json.set("givenUs", given.json());
        json.set("roundTripUs", roundTrips.json());
        return json;
    }
}
