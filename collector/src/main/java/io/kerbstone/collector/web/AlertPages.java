package io.kerbstone.collector.web;

import io.kerbstone.collector.alerts.Alert;
import io.kerbstone.collector.alerts.AlertKind;
import io.kerbstone.collector.api.Acknowledge;
import io.kerbstone.collector.api.Gate;
import io.kerbstone.collector.messages.Messages;
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

    /** Open alerts newest first, ended ones newest first, and how the channels to people fare, with the words for it. */
    public record Model(List<Alert> open, List<Alert> ended, List<ChannelLine> channels, Messages words) {}

    /**
     * A channel in words.
     *
     * @param name its name
     * @param state how its last try ended; empty when none was made
     * @param counts messages delivered, waiting and given up
     * @param failing whether people cannot be told by it at present
     */
    public record ChannelLine(String name, String state, String counts, boolean failing) {}

    private List<ChannelLine> channels(Messages words) {
        return pages.parts().alerts().channels().stream()
                .map(channel -> new ChannelLine(
                        channel.settings().name(),
                        channel.last().map(last -> last.reason(words.locale())).orElse(""),
                        words.get("channel.counts", channel.delivered(), channel.waiting(), channel.dropped()),
                        channel.isFailing()))
                .toList();
    }

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
        Messages words = Messages.of("alerts", pages.locale(context));
        pages.show(context, "alerts", "model", new Model(newest, ended, channels(words), words));
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
