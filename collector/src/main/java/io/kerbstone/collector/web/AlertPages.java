package io.kerbstone.collector.web;

import io.kerbstone.collector.alerts.Alert;
import io.kerbstone.collector.alerts.AlertKind;
import io.kerbstone.collector.api.Acknowledge;
import io.kerbstone.collector.api.Gate;
import io.kerbstone.measurement.IntervalState;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Open alerts with a field to take note of them, and what ended lately. Safe for many threads. */
public final class AlertPages {
    /** Most alerts that are looked through for ended ones. */
    static final int LATEST_MAX = 200;

    private final Pages pages;

    AlertPages(Pages pages) {
        this.pages = pages;
    }

    /** Open alerts newest first, and ended ones newest first. */
    public record Model(List<Alert> open, List<Alert> ended) {}

    /** DOWN for a path that is down, UNKNOWN for an agent nobody hears. */
    public static IntervalState stateOf(Alert alert) {
        return alert.kind() == AlertKind.PATH_DOWN ? IntervalState.DOWN : IntervalState.UNKNOWN;
    }

    /** Where the alert's subject is looked at. */
    public static String addressOf(Alert alert) {
        return alert.kind() == AlertKind.PATH_DOWN ? "/paths/" + alert.subject().id() : "/agents";
    }

    void mount(Router router) {
        router.get("/alerts").blockingHandler(pages.in("alerts", this::page), false);
        router.post("/alerts/:id/acknowledge").blockingHandler(this::acknowledge, false);
    }

    private void page(RoutingContext context) {
        List<Alert> open = pages.parts().alerts().open();
        List<Alert> newest = new ArrayList<>(open);
        Collections.reverse(newest);
        List<Alert> ended = pages.parts().alerts().latest(LATEST_MAX).stream()
                .filter(alert -> !alert.isOpen())
                .toList();
        pages.show(context, "alerts", "model", new Model(newest, ended));
    }

    private void acknowledge(RoutingContext context) {
        String note = context.request().getFormAttribute("note");
        Acknowledge.Answer answer = Acknowledge.now(
                pages.parts().alerts(), context.pathParam("id"), Pages.by(context), note == null ? "" : note);
        if (answer == Acknowledge.Answer.UNKNOWN) {
            pages.problem(context, 404);
        } else {
            Gate.redirect(context, "/alerts");
        }
    }
}
