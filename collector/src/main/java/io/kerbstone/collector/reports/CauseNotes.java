package io.kerbstone.collector.reports;

import io.kerbstone.collector.exclusions.Exclusion;
import io.kerbstone.collector.judge.Correction;
import io.kerbstone.collector.messages.Html;
import io.kerbstone.collector.messages.Messages;
import io.kerbstone.collector.messages.Wording;

/** What changed the figures after they could have been published, a sentence each. Owned by the thread that renders. */
final class CauseNotes {
    /** Most causes written out; the JSON form has more. */
    static final int LISTED_MAX = 12;

    private final Html html;
    private final Messages words;
    private final Wording wording;

    CauseNotes(Html html, Messages words, Wording wording) {
        this.html = html;
        this.words = words;
        this.wording = wording;
    }

    void write(Causes causes) {
        causes.corrections().stream().limit(LISTED_MAX).forEach(one -> note(late(one)));
        causes.exclusions().stream().limit(LISTED_MAX).forEach(one -> note(exclusion(one)));
        int left = Math.max(0, causes.corrections().size() - LISTED_MAX)
                + Math.max(0, causes.exclusions().size() - LISTED_MAX);
        if (left > 0) {
            note(words.get("cause.more", wording.count(left)));
        }
    }

    private void note(String sentence) {
        html.raw("<p class=\"note\">").text(sentence).raw("</p>");
    }

    private String late(Correction one) {
        return words.get(
                "cause.late",
                one.pathId(),
                wording.second(one.dayMs()),
                wording.count(one.parts()),
                wording.second(one.firstArrivalMs()),
                wording.second(one.lastArrivalMs()),
                one.agentId(),
                Long.toString(one.firstSequence()),
                Long.toString(one.lastSequence()));
    }

    private String exclusion(Exclusion one) {
        return words.get(
                "cause.exclusion",
                Long.toString(one.id()),
                one.by(),
                one.approval().map(Exclusion.Approval::by).orElse(""),
                wording.second(one.approval().map(Exclusion.Approval::atMs).orElse(one.createdAtMs())));
    }
}
