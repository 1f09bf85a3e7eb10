package io.kerbstone.collector.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kerbstone.collector.messages.Messages;
import io.kerbstone.collector.users.UserMistake;
import io.kerbstone.settings.Documents;
import io.kerbstone.settings.Mistakes;
import io.kerbstone.settings.Node;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/** {@code users}: accounts, for the command line. Safe for many threads. */
final class UsersApi {
    private final WebParts parts;

    UsersApi(WebParts parts) {
        this.parts = parts;
    }

    void mount(Routes routes) {
        routes.on(HttpMethod.GET, Gate.API + "/users", this::list)
                .on(HttpMethod.POST, Gate.API + "/users", this::add)
                .on(HttpMethod.POST, Gate.API + "/users/{name}/reset", this::reset)
                .on(HttpMethod.POST, Gate.API + "/users/{name}/disable", this::disable);
    }

    private void list(RoutingContext context) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode all = json.putArray("users");
        parts.users().list().forEach(user -> {
            ObjectNode one = all.addObject().put("name", user.name()).put("disabled", user.disabled());
            Times.put(one, "createdAt", user.createdAtMs(), parts.zone());
        });
        Replies.ok(context, json);
    }

    private void add(RoutingContext context) {
        Mistakes mistakes = new Mistakes();
        Node body = Documents.parseJson(Replies.body(context), mistakes);
        body.expectKeys(mistakes, "name", "password");
        String name = body.text("name", mistakes);
        String password = body.text("password", mistakes);
        if (!mistakes.isEmpty()) {
            Replies.mistakes(context, mistakes.list());
            return;
        }
        answer(
                context,
                parts.users()
                        .add(
                                name,
                                password,
                                Gate.caller(context).name(),
                                parts.wallClock().nowMs()));
    }

    private void reset(RoutingContext context) {
        Mistakes mistakes = new Mistakes();
        Node body = Documents.parseJson(Replies.body(context), mistakes);
        body.expectKeys(mistakes, "password");
        String password = body.text("password", mistakes);
        if (!mistakes.isEmpty()) {
            Replies.mistakes(context, mistakes.list());
            return;
        }
        String by = Gate.caller(context).name();
        answer(
                context,
                parts.users()
                        .resetPassword(
                                context.pathParam("name"),
                                password,
                                by,
                                parts.wallClock().nowMs()));
    }

    private void disable(RoutingContext context) {
        String by = Gate.caller(context).name();
        answer(
                context,
                parts.users()
                        .disable(
                                context.pathParam("name"), by, parts.wallClock().nowMs()));
    }

    private static void answer(RoutingContext context, Optional<UserMistake> mistake) {
        if (mistake.isPresent()) {
            Messages words = Messages.of("web", Messages.ENGLISH);
            int status = mistake.get() == UserMistake.NO_SUCH_USER ? 404 : 400;
            Replies.error(
                    context, status, words.get("users.mistake." + mistake.get().name()));
        } else {
            Replies.done(context);
        }
    }
}
