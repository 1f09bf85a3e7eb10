package io.kerbstone.collector.web;

import io.kerbstone.collector.api.Edits;
import io.kerbstone.collector.api.Gate;
import io.kerbstone.collector.judge.PathLive;
import io.kerbstone.collector.messages.Messages;
import io.kerbstone.collector.registry.AgentRecord;
import io.kerbstone.collector.registry.GroupRecord;
import io.kerbstone.collector.registry.Registry;
import io.kerbstone.measurement.GroupIndicators;
import io.kerbstone.measurement.GroupPolicy;
import io.kerbstone.measurement.IntervalState;
import io.kerbstone.measurement.Outage;
import io.kerbstone.measurement.PathIndicators;
import io.kerbstone.measurement.Target;
import io.kerbstone.settings.Choices;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Groups, a group's page, and the form to add or change one. Safe for many threads. */
public final class GroupPages {
    /** Most members whose states are drawn one below the other. */
    static final int STRIPS_MAX = 50;

    private static final double NS_PER_MS = 1_000_000;

    private final Pages pages;
    private final Edits edits;

    GroupPages(Pages pages, Edits edits) {
        this.pages = pages;
        this.edits = edits;
    }

    /** One group in the list. */
    public record Line(String id, String name, GroupPolicy policy, int paths, Target target) {}

    /** One path of a group; its name tells the agent where several probe one target. */
    public record Member(String id, String name, IntervalState state, PathIndicators indicators, Timeline timeline) {}

    /** A group's page. */
    public record Model(
            String id,
            String name,
            String note,
            IntervalState state,
            PeriodChoice choice,
            IndicatorsView indicators,
            Timeline timeline,
            List<Member> members,
            Map<Outage, String> outageNotes) {
        /** Copies the collections. */
        public Model {
            members = List.copyOf(members);
            outageNotes = Map.copyOf(outageNotes);
        }

        /** The members whose states are drawn: the first {@link #STRIPS_MAX}. */
        public List<Member> strips() {
            return members.subList(0, Math.min(STRIPS_MAX, members.size()));
        }
    }

    void mount(Router router) {
        router.get("/groups").blockingHandler(pages.in("groups", this::list), false);
        router.post("/groups").blockingHandler(pages.in("groups", this::add), false);
        router.get("/groups/new").blockingHandler(pages.in("groups", context -> form(context, usual(), true)), false);
        router.get("/groups/:id").blockingHandler(pages.in("groups", this::page), false);
        router.get("/groups/:id/edit").blockingHandler(pages.in("groups", this::edit), false);
        router.post("/groups/:id").blockingHandler(pages.in("groups", this::change), false);
        router.post("/groups/:id/delete").blockingHandler(this::delete, false);
    }

    /** What people call a group: the one of all paths has no name of its own. */
    static String nameOf(GroupRecord group, Messages words) {
        return group.id().equals(GroupRecord.ALL) && group.name().equals("All paths")
                ? words.get("overview.all")
                : group.name();
    }

    private void list(RoutingContext context) {
        Messages words = pages.words(context);
        List<Line> lines = pages.parts().registry().groups().stream()
                .map(group -> new Line(
                        group.id(),
                        nameOf(group, words),
                        group.policy(),
                        group.pathIds().size(),
                        group.target()))
                .toList();
        pages.show(context, "groups", "groups", lines);
    }

    private void page(RoutingContext context) {
        Optional<GroupRecord> group = pages.parts().registry().group(context.pathParam("id"));
        if (group.isEmpty()) {
            pages.problem(context, 404);
        } else {
            pages.show(context, "group", "model", model(context, group.get()));
        }
    }

    private Model model(RoutingContext context, GroupRecord group) {
        HttpServerRequest request = context.request();
        Messages words = pages.words(context);
        PeriodChoice choice = PeriodChoice.of(
                request.getParam("span"),
                request.getParam("from"),
                request.getParam("to"),
                pages.parts().zone(),
                pages.nowMs());
        GroupIndicators figures = pages.parts().figures().group(group.id(), choice.period());
        List<Member> members = members(group, figures);
        GroupPolicy policy = group.policy();
        IndicatorsView view = IndicatorsView.of(figures, group.target());
        return new Model(
                group.id(),
                nameOf(group, words),
                words.get("policy." + policy.kind().name(), policy.k()) + " · "
                        + words.get("overview.paths", members.size()),
                policy.combine(members.stream().map(Member::state).toList()),
                choice,
                view,
                Timeline.of(figures.ledger()),
                members,
                OutageWitnesses.notes(view.outages(), members, words));
    }

    private List<Member> members(GroupRecord group, GroupIndicators figures) {
        List<Member> members = new ArrayList<>();
        for (int i = 0; i < figures.members().size(); i++) {
            String id = group.pathIds().get(i);
            members.add(new Member(
                    id,
                    name(id, group.policy()),
                    pages.parts().figures().live(id).map(PathLive::state).orElse(IntervalState.UNKNOWN),
                    figures.members().get(i),
                    Timeline.of(figures.members().get(i).ledger())));
        }
        return members;
    }

    private String name(String pathId, GroupPolicy policy) {
        Registry registry = pages.parts().registry();
        return registry.path(pathId)
                .map(path -> policy.kind() == GroupPolicy.Kind.VANTAGE
                        ? registry.agent(path.agentId()).map(AgentRecord::name).orElse(path.agentId())
                        : path.name())
                .orElse(pathId);
    }

    private static FormValues usual() {
        return new FormValues()
                .put("policy", "all")
                .put("k", "1")
                .put("availability", percent(Target.DEFAULT.availability()))
                .put("delayMs", plain(Target.DEFAULT.delayNs() / NS_PER_MS))
                .put("loss", percent(Target.DEFAULT.lossRatio()));
    }

    private void form(RoutingContext context, FormValues values, boolean isNew) {
        show(context, 200, values, List.of(), isNew);
    }

    private void show(RoutingContext context, int status, FormValues values, List<String> mistakes, boolean isNew) {
        values.offer(
                "path",
                pages.parts().registry().paths().stream()
                        .map(path -> new FormValues.Choice(path.id(), path.name()))
                        .toList());
        pages.show(context, status, "groupform", "values", values, "mistakes", mistakes, "isNew", isNew);
    }

    private void edit(RoutingContext context) {
        Optional<GroupRecord> found = pages.parts().registry().group(context.pathParam("id"));
        if (found.isEmpty()) {
            pages.problem(context, 404);
            return;
        }
        GroupRecord group = found.get();
        FormValues values = new FormValues()
                .put("id", group.id())
                .put("name", nameOf(group, pages.words(context)))
                .put("policy", Choices.textOf(group.policy().kind()))
                .put("k", Integer.toString(group.policy().k()))
                .put("availability", percent(group.target().availability()))
                .put("delayMs", plain(group.target().delayNs() / NS_PER_MS))
                .put("loss", percent(group.target().lossRatio()))
                .put("path", group.pathIds());
        form(context, values, false);
    }

    private void add(RoutingContext context) {
        FormValues values = FormValues.of(context.request().formAttributes());
        if (pages.parts().registry().group(values.get("id")).isPresent()) {
            show(context, 400, values, List.of(pages.words(context).get("id.taken", values.get("id"))), true);
        } else {
            put(context, values, Optional.empty());
        }
    }

    private void change(RoutingContext context) {
        String id = context.pathParam("id");
        if (pages.parts().registry().group(id).isEmpty()) {
            pages.problem(context, 404);
        } else {
            put(context, FormValues.of(context.request().formAttributes()).put("id", id), Optional.of(id));
        }
    }

    private void put(RoutingContext context, FormValues values, Optional<String> id) {
        FormDocument document = new FormDocument(values)
                .texts("id", "name", "policy")
                .list("path", "paths")
                .percent("availability", "target.availability")
                .number("delayMs", "target.delayMs")
                .percent("loss", "target.loss");
        if (values.is("policy", Choices.textOf(GroupPolicy.Kind.AT_LEAST))) {
            document.numbers("k");
        }
        List<String> mistakes = edits.putGroup(document.json(), new Edits.Asked(Pages.by(context), pages.nowMs(), id));
        if (mistakes.isEmpty()) {
            Gate.redirect(context, "/groups/" + values.get("id"));
        } else {
            show(context, 400, values, mistakes, id.isEmpty());
        }
    }

    private void delete(RoutingContext context) {
        pages.parts().registry().deleteGroup(context.pathParam("id"), Pages.by(context), pages.nowMs());
        Gate.redirect(context, "/groups");
    }

    private static String percent(double share) {
        return plain(BigDecimal.valueOf(share).movePointRight(2).doubleValue());
    }

    private static String plain(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }
}
