package io.kerbstone.collector.reports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.kerbstone.collector.exclusions.Exclusions;
import io.kerbstone.collector.judge.Figures;
import io.kerbstone.collector.messages.Messages;
import io.kerbstone.collector.registry.GroupRecord;
import io.kerbstone.collector.registry.Registry;
import io.kerbstone.measurement.Verdict;
import io.kerbstone.settings.Choices;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Makes reports for the page, the API and the command line. Safe for many threads. */
public final class Reports {
    /** Zone of dates unless another is configured. */
    public static final ZoneId ZONE_DEFAULT = ZoneId.of("Asia/Shanghai");

    private static final ObjectWriter JSON = new ObjectMapper().writerWithDefaultPrettyPrinter();
    private static final int GROUPS_SHOWN_MAX = 20;

    private final AvailabilityReport.Sources sources;
    private final Registry registry;
    private final ZoneId zone;

    /** Reports with dates in the zone. */
    public Reports(Figures figures, Registry registry, Exclusions exclusions, ZoneId zone) {
        this.sources = new AvailabilityReport.Sources(figures, registry, exclusions);
        this.registry = registry;
        this.zone = zone;
    }

    /** Forms of a report. */
    public enum Format {
        /** One file for people. */
        HTML("text/html; charset=utf-8"),
        /** The same figures for programs. */
        JSON("application/json");

        private final String contentType;

        Format(String contentType) {
            this.contentType = contentType;
        }

        /** Its media type. */
        public String contentType() {
            return contentType;
        }
    }

    /** A report, or why there is none. */
    public sealed interface Result {}

    /**
     * A report as a file.
     *
     * @param fileName a name for it, of ASCII letters, digits, dots and hyphens
     * @param format its form
     * @param text its content, to be written as UTF-8
     * @param overall the group's verdict over all targets
     */
    public record Document(String fileName, Format format, String text, Verdict overall) implements Result {
        /** The content as bytes. */
        public byte[] bytes() {
            return text.getBytes(StandardCharsets.UTF_8);
        }
    }

    /** There is none, and why, in one sentence of the language asked for. */
    public record Refused(String sentence) implements Result {}

    /**
     * Makes a report.
     *
     * @param period as {@link ReportPeriod} reads it
     * @param groupId the group
     * @param format {@code html} or {@code json}
     * @param locale language of the HTML form and of a refusal
     * @param nowMs when it is made, ms since 1970 UTC
     */
    public Result make(String period, String groupId, String format, Locale locale, long nowMs) {
        Messages words = Messages.of("reports", locale);
        Optional<Format> form = Choices.parse(Format.class, format);
        if (form.isEmpty()) {
            return new Refused(words.get("format.unknown", format));
        }
        Optional<GroupRecord> group = registry.group(groupId);
        if (group.isEmpty()) {
            return new Refused(words.get("group.unknown", groupId, knownGroups()));
        }
        ReportPeriod.Result parsed = ReportPeriod.parse(period, zone);
        if (parsed instanceof ReportPeriod.Refused refused) {
            return new Refused(refused.sentence(locale));
        }
        ReportPeriod asked = ((ReportPeriod.Parsed) parsed).period();
        AvailabilityReport report = AvailabilityReport.build(asked, group.get(), sources, zone, nowMs);
        return document(report, form.get(), locale);
    }

    static Document document(AvailabilityReport report, Format format, Locale locale) {
        String text =
                switch (format) {
                    case HTML -> ReportHtml.render(report, locale);
                    case JSON -> pretty(report);
                };
        String name = "availability-" + report.group().id() + "-"
                + report.period().text().replaceAll("[^A-Za-z0-9.]+", "-") + "."
                + Choices.textOf(format);
        Verdict overall =
                Verdicts.of(report.indicators(), report.group().target()).overall();
        return new Document(name, format, text, overall);
    }

    private static String pretty(AvailabilityReport report) {
        try {
            return JSON.writeValueAsString(ReportJson.of(report)) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("BUG: a tree of JSON nodes that cannot be written", e);
        }
    }

    private String knownGroups() {
        List<String> ids = registry.groups().stream().map(GroupRecord::id).toList();
        return ids.size() <= GROUPS_SHOWN_MAX
                ? String.join(", ", ids)
                : String.join(", ", ids.subList(0, GROUPS_SHOWN_MAX)) + ", …";
    }
}
