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
import io.kerbstone.collector.reports.ReasonWords;
import io.kerbstone.measurement.IntervalState;
import io.kerbstone.measurement.Outage;
import io.kerbstone.measurement.PathIndicators;
import io.kerbstone.measurement.Period;
import io.kerbstone.measurement.Rule;
import io.kerbstone.measurement.Target;
import io.kerbstone.settings.Choices;
import io.kerbstone.settings.Durations;
import io.kerbstone.settings.PathDefinition;
import io.kerbstone.settings.ProbeKind;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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
     * @param reasons why probes were lost or not measured, one sentence each
     * @param outageNotes the same of each outage
     * @param facts what else is known of it
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
            String words,
            List<String> reasons,
            Map<Outage, String> outageNotes,
            List<FactRows.Row> facts) {
        /** Copies the collections. */
        public Model {
            reasons = List.copyOf(reasons);
            outageNotes = Map.copyOf(outageNotes);
            facts = List.copyOf(facts);
        }
    }

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
        ReasonWords reasonWords = new ReasonWords(pages.words(context).locale());
        IndicatorsView view = IndicatorsView.of(figures, target);
        return new Model(
                path.id(),
                path.name(),
                note(context, path),
                !path.local(),
                live(context, path),
                choice,
                view,
                Timeline.of(figures.ledger()),
                url,
                words(pages.words(context)),
                reasonWords.sentences(pages.parts().figures().reasons(path.id(), choice.period()), figures.lossAll()),
                outageNotes(path.id(), view.outages(), reasonWords),
                facts(context, path));
    }

    private Map<Outage, String> outageNotes(String pathId, List<Outage> outages, ReasonWords words) {
        Map<Outage, String> notes = new HashMap<>();
        for (Outage outage : outages) {
            Period during = new Period(outage.fromMs(), outage.toMs());
            notes.put(
                    outage,
                    String.join(" ", words.sentences(pages.parts().figures().reasons(pathId, during))));
        }
        return notes;
    }

    private List<FactRows.Row> facts(RoutingContext context, PathRecord path) {
        return pages.parts()
                .figures()
                .facts(path.id())
                .map(facts -> FactRows.of(facts, pages.words(context), pages.format(context), pages.nowMs()))
                .orElse(List.of());
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
                .put("waitingTime", Durations.text(PathDefinition.WAITING_TIME_MS_DEFAULT));
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
        } else if (values.all("also").isEmpty()) {
            put(context, values, Optional.empty());
        } else {
            addVantage(context, values);
        }
    }

    /** One target from several agents: a path each, and the group of them. */
    private void addVantage(RoutingContext context, FormValues values) {
        Set<String> agents = new LinkedHashSet<>(List.of(values.get("agent")));
        agents.addAll(values.all("also"));
        List<String> mistakes = edits.putVantage(
                document(values),
                List.copyOf(agents),
                new Edits.Asked(Pages.by(context), pages.nowMs(), Optional.empty()));
        if (mistakes.isEmpty()) {
            Gate.redirect(context, "/groups/" + values.get("id"));
        } else {
            show(context, 400, values, mistakes, true);
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
            case HTTP -> document.texts("target", "status", "text").flags("verify");
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
