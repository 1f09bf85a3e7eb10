package io.kerbstone.collector.alerts;

import io.kerbstone.collector.messages.Messages;
import io.kerbstone.collector.messages.Wording;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What people read about alerts, in one language: what is wrong, since when, who saw it, the last good value, and where to
 * look. Names that people chose are cut and freed of control characters, so that none can forge a line of a mail.
 * Immutable.
 */
public final class AlertText {
    /** Most characters of a name in a message. */
    static final int NAME_MAX = 120;

    /** Most alerts listed one by one in a mail. */
    static final int LISTED_MAX = 20;

    private final Messages words;
    private final Wording wording;
    private final String baseUrl;

    /**
     * For one language and zone.
     *
     * @param baseUrl address of the collector's pages without a slash at the end; empty when not known
     */
    public AlertText(Locale locale, ZoneId zone, String baseUrl) {
        this.words = Messages.of("alerts", locale);
        this.wording = new Wording(locale, zone);
        this.baseUrl = baseUrl;
    }

    /** One line for the subject of a mail. */
    public String title(Notice notice) {
        if (notice.type() == Notice.Type.TEST) {
            return words.get("title.test");
        }
        boolean raised = notice.type() == Notice.Type.RAISED;
        if (notice.alerts().size() > 1) {
            return many(raised ? "title.raised.many" : "title.ended.many", notice);
        }
        Alert alert = notice.alerts().get(0);
        String key = raised
                ? "title.raised." + alert.kind()
                : isWithdrawn(alert) ? "title.ended.WITHDRAWN" : "title.ended." + alert.kind();
        return words.get(key, clean(alert.subject().name()));
    }

    private static boolean isWithdrawn(Alert alert) {
        return alert.end().filter(end -> end.kind() == Alert.EndKind.WITHDRAWN).isPresent();
    }

    /** The whole message in one sentence. */
    public String sentence(Notice notice) {
        if (notice.type() == Notice.Type.TEST) {
            return words.get("sentence.test", wording.secondWithOffset(notice.atMs()));
        }
        if (notice.alerts().size() == 1) {
            return sentence(notice.alerts().get(0));
        }
        return notice.type() == Notice.Type.RAISED
                ? many("sentence.raised.many", notice)
                : words.get(
                        "sentence.ended.many",
                        notice.alerts().size(),
                        sentence(notice.alerts().get(0)));
    }

    private String many(String key, Notice notice) {
        return words.get(
                key,
                notice.alerts().size(),
                notice.count(AlertKind.PATH_DOWN),
                notice.count(AlertKind.AGENT_SILENT),
                sentence(notice.alerts().get(0)));
    }

    /** One alert in one sentence: its cause while open, its end after. */
    public String sentence(Alert alert) {
        return alert.end().map(end -> ended(alert, end)).orElseGet(() -> raised(alert));
    }

    /** Why an alert was raised, in one sentence, whether it has ended or not. */
    public String raised(Alert alert) {
        Alert.Subject subject = alert.subject();
        String since = wording.secondWithOffset(alert.sinceMs());
        return alert.kind() == AlertKind.PATH_DOWN
                ? words.get(
                        "sentence." + alert.cause(),
                        clean(subject.name()),
                        clean(subject.target()),
                        since,
                        clean(subject.agentName()))
                : words.get("sentence." + alert.cause(), clean(subject.name()), since, alert.affectedPaths());
    }

    private String ended(Alert alert, Alert.End end) {
        String name = clean(alert.subject().name());
        if (end.kind() == Alert.EndKind.WITHDRAWN) {
            return words.get("sentence.WITHDRAWN", name, wording.secondWithOffset(end.atMs()));
        }
        return words.get(
                "sentence.recovered." + alert.kind(),
                name,
                clean(alert.subject().target()),
                wording.secondWithOffset(end.sinceMs()),
                wording.duration(Math.max(0, end.sinceMs() - alert.sinceMs())));
    }

    /** The last good measurement in words. */
    public String lastGood(Alert alert) {
        Optional<Alert.LastGood> last = alert.lastGood();
        if (last.isEmpty()) {
            return words.get("lastGood.none");
        }
        String at = wording.secondWithOffset(last.get().atMs());
        return last.get().roundTripNs().isPresent()
                ? words.get(
                        "lastGood.path",
                        wording.delay((double) last.get().roundTripNs().getAsLong()),
                        at)
                : alert.kind() == AlertKind.AGENT_SILENT ? words.get("lastGood.agent", at) : at;
    }

    /** Address of the page with the alert; empty when the collector's address is not known. */
    public String link(Alert alert) {
        return baseUrl.isEmpty() ? "" : baseUrl + "/alerts#alert-" + alert.id();
    }

    /** Details of one alert as rows of a label and a value. */
    List<Row> rows(Alert alert) {
        List<Row> rows = new ArrayList<>();
        Alert.Subject subject = alert.subject();
        rows.add(new Row(
                words.get("row.kind"),
                words.get("kind." + alert.kind()) + " – " + words.get("cause." + alert.cause())));
        rows.add(new Row(words.get("row.subject"), clean(subject.name()) + " (" + subject.id() + ")"));
        if (alert.kind() == AlertKind.PATH_DOWN) {
            rows.add(new Row(words.get("row.target"), clean(subject.target())));
            rows.add(new Row(words.get("row.agent"), clean(subject.agentName()) + " (" + subject.agentId() + ")"));
        }
        rows.add(new Row(words.get("row.since"), wording.secondWithOffset(alert.sinceMs())));
        alert.end().ifPresent(end -> {
            rows.add(new Row(words.get("row.ended"), wording.secondWithOffset(end.sinceMs())));
            rows.add(new Row(words.get("row.lasted"), wording.duration(Math.max(0, end.sinceMs() - alert.sinceMs()))));
        });
        rows.add(new Row(words.get("row.lastGood"), lastGood(alert)));
        alert.acknowledgement().ifPresent(by -> rows.add(new Row(words.get("row.acknowledged"), clean(by.by()))));
        rows.add(new Row(words.get("row.id"), Long.toString(alert.id())));
        if (!baseUrl.isEmpty()) {
            rows.add(new Row(words.get("row.page"), link(alert)));
        }
        return rows;
    }

    /** A label and its value. */
    record Row(String label, String value) {}

    String more(int omitted) {
        return words.get("more", omitted);
    }

    String footer() {
        return words.get("footer", wording.zone().getId());
    }

    String languageTag() {
        return words.languageTag();
    }

    /** A name as it may stand in a message. */
    static String clean(String name) {
        String oneLine = name.replaceAll("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029]", " ");
        return oneLine.codePointCount(0, oneLine.length()) <= NAME_MAX
                ? oneLine
                : oneLine.substring(0, oneLine.offsetByCodePoints(0, NAME_MAX)) + "…";
    }
}
