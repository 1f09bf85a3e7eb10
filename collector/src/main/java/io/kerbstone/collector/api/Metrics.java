package io.kerbstone.collector.api;

import io.kerbstone.collector.alerts.ChannelStatus;
import io.kerbstone.collector.judge.PathLive;
import io.kerbstone.collector.registry.AgentRecord;
import io.kerbstone.collector.registry.PathRecord;
import io.kerbstone.measurement.IntervalState;
import io.vertx.ext.web.RoutingContext;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.ToLongFunction;

/** {@code /metrics} in Prometheus' text form: what the pages know, and the counters of the other parts. Thread-safe. */
final class Metrics {
    private static final int CLASSES = 6;

    private final WebParts parts;
    private final Events events;
    /** Requests answered, by the first digit of their status. */
    private final AtomicLongArray requests = new AtomicLongArray(CLASSES);

    Metrics(WebParts parts, Events events) {
        this.parts = parts;
        this.events = events;
    }

    void count(RoutingContext context) {
        context.addEndHandler(ended -> {
            int digit = context.response().getStatusCode() / 100;
            requests.incrementAndGet(Math.min(CLASSES - 1, Math.max(0, digit)));
        });
        context.next();
    }

    void show(RoutingContext context) {
        StringBuilder text = new StringBuilder(4096);
        paths(text);
        agents(text);
        gauge(text, "kerbstone_alerts_open", "Alerts that have not ended.");
        value(text, "kerbstone_alerts_open", "", parts.alerts().open().size());
        counter(text, "kerbstone_alerts_raised_total", "Alerts raised since the start.");
        value(text, "kerbstone_alerts_raised_total", "", parts.alerts().raisedCount());
        channels(text);
        counter(text, "kerbstone_http_requests_total", "Requests answered, by class of status.");
        for (int digit = 1; digit < CLASSES; digit++) {
            value(text, "kerbstone_http_requests_total", "{status=\"" + digit + "xx\"}", requests.get(digit));
        }
        gauge(text, "kerbstone_sessions", "Browsers signed in.");
        value(text, "kerbstone_sessions", "", parts.users().sessionCount());
        gauge(text, "kerbstone_event_streams", "Readers of events.");
        value(text, "kerbstone_event_streams", "", events.streamCount());
        counter(text, "kerbstone_event_streams_cut_total", "Readers of events cut off because they could not keep up.");
        value(text, "kerbstone_event_streams_cut_total", "", events.cutOffCount());
        text.append(parts.counters().get());
        context.response()
                .putHeader("content-type", "text/plain; version=0.0.4; charset=utf-8")
                .end(text.toString());
    }

    private void paths(StringBuilder text) {
        Map<IntervalState, Integer> counts = new EnumMap<>(IntervalState.class);
        for (PathRecord path : parts.registry().paths()) {
            IntervalState state =
                    parts.figures().live(path.id()).map(PathLive::state).orElse(IntervalState.UNKNOWN);
            counts.merge(state, 1, Integer::sum);
        }
        gauge(text, "kerbstone_paths", "Paths by state now.");
        for (IntervalState state : IntervalState.values()) {
            String label = "{state=\"" + state.name().toLowerCase(Locale.ROOT) + "\"}";
            value(text, "kerbstone_paths", label, counts.getOrDefault(state, 0));
        }
    }

    private void channels(StringBuilder text) {
        channels(text, "kerbstone_alert_messages_delivered_total", "Messages handed over.", ChannelStatus::delivered);
        channels(text, "kerbstone_alert_tries_failed_total", "Tries to send that failed.", ChannelStatus::failedTries);
        channels(text, "kerbstone_alert_messages_dropped_total", "Messages given up.", ChannelStatus::dropped);
        counter(text, "kerbstone_alert_news_dropped_total", "News of paths dropped because too many waited.");
        value(text, "kerbstone_alert_news_dropped_total", "", parts.alerts().droppedNewsCount());
        gauge(text, "kerbstone_alert_messages_waiting", "Messages that wait for their channel.");
        for (ChannelStatus channel : parts.alerts().channels()) {
            value(text, "kerbstone_alert_messages_waiting", label(channel), channel.waiting());
        }
    }

    private void channels(StringBuilder text, String name, String help, ToLongFunction<ChannelStatus> of) {
        counter(text, name, help);
        for (ChannelStatus channel : parts.alerts().channels()) {
            value(text, name, label(channel), of.applyAsLong(channel));
        }
    }

    /** Names of channels are ids: nothing in them needs an escape. */
    private static String label(ChannelStatus channel) {
        return "{channel=\"" + channel.settings().name() + "\"}";
    }

    private void agents(StringBuilder text) {
        long connected = parts.registry().agents().stream()
                .filter(AgentRecord::connected)
                .count();
        gauge(text, "kerbstone_agents", "Enrolled agents, revoked ones included.");
        value(text, "kerbstone_agents", "", parts.registry().agents().size());
        gauge(text, "kerbstone_agents_connected", "Agents connected now.");
        value(text, "kerbstone_agents_connected", "", connected);
    }

    private static void gauge(StringBuilder text, String name, String help) {
        head(text, name, help, "gauge");
    }

    private static void counter(StringBuilder text, String name, String help) {
        head(text, name, help, "counter");
    }

    private static void head(StringBuilder text, String name, String help, String type) {
        text.append("# HELP ").append(name).append(' ').append(help).append("\n# TYPE ");
        text.append(name).append(' ').append(type).append('\n');
    }

    private static void value(StringBuilder text, String name, String labels, long value) {
        text.append(name).append(labels).append(' ').append(value).append('\n');
    }
}
