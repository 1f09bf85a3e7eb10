package io.kerbstone.collector.api;

import io.kerbstone.collector.messages.Messages;
import io.kerbstone.collector.reports.IndicatorsJson;
import io.kerbstone.collector.reports.Reports;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** {@code reports}: made when asked for. Safe for many threads. */
public final class ReportsApi {
    /**
     * For reports alone: they carry their style inside, as they are also kept as files. No script, no form, nothing loaded,
     * an origin of their own.
     */
    private static final String CONTENT_POLICY =
            "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'; base-uri 'none'; sandbox";

    /** Header that says of a report in any format whether its target is met, missed or undecided. */
    public static final String VERDICT = "kerbstone-verdict";

    private final WebParts parts;
    private final Reports reports;

    ReportsApi(WebParts parts) {
        this.parts = parts;
        this.reports = new Reports(parts.figures(), parts.registry(), parts.exclusions(), parts.zone());
    }

    void mount(Routes routes) {
        routes.on(HttpMethod.GET, Gate.API + "/reports", this::make);
    }

    private void make(RoutingContext context) {
        var request = context.request();
        String period = request.getParam("period");
        String group = request.getParam("group");
        if (period == null || group == null) {
            Replies.error(context, 400, "Give 'period' (2026-10, 2026-Q3, 2026 or FROM/TO) and 'group' (an id).");
            return;
        }
        String language = or(request.getParam("lang"), Messages.ENGLISH.getLanguage());
        Reports.Result result = reports.make(
                period,
                group,
                or(request.getParam("format"), "json"),
                Messages.supported(Locale.forLanguageTag(language)),
                parts.wallClock().nowMs());
        if (result instanceof Reports.Document document) {
            send(context, document);
        } else if (result instanceof Reports.Refused refused) {
            Replies.error(context, 400, refused.sentence());
        }
    }

    /** Answers with a report. */
    public static void send(RoutingContext context, Reports.Document report) {
        boolean isPage = report.format() == Reports.Format.HTML;
        context.response()
                .putHeader(VERDICT, IndicatorsJson.word(report.overall()))
                .putHeader("content-type", report.format().contentType())
                .putHeader("content-security-policy", CONTENT_POLICY)
                .putHeader(
                        "content-disposition",
                        (isPage ? "inline" : "attachment") + "; filename=\"" + report.fileName() + "\"")
                .end(report.text());
    }

    private static String or(@Nullable String given, String usual) {
        return given == null ? usual : given;
    }
}
