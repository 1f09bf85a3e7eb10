package io.kerbstone.collector.web;

import io.kerbstone.collector.api.Gate;
import io.kerbstone.collector.exclusions.Exclusion;
import io.kerbstone.collector.exclusions.Exclusions;
import io.kerbstone.collector.messages.Messages;
import io.kerbstone.collector.registry.GroupRecord;
import io.kerbstone.collector.registry.PathRecord;
import io.kerbstone.collector.registry.Registry;
import io.kerbstone.measurement.Period;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Exclusions: the list, the form for a new one, and the second person's yes. Safe for many threads. */
public final class ExclusionPages {
    /** Most on the page; the API has them all. */
    static final int SHOWN_MAX = 500;

    private static final long HOUR_MS = 3_600_000;

    private final Pages pages;

    ExclusionPages(Pages pages) {
        this.pages = pages;
    }

    /** One exclusion as a row. */
    public record Line(
            long id, String scope, Period period, String reason, String by, String approvedBy, boolean isValid) {}

    void mount(Router router) {
        router.get("/exclusions")
                .blockingHandler(
                        pages.in("exclusions", context -> show(context, 200, usual(context), List.of())), false);
        router.post("/exclusions").blockingHandler(pages.in("exclusions", this::add), false);
        router.post("/exclusions/:id/approve").blockingHandler(pages.in("exclusions", this::approve), false);
    }

    private FormValues usual(RoutingContext context) {
        Format format = pages.format(context);
        long nowMs = pages.nowMs();
        return new FormValues().put("from", format.field(nowMs + HOUR_MS)).put("to", format.field(nowMs + 2 * HOUR_MS));
    }

    private void show(RoutingContext context, int status, FormValues values, List<String> mistakes) {
        Registry registry = pages.parts().registry();
        Messages words = pages.words(context);
        List<FormValues.Choice> scopes = new ArrayList<>();
        registry.groups()
                .forEach(group -> scopes.add(new FormValues.Choice(
                        "group " + group.id(), words.get("exclusion.group", GroupPages.nameOf(group, words)))));
        registry.paths()
                .forEach(path -> scopes.add(
                        new FormValues.Choice("path " + path.id(), words.get("exclusion.path", path.name()))));
        values.offer("scope", scopes);
        List<Line> lines = pages.parts().exclusions().list().stream()
                .limit(SHOWN_MAX)
                .map(exclusion -> line(exclusion, registry, words))
                .toList();
        pages.show(context, status, "exclusions", "exclusions", lines, "values", values, "mistakes", mistakes);
    }

    private static Line line(Exclusion exclusion, Registry registry, Messages words) {
        String scope = exclusion.scope() == Exclusion.Scope.PATH
                ? words.get(
                        "exclusion.path",
                        registry.path(exclusion.scopeId()).map(PathRecord::name).orElse(exclusion.scopeId()))
                : words.get(
                        "exclusion.group",
                        registry.group(exclusion.scopeId())
                                .map((GroupRecord group) -> GroupPages.nameOf(group, words))
                                .orElse(exclusion.scopeId()));
        return new Line(
                exclusion.id(),
                scope,
                exclusion.period(),
                exclusion.reason(),
                exclusion.by(),
                exclusion.approval().map(Exclusion.Approval::by).orElse(""),
                exclusion.isValid());
    }

    private void add(RoutingContext context) {
        FormValues values = FormValues.of(context.request().formAttributes());
        String[] scope = values.get("scope").split(" ", 2);
        try {
            Exclusions.Request asked = new Exclusions.Request(
                    Exclusion.Scope.valueOf(scope[0].toUpperCase(Locale.ROOT)),
                    scope.length > 1 ? scope[1] : "",
                    PeriodChoice.ms(values.get("from"), pages.parts().zone()),
                    PeriodChoice.ms(values.get("to"), pages.parts().zone()),
                    values.get("reason"));
            answer(context, pages.parts().exclusions().add(asked, Pages.by(context), pages.nowMs()), values);
        } catch (DateTimeException | IllegalArgumentException notUnderstood) {
            show(context, 400, values, List.of(pages.words(context).get("exclusion.notUnderstood")));
        }
    }

    private void approve(RoutingContext context) {
        String id = context.pathParam("id");
        long number = id.matches("\\d{1,18}") ? Long.parseLong(id) : 0;
        answer(context, pages.parts().exclusions().approve(number, Pages.by(context), pages.nowMs()), usual(context));
    }

    private void answer(RoutingContext context, Exclusions.Change change, FormValues values) {
        if (change instanceof Exclusions.Change.Refused refused) {
            show(context, 400, values, List.of(refused.sentence()));
        } else {
            Gate.redirect(context, "/exclusions");
        }
    }
}
