package io.kerbstone.collector.web;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import io.kerbstone.collector.api.Gate;
import io.kerbstone.collector.api.WebParts;
import io.kerbstone.collector.messages.Messages;
import io.vertx.core.Handler;
import io.vertx.core.http.Cookie;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What every page is made with: the templates, the language, the frame around it. Safe for many threads. */
final class Pages {
    /** The cookie of the language switch. */
    static final String LANGUAGE = "language";

    private static final String TEMPLATES = "io.kerbstone.collector.web.templates";
    private static final String SECTION = "section";

    private final WebParts parts;
    private final Assets assets;
    private final Gate gate;
    private final TemplateEngine engine =
            TemplateEngine.createPrecompiled(null, ContentType.Html, Pages.class.getClassLoader(), TEMPLATES);

    Pages(WebParts parts, Assets assets, Gate gate) {
        this.parts = parts;
        this.assets = assets;
        this.gate = gate;
    }

    WebParts parts() {
        return parts;
    }

    /** Now, ms since 1970 UTC. */
    long nowMs() {
        return parts.wallClock().nowMs();
    }

    /** A handler that opens the menu's entry first. */
    Handler<RoutingContext> in(String section, Handler<RoutingContext> handler) {
        return context -> {
            context.put(SECTION, section);
            handler.handle(context);
        };
    }

    /** The language of the cookie, else the browser's. */
    Locale locale(RoutingContext context) {
        Cookie cookie = context.request().getCookie(LANGUAGE);
        if (cookie != null) {
            return Messages.supported(Locale.forLanguageTag(cookie.getValue()));
        }
        String accepted = context.request().getHeader("accept-language");
        try {
            List<Locale.LanguageRange> ranges = Locale.LanguageRange.parse(accepted == null ? "en" : accepted);
            Locale best = Locale.lookup(ranges, List.of(Locale.CHINESE, Locale.ENGLISH));
            return best == null ? Messages.ENGLISH : Messages.supported(best);
        } catch (IllegalArgumentException notUnderstood) {
            return Messages.ENGLISH;
        }
    }

    /** The sentences of pages in the caller's language. */
    Messages words(RoutingContext context) {
        return Messages.of("web", locale(context));
    }

    /** Forms of figures in the caller's language. */
    Format format(RoutingContext context) {
        return new Format(words(context), parts.zone());
    }

    View view(RoutingContext context) {
        String section = context.get(SECTION);
        View.Place place = new View.Place(
                section == null ? "" : section,
                context.request().uri(),
                nowMs(),
                parts.alerts().open().size(),
                parts.version());
        return new View(locale(context), format(context), gate.callerOf(context.request()), assets::address, place);
    }

    /** Answers with a page; {@code model} names and values alternate as the template's parameters. */
    void show(RoutingContext context, String template, Object... model) {
        show(context, 200, template, model);
    }

    /** Answers with a page and a status. */
    void show(RoutingContext context, int status, String template, Object... model) {
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put("view", view(context));
        for (int i = 0; i < model.length; i += 2) {
            values.put((String) model[i], model[i + 1]);
        }
        StringOutput html = new StringOutput();
        engine.render(template + ".jte", values, html);
        context.response()
                .setStatusCode(status)
                .putHeader("content-type", "text/html; charset=utf-8")
                .end(html.toString());
    }

    /** Answers that there is no such page, or what went wrong. */
    void problem(RoutingContext context, int status) {
        Messages words = words(context);
        String key = "problem." + (words.has("problem." + status + ".title") ? status : 500);
        show(
                context,
                status,
                "problem",
                "status",
                status,
                "title",
                words.get(key + ".title"),
                "sentence",
                words.get(key + ".sentence"));
    }

    /** Who is asking, on record. */
    static String by(RoutingContext context) {
        return Gate.caller(context).name();
    }
}
