package io.kerbstone.collector.reports;

import io.kerbstone.collector.messages.Messages;
import io.kerbstone.collector.messages.Wording;
import io.kerbstone.measurement.AvailabilityVerdict;
import io.kerbstone.measurement.DelayVerdict;
import io.kerbstone.measurement.LossVerdict;
import io.kerbstone.measurement.Verdict;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.OptionalLong;

/** What would decide an undecided verdict, as a sentence of one language; empty for a decided one. Immutable. */
public final class UntilDecided {
    private final Messages words;
    private final Wording wording;

    /** Sentences of the language nearest to the locale. */
    public UntilDecided(Locale locale) {
        this.words = Messages.of("common", locale);
        this.wording = new Wording(locale, ZoneOffset.UTC);
    }

    /** Which part of the unknown time, or how much further time. */
    public String availability(AvailabilityVerdict verdict) {
        if (verdict.verdict() != Verdict.UNDECIDED) {
            return "";
        }
        if (verdict.unknownMs() == 0) {
            return words.get("until.noTime");
        }
        String unknown = words.get(
                "until.unknown",
                wording.duration(verdict.unknownMs()),
                wording.duration(verdict.unknownToMeetMs()),
                wording.duration(verdict.unknownToMissMs()));
        OptionalLong further = verdict.furtherUpMs();
        return further.isEmpty() ? unknown : words.get("until.further", unknown, wording.duration(further.getAsLong()));
    }

    /** How many more probes. */
    public String loss(LossVerdict verdict) {
        return sentence(verdict.verdict(), verdict.furtherProbes(), "until.probes", "until.ratio");
    }

    /** How many more replies. */
    public String delay(DelayVerdict verdict) {
        return sentence(verdict.verdict(), verdict.furtherReplies(), "until.replies", "until.stamps");
    }

    private String sentence(Verdict verdict, OptionalLong further, String key, String neverKey) {
        if (verdict != Verdict.UNDECIDED) {
            return "";
        }
        return further.isEmpty() ? words.get(neverKey) : words.get(key, wording.count(further.getAsLong()));
    }
}
