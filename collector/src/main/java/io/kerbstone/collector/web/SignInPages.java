package io.kerbstone.collector.web;

import io.kerbstone.collector.api.Gate;
import io.kerbstone.collector.messages.Messages;
import io.kerbstone.collector.users.SignIn;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/** In, out, and the language switch. Safe for many threads. */
final class SignInPages {
    private static final long YEAR_SECONDS = 365L * 86_400;

    private final Pages pages;

    SignInPages(Pages pages) {
        this.pages = pages;
    }

    /** What is there before the gate. */
    void mountOpen(Router router) {
        router.get("/sign-in").handler(context -> form(context, 200, "", ""));
        router.post("/sign-in").blockingHandler(this::signIn, false);
        router.post("/language").handler(this::language);
    }

    /** What is there behind it. */
    void mount(Router router) {
        router.post("/sign-out").handler(this::signOut);
    }

    private void form(RoutingContext context, int status, String name, String problem) {
        String to = context.request().getParam("to");
        pages.show(context, status, "signin", "name", name, "to", to == null ? "/" : to, "problem", problem);
    }

    private void signIn(RoutingContext context) {
        HttpServerRequest request = context.request();
        String name = text(request.getFormAttribute("name"));
        String password = text(request.getFormAttribute("password"));
        String source =
                request.remoteAddress() == null ? "" : request.remoteAddress().hostAddress();
        Messages words = pages.words(context);
        SignIn answer = pages.parts()
                .users()
                .signIn(name, password, source, pages.parts().clock().nowNs());
        if (answer instanceof SignIn.Welcome welcome) {
            context.response().addCookie(Gate.cookie(welcome.session().token()));
            Gate.redirect(context, local(request.getFormAttribute("to")));
        } else if (answer instanceof SignIn.TooMany tooMany) {
            context.response().putHeader("retry-after", Long.toString(tooMany.waitSeconds()));
            form(context, 429, name, words.get("signIn.tooMany", tooMany.waitSeconds()));
        } else {
            form(context, 403, name, words.get("signIn.wrong"));
        }
    }

    private void signOut(RoutingContext context) {
        Gate.caller(context)
                .session()
                .ifPresent(session -> pages.parts().users().signOut(session.token()));
        context.response().addCookie(Gate.cookie(""));
        Gate.redirect(context, "/sign-in");
    }

    private void language(RoutingContext context) {
        String language = text(context.request().getFormAttribute(Pages.LANGUAGE));
        Cookie cookie = Cookie.cookie(Pages.LANGUAGE, language.equals("zh") ? "zh" : "en")
                .setPath("/")
                .setMaxAge(YEAR_SECONDS)
                .setSecure(true)
                .setHttpOnly(true)
                .setSameSite(CookieSameSite.STRICT);
        context.response().addCookie(cookie);
        Gate.redirect(context, local(context.request().getFormAttribute("to")));
    }

    /** An address on this collector; never one that leads elsewhere. */
    static String local(@Nullable String to) {
        boolean isLocal = to != null
                && to.startsWith("/")
                && !to.startsWith("//")
                && !to.contains("\\")
                && to.chars().allMatch(c -> c > ' ' && c < 0x7f);
        return isLocal && to != null ? to : "/";
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }
}
