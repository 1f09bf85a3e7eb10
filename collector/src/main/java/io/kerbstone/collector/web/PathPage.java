package io.kerbstone.collector.web;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kerbstone.collector.api.Edits;
import io.kerbstone.collector.api.Gate;
import io.kerbstone.collector.api.Replies;
import io.kerbstone.collector.api.Targets;
import io.kerbstone.collector.judge.PathLive;
import io.kerbstone.collector.messages.Messages;
import io.kerbstone.collector.registry.AgentRecord;
import io.kerbstone.collector.registry.PathRecord;
import io.kerbstone.collector.registry.Registry;
import io.kerbstone.measurement.IntervalState;
import io.kerbstone.measurement.PathIndicators;
import io.kerbstone.measurement.Rule;
import io.kerbstone.measurement.Target;
import io.kerbstone.settings.Choices;
import io.kerbstone.settings.Durations;
import io.kerbstone.settings.PathDefinition;
import io.kerbstone.settings.ProbeKind;
import io.kerbstone.settings.ProbeOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;

/** A path's page with its charts, and the form to add or change one. Safe for many threads. */
public final class PathPage {
    private static final List<String> WORDS = List.of("min", "mean", "p95", "max", "loss", "target");

    private final Pages pages;
    private final Edits edits;

    PathPage(Pages pages, Edits edits) {
        this.pages = pages;
        this.edits = edits;
    }

    /** The state now, and since when in words. */
    public record Live(IntervalState state, String since) {}

    /**
     * The page.
     *
     * @param id see {@link PathRecord#id}
     * @param name for people
     * @param note what it probes, from where, by which rule
     * @param editable whether it can be changed here
     * @param live the state now
     * @param choice the period
     * @param indicators of the period
     * @param timeline of the period
     * @param seriesUrl where the charts get their points
     * @param words of the charts, as JSON
     */
    public record Model(
            String id,
            String name,
            String note,
            boolean editable,
            Live live,
            PeriodChoice choice,
            IndicatorsView indicators,
            Timeline timeline,
            String seriesUrl,
            String words) {}

    void mount(Router router) {
        router.get("/paths/new")
                .blockingHandler(pages.in("overview", context -> form(context, usual(context), true)), false);
        router.post("/paths").blockingHandler(pages.in("overview", this::add), false);
        router.get("/paths/:id").blockingHandler(pages.in("overview", this::page), false);
        router.get("/paths/:id/live").blockingHandler(this::live, false);
        router.get("/paths/:id/edit").blockingHandler(pages.in("overview", this::edit), false);
        router.post("/paths/:id").blockingHandler(pages.in("overview", this::change), false);
        router.post("/paths/:id/delete").blockingHandler(this::delete, false);
    }

    private void page(RoutingContext context) {
        Optional<PathRecord> path = pages.parts().registry().path(context.pathParam("id"));
        if (path.isEmpty()) {
            pages.problem(context, 404);
        } else {
            pages.show(context, "path", "model", model(context, path.get()));
        }
    }

    private Model model(RoutingContext context, PathRecord path) {
        var request = context.request();
        PeriodChoice choice = PeriodChoice.of(
                request.getParam("span"),
                request.getParam("from"),
                request.getParam("to"),
                pages.parts().zone(),
                pages.nowMs());
        PathIndicators figures = pages.parts().figures().path(path.id(), choice.period());
        Target target = Targets.ofPath(pages.parts().registry(), path.id());
        String url = Gate.API + "/paths/" + path.id() + "/series?from="
                + choice.period().startMs() + "&to=" + choice.period().endMs();
        return new Model(
                path.id(),
                path.name(),
                note(context, path),
                !path.local(),
                live(context, path),
                choice,
                IndicatorsView.of(figures, target),
                Timeline.of(figures.ledger()),
                url,
                words(pages.words(context)));
    }

    private String note(RoutingContext context, PathRecord path) {
        Registry registry = pages.parts().registry();
        String agent = registry.agent(path.agentId()).map(AgentRecord::name).orElse(path.agentId());
        PathDefinition definition = path.definition();
        return pages.words(context)
                .get(
                        "path.note",
                        Choices.textOf(definition.kind()).toUpperCase(java.util.Locale.ROOT),
                        OverviewPage.targetOf(registry, path),
                        agent,
                        definition.rule().name(),
                        Durations.text(definition.rule().intervalMs()));
    }

    private static String words(Messages words) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        WORDS.forEach(key -> json.put(key, words.get("chart." + key)));
        return Replies.text(json);
    }

    private void live(RoutingContext context) {
        Optional<PathRecord> path = pages.parts().registry().path(context.pathParam("id"));
        if (path.isEmpty()) {
            pages.problem(context, 404);
        } else {
            pages.show(context, "pathlive", "model", live(context, path.get()));
        }
    }

    private Live live(RoutingContext context, PathRecord path) {
        Messages words = pages.words(context);
        Format format = pages.format(context);
        Optional<PathLive> live = pages.parts().figures().live(path.id());
        return live.map(now -> new Live(
                        now.state(),
                        words.get(
                                "path.since",
                                format.duration(pages.nowMs() - now.sinceMs()),
                                format.delayUs(now.lastRttUs()))))
                .orElse(new Live(IntervalState.UNKNOWN, words.get("path.noInterval")));
    }

    private FormValues usual(RoutingContext context) {
        FormValues values = FormValues.of(context.queryParams());
        return values.put("rule", Rule.STANDARD.name())
                .put("waitingTime", Durations.text(PathDefinition.WAITING_TIME_MS_DEFAULT))
                .put("payloadBytes", Integer.toString(ProbeOptions.PAYLOAD_BYTES_DEFAULT));
    }

    private void form(RoutingContext context, FormValues values, boolean isNew) {
        show(context, 200, values, List.of(), isNew);
    }

    private void show(RoutingContext context, int status, FormValues values, List<String> mistakes, boolean isNew) {
        Registry registry = pages.parts().registry();
        Messages words = pages.words(context);
        values.offer("agent", AgentPages.choices(registry));
        values.offer(
                "device",
                registry.devices().stream()
                        .filter(device -> !device.local())
                        .map(device ->
                                new FormValues.Choice(device.id(), device.name() + " (" + device.agentId() + ")"))
                        .toList());
        values.offer(
                "rule",
                Rule.SHIPPED.stream()
                        .map(rule -> new FormValues.Choice(rule.name(), words.get("rule." + rule.name())))
                        .toList());
        pages.show(context, status, "pathform", "values", values, "mistakes", mistakes, "isNew", isNew);
    }

    private void edit(RoutingContext context) {
        Optional<PathRecord> path = own(context);
        if (path.isEmpty()) {
            pages.problem(context, 404);
            return;
        }
        FormValues values = new FormValues();
        Edits.document(path.get())
                .properties()
                .forEach(field -> values.put(field.getKey(), field.getValue().asText()));
        form(context, values, false);
    }

    private void add(RoutingContext context) {
        FormValues values = FormValues.of(context.request().formAttributes());
        boolean isTaken = pages.parts().registry().path(values.get("id")).isPresent();
        if (isTaken) {
            show(context, 400, values, List.of(pages.words(context).get("id.taken", values.get("id"))), true);
        } else {
            put(context, values, Optional.empty());
        }
    }

    private void change(RoutingContext context) {
        if (own(context).isEmpty()) {
            pages.problem(context, 404);
            return;
        }
        FormValues values = FormValues.of(context.request().formAttributes());
        String id = context.pathParam("id");
        put(context, values.put("id", id), Optional.of(id));
    }

    private void put(RoutingContext context, FormValues values, Optional<String> id) {
        List<String> mistakes = edits.putPath(document(values), new Edits.Asked(Pages.by(context), pages.nowMs(), id));
        if (mistakes.isEmpty()) {
            Gate.redirect(context, "/paths/" + values.get("id"));
        } else {
            show(context, 400, values, mistakes, id.isEmpty());
        }
    }

    private static String document(FormValues values) {
        FormDocument document = new FormDocument(values)
                .texts("id", "name", "agent", "kind", "rule", "waitingTime", "stream", "device");
        Choices.parse(ProbeKind.class, values.get("kind")).ifPresent(kind -> fields(kind, document));
        return document.json();
    }

    /** The fields of a kind; the form also sends those of the others. */
    private static void fields(ProbeKind kind, FormDocument document) {
        switch (kind) {
            case SNMP -> {}
            case ICMP -> document.texts("target").numbers("payloadBytes", "dscp");
            case STAMP -> document.texts("target", "key").numbers("port", "payloadBytes", "dscp");
            case TCP, NTP -> document.texts("target").numbers("port");
            case HTTP -> document.texts("target", "status", "text", "verify");
            case DNS ->
                document.texts("target", "query", "recordType", "answer").numbers("port");
        }
    }

    private void delete(RoutingContext context) {
        pages.parts().registry().deletePath(context.pathParam("id"), Pages.by(context), pages.nowMs());
        Gate.redirect(context, "/");
    }

    private Optional<PathRecord> own(RoutingContext context) {
        return pages.parts().registry().path(context.pathParam("id")).filter(path -> !path.local());
    }
}
