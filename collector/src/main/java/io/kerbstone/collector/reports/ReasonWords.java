package io.kerbstone.collector.reports;

import io.kerbstone.collector.messages.Messages;
import io.kerbstone.collector.messages.Wording;
import io.kerbstone.measurement.LossFigures;
import io.kerbstone.measurement.Reasons;
import io.kerbstone.measurement.WilsonInterval;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Why probes were lost or not measured, in the words of one language. Immutable. */
public final class ReasonWords {
    private final Messages words;
    private final Wording wording;

    /** Words of the language nearest to the locale. */
    public ReasonWords(Locale locale) {
        this.words = Messages.of("common", locale);
        this.wording = new Wording(locale, ZoneOffset.UTC);
    }

    /** A sentence for what was lost and one for what was not measured, the most frequent reason first; none for none. */
    public List<String> sentences(Reasons reasons) {
        List<String> sentences = new ArrayList<>();
        if (!reasons.lost().isEmpty()) {
            sentences.add(sentence("reasons.lost", reasons.lostSum(), "lost.", reasons.lost()));
        }
        if (!reasons.notMeasured().isEmpty()) {
            sentences.add(
                    sentence("reasons.notMeasured", reasons.notMeasuredSum(), "notMeasured.", reasons.notMeasured()));
        }
        return sentences;
    }

    /** The same, and loss per direction when a reflector told it; {@code all} is the loss of the same intervals. */
    public List<String> sentences(Reasons reasons, LossFigures all) {
        List<String> sentences = new ArrayList<>(sentences(reasons));
        if (reasons.hasDirections()) {
            long replied = all.sent() - all.lost();
            sentences.add(
                    words.get("reasons.directions", ratio(reasons.forward(replied)), ratio(reasons.backward(replied))));
        }
        return sentences;
    }

    private String sentence(String key, long sum, String prefix, Map<? extends Enum<?>, Long> counts) {
        String list = counts.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .map(entry -> words.get(
                        "reasons.one", words.get(prefix + entry.getKey().name()), wording.count(entry.getValue())))
                .reduce((some, next) -> words.get("reasons.two", some, next))
                .orElse("");
        return words.get(key, wording.count(sum), list);
    }

    private String ratio(LossFigures loss) {
        WilsonInterval interval = loss.interval95();
        return interval == null
                ? words.get("none")
                : words.get(
                        "reasons.ratio",
                        wording.percent((double) loss.lost() / loss.sent()),
                        wording.percent(interval.low()),
                        wording.percent(interval.high()));
    }
}
