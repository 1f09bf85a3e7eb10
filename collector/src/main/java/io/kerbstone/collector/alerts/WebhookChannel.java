package io.kerbstone.collector.alerts;

import io.kerbstone.collector.alerts.Attempt.Result;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * POSTs {@link NoticeJson} to an address. Any 2xx is success. Answers about the message itself (400, 413 and their like) drop
 * it; all others, a wrong token too, are tried again, so that mending the configuration loses nothing. Redirects
 * are not followed, so that a token reaches nobody else. Used by one thread.
 */
final class WebhookChannel implements Channel {
    /** Answers that are about this very message and will not change: bad request, too large, not understood. */
    private static final Set<Integer> REFUSALS = Set.of(400, 406, 411, 413, 414, 415, 422, 431);
    /** Answers that may pass by themselves: time-out, too early, too many. */
    private static final Set<Integer> BUSY = Set.of(408, 425, 429);

    private final ChannelSettings.Webhook settings;
    private final NoticeJson json;
    private final HttpClient client;

    WebhookChannel(ChannelSettings.Webhook settings, NoticeJson json) {
        this.settings = settings;
        this.json = json;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(Duration.ofMillis(settings.timeoutMs()))
                .build();
    }

    @Override
    public ChannelSettings settings() {
        return settings;
    }

    @Override
    public Attempt send(Notice notice) {
        CompletableFuture<HttpResponse<Void>> answer =
                client.sendAsync(request(notice), HttpResponse.BodyHandlers.discarding());
        try {
            // Not the request's own time-out: that one ends with the headers, and a body may drip for ever.
            return judged(
                    answer.get(settings.timeoutMs(), TimeUnit.MILLISECONDS).statusCode());
        } catch (TimeoutException e) {
            return new Attempt(Result.RETRY, "webhook.timeout", settings.timeoutMs() + " ms");
        } catch (ExecutionException e) {
            return unreachable(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Attempt(Result.RETRY, "webhook.unreachable", "interrupted");
        } finally {
            answer.cancel(true);
        }
    }

    private HttpRequest request(Notice notice) {
        HttpRequest.Builder request = HttpRequest.newBuilder(settings.url())
                .timeout(Duration.ofMillis(settings.timeoutMs()))
                .header("Content-Type", "application/json; charset=utf-8")
                .header("User-Agent", "Kerbstone");
        if (!settings.token().isEmpty()) {
            request.header("Authorization", "Bearer " + settings.token().reveal());
        }
        String body = json.notice(notice).toString();
        return request.POST(HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8))
                .build();
    }

    private static Attempt judged(int status) {
        String detail = "HTTP " + status;
        if (status >= 200 && status < 300) {
            return new Attempt(Result.DELIVERED, "webhook.delivered", detail);
        }
        if (REFUSALS.contains(status)) {
            return new Attempt(Result.REFUSED, "webhook.refused", detail);
        }
        boolean busy = status >= 500 || BUSY.contains(status);
        return new Attempt(
                Result.RETRY, busy ? "webhook.busy" : status < 400 ? "webhook.redirect" : "webhook.denied", detail);
    }

    private Attempt unreachable(@Nullable Throwable cause) {
        if (cause instanceof java.net.http.HttpTimeoutException) {
            return new Attempt(Result.RETRY, "webhook.timeout", settings.timeoutMs() + " ms");
        }
        if (cause instanceof IOException) {
            String said = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
            return new Attempt(Result.RETRY, "webhook.unreachable", said);
        }
        throw new IllegalStateException("BUG: webhook", cause);
    }
}
