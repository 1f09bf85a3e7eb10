package io.kerbstone.collector.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kerbstone.collector.alerts.Attempt;
import io.kerbstone.collector.alerts.ChannelStatus;
import io.kerbstone.collector.messages.Messages;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** {@code alerts/channels}: how the ways to people fare, and a test of one. Safe for many threads. */
final class ChannelsApi {
    /** Longer than a channel and one that is being sent before it may take, s. */
    private static final long PATIENCE_S = 130;

    private final WebParts parts;

    ChannelsApi(WebParts parts) {
        this.parts = parts;
    }

    void mount(Routes routes) {
        routes.on(HttpMethod.GET, Gate.API + "/alerts/channels", this::list)
                .on(HttpMethod.POST, Gate.API + "/alerts/channels/{name}/test", this::test);
    }

    private void list(RoutingContext context) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode channels = json.putArray("channels");
        parts.alerts().channels().forEach(channel -> channels.add(document(channel)));
        Replies.ok(context, json);
    }

    private ObjectNode document(ChannelStatus channel) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("name", channel.settings().name())
                .put("waiting", channel.waiting())
                .put("delivered", channel.delivered())
                .put("failedTries", channel.failedTries())
                .put("dropped", channel.dropped())
                .put("failing", channel.isFailing());
        channel.last().ifPresent(last -> {
            ObjectNode node = json.putObject("last");
            node.putObject("sentence")
                    .put("zh", last.reason(Messages.CHINESE))
                    .put("en", last.reason(Messages.ENGLISH));
            Times.put(node, "at", channel.lastAtMs(), parts.zone());
        });
        return json;
    }

    private void test(RoutingContext context) {
        String name = context.pathParam("name");
        String lang = context.request().getParam("lang");
        Messages words = Messages.of("alerts", Locale.forLanguageTag(lang == null ? "en" : lang));
        Optional<CompletableFuture<Attempt>> attempt = parts.alerts().test(name);
        if (attempt.isEmpty()) {
            Replies.error(context, 404, missing(name, words));
            return;
        }
        try {
            Attempt done = attempt.get().get(PATIENCE_S, TimeUnit.SECONDS);
            boolean delivered = done.result() == Attempt.Result.DELIVERED;
            String sentence =
                    words.get(delivered ? "channel.delivered" : "channel.failed", name, done.reason(words.locale()));
            ObjectNode json = JsonNodeFactory.instance.objectNode().put("delivered", delivered);
            Replies.ok(context, json.put("sentence", sentence));
        } catch (TimeoutException e) {
            Replies.error(context, 503, words.get("channel.busy", name));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            Replies.error(context, 503, words.get("channel.busy", name));
        } catch (ExecutionException e) {
            throw new IllegalStateException("BUG: the test of a channel", e);
        }
    }

    private String missing(String name, Messages words) {
        String known = String.join(
                ", ",
                parts.alerts().channels().stream()
                        .map(channel -> channel.settings().name())
                        .toList());
        return parts.alerts().channels().stream()
                        .anyMatch(channel -> channel.settings().name().equals(name))
                ? words.get("channel.full", name)
                : known.isEmpty() ? words.get("channel.unknown.none", name) : words.get("channel.unknown", name, known);
    }
}
