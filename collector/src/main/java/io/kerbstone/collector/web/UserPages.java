package io.kerbstone.collector.web;

import io.kerbstone.collector.messages.Messages;
import io.kerbstone.collector.users.ApiToken;
import io.kerbstone.collector.users.User;
import io.kerbstone.collector.users.UserMistake;
import io.kerbstone.collector.users.Users;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Accounts, the user's own password, and bearer tokens for programs. Safe for many threads. */
public final class UserPages {
    private final Pages pages;

    UserPages(Pages pages) {
        this.pages = pages;
    }

    /**
     * The page.
     *
     * @param users accounts
     * @param tokens bearer tokens
     * @param secret a token just made, shown once; else empty
     * @param problem a sentence; empty when there is none
     * @param done a sentence; empty when nothing was done
     */
    public record Model(List<User> users, List<ApiToken> tokens, String secret, String problem, String done) {
        @Override
        public String toString() {
            return "page of " + users.size() + " users";
        }
    }

    void mount(Router router) {
        router.get("/users").blockingHandler(context -> show(context, 200, "", "", ""), false);
        router.post("/users").blockingHandler(this::add, false);
        router.post("/users/disable").blockingHandler(this::disable, false);
        router.post("/users/password").blockingHandler(this::password, false);
        router.post("/users/tokens").blockingHandler(this::createToken, false);
        router.post("/users/tokens/remove").blockingHandler(this::removeToken, false);
    }

    private Users users() {
        return pages.parts().users();
    }

    private void show(RoutingContext context, int status, String secret, String problem, String done) {
        Model model = new Model(users().list(), users().tokens(), secret, problem, done);
        pages.show(context, status, "users", "model", model);
    }

    private void answer(RoutingContext context, Optional<UserMistake> mistake, String done) {
        Messages words = pages.words(context);
        if (mistake.isPresent()) {
            show(context, 400, "", words.get("users.mistake." + mistake.get().name()), "");
        } else {
            show(context, 200, "", "", words.get(done));
        }
    }

    private void add(RoutingContext context) {
        String name = field(context, "name").strip();
        answer(context, users().add(name, field(context, "password"), Pages.by(context), pages.nowMs()), "users.added");
    }

    private void disable(RoutingContext context) {
        answer(context, users().disable(field(context, "name"), Pages.by(context), pages.nowMs()), "users.shut");
    }

    private void password(RoutingContext context) {
        String name = Pages.by(context);
        if (!users().isPassword(name, field(context, "old"))) {
            show(context, 403, "", pages.words(context).get("users.password.wrong"), "");
            return;
        }
        // Ends this session too: whoever knew the old password is out everywhere.
        answer(context, users().resetPassword(name, field(context, "fresh"), name, pages.nowMs()), "users.changed");
    }

    private void createToken(RoutingContext context) {
        Optional<String> secret =
                users().createToken(Pages.by(context), field(context, "label").strip(), pages.nowMs());
        if (secret.isPresent()) {
            show(context, 200, secret.get(), "", "");
        } else {
            show(context, 400, "", pages.words(context).get("apiToken.tooMany"), "");
        }
    }

    private void removeToken(RoutingContext context) {
        users().removeToken(field(context, "id"), Pages.by(context), pages.nowMs());
        show(context, 200, "", "", pages.words(context).get("apiToken.removed"));
    }

    private static String field(RoutingContext context, String name) {
        HttpServerRequest request = context.request();
        @Nullable String value = request.getFormAttribute(name);
        return value == null ? "" : value;
    }
}
