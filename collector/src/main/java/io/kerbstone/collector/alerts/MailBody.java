package io.kerbstone.collector.alerts;

import io.kerbstone.collector.messages.Html;
import java.util.List;

/** The text of a mail, plain and as simple HTML that also reads well on a telephone. Stateless. */
final class MailBody {
    private static final String CELL = "padding:4px 12px 4px 0;text-align:left;vertical-align:top;";

    private MailBody() {}

    static String plain(AlertText text, Notice notice) {
        StringBuilder body = new StringBuilder(text.sentence(notice)).append("\n");
        for (Alert alert : listed(notice)) {
            body.append('\n');
            if (notice.alerts().size() > 1) {
                body.append(text.sentence(alert)).append('\n');
            }
            text.rows(alert).forEach(row -> body.append(row.label())
                    .append(": ")
                    .append(row.value())
                    .append('\n'));
        }
        int omitted = omitted(notice);
        if (omitted > 0) {
            body.append('\n').append(text.more(omitted)).append('\n');
        }
        return body.append("\n-- \n").append(text.footer()).append('\n').toString();
    }

    static String html(AlertText text, Notice notice) {
        String colour =
                switch (notice.type()) {
                    case RAISED -> "#b3261e";
                    case ENDED -> "#1b6e3c";
                    case TEST -> "#3b4a5a";
                };
        Html html = new Html();
        html.raw("<!DOCTYPE html><html lang=\"").text(text.languageTag()).raw("\"><head><meta charset=\"utf-8\">");
        html.raw("</head><body style=\"font:15px/1.5 sans-serif;color:#1d2733;margin:0;padding:16px\">");
        html.raw("<p style=\"font-size:17px;margin:0 0 16px;padding-left:12px;border-left:5px solid " + colour + "\">");
        html.text(text.sentence(notice)).raw("</p>");
        for (Alert alert : listed(notice)) {
            alert(html, text, notice, alert);
        }
        if (omitted(notice) > 0) {
            html.raw("<p>").text(text.more(omitted(notice))).raw("</p>");
        }
        html.raw("<p style=\"color:#5b6875;font-size:13px\">")
                .text(text.footer())
                .raw("</p></body></html>");
        return html.toString();
    }

    private static void alert(Html html, AlertText text, Notice notice, Alert alert) {
        if (notice.alerts().size() > 1) {
            html.raw("<p style=\"margin:16px 0 4px;font-weight:bold\">")
                    .text(text.sentence(alert))
                    .raw("</p>");
        }
        html.raw("<table style=\"border-collapse:collapse;margin:0 0 16px\">");
        for (AlertText.Row row : text.rows(alert)) {
            html.raw("<tr><th style=\"" + CELL + "font-weight:normal;color:#5b6875\">")
                    .text(row.label())
                    .raw("</th><td style=\"" + CELL + "\">");
            if (row.value().equals(text.link(alert))) {
                html.raw("<a href=\"")
                        .text(row.value())
                        .raw("\">")
                        .text(row.value())
                        .raw("</a>");
            } else {
                html.text(row.value());
            }
            html.raw("</td></tr>");
        }
        html.raw("</table>");
    }

    private static List<Alert> listed(Notice notice) {
        return notice.alerts()
                .subList(0, Math.min(AlertText.LISTED_MAX, notice.alerts().size()));
    }

    private static int omitted(Notice notice) {
        return notice.alerts().size() - listed(notice).size();
    }
}
