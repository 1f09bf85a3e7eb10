package io.kerbstone.collector.web;

import io.kerbstone.collector.api.ReportsApi;
import io.kerbstone.collector.messages.Messages;
import io.kerbstone.collector.registry.GroupRecord;
import io.kerbstone.collector.reports.Reports;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;

/** The form that asks for a report, and the report. Safe for many threads. */
public final class ReportPages {
    private final Pages pages;
    private final Reports reports;

    ReportPages(Pages pages) {
        this.pages = pages;
        this.reports = new Reports(
                pages.parts().figures(),
                pages.parts().registry(),
                pages.parts().exclusions(),
                pages.parts().zone());
    }

    void mount(Router router) {
        router.get("/reports")
                .blockingHandler(
                        pages.in(
                                "reports",
                                context -> form(context, 200, FormValues.of(context.queryParams()), List.of())),
                        false);
        router.get("/reports/show").blockingHandler(pages.in("reports", this::report), false);
    }

    private void form(RoutingContext context, int status, FormValues values, List<String> mistakes) {
        Messages words = pages.words(context);
        LocalDate today = LocalDate.ofInstant(
                Instant.ofEpochMilli(pages.nowMs()), pages.parts().zone());
        YearMonth month = YearMonth.from(today);
        if (values.get("group").isEmpty()) {
            values.put("group", GroupRecord.ALL);
        }
        if (values.get("period").isEmpty()) {
            values.put("period", month.toString());
        }
        values.offer(
                "group",
                pages.parts().registry().groups().stream()
                        .map(group -> new FormValues.Choice(group.id(), GroupPages.nameOf(group, words)))
                        .toList());
        values.offer(
                "period",
                List.of(
                        usual(today + "/" + today.plusDays(1), words, "report.today"),
                        usual(today.minusDays(1) + "/" + today, words, "report.yesterday"),
                        usual(month.toString(), words, "report.thisMonth"),
                        usual(month.minusMonths(1).toString(), words, "report.lastMonth"),
                        usual(Integer.toString(today.getYear()), words, "report.thisYear")));
        pages.show(context, status, "reports", "values", values, "mistakes", mistakes);
    }

    private static FormValues.Choice usual(String period, Messages words, String key) {
        return new FormValues.Choice(period, words.get(key));
    }

    private void report(RoutingContext context) {
        FormValues values = FormValues.of(context.queryParams());
        String format = values.get("format").isEmpty() ? "html" : values.get("format");
        Reports.Result result =
                reports.make(values.get("period"), values.get("group"), format, pages.locale(context), pages.nowMs());
        if (result instanceof Reports.Document document) {
            ReportsApi.send(context, document);
        } else if (result instanceof Reports.Refused refused) {
            form(context, 400, values, List.of(refused.sentence()));
        }
    }
}
