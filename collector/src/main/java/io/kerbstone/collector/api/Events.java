package io.kerbstone.collector.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kerbstone.collector.judge.PathLive;
import io.kerbstone.measurement.IntervalState;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * {@code events}: a stream (text/event-stream) of what changes: {@code path} when a path's state does, {@code alert} when
 * one is raised, ends or is acknowledged. A reader that cannot keep up is cut off and comes back by itself. Safe for many
 * threads.
 */
final class Events {
    /** Most streams at once. */
    static final int STREAMS_MAX = 200;
    /** Time between two signs of life, ms: shorter than any proxy's patience and than our own idle limit. */
    static final long ALIVE_MS = 15_000;
    /** Bytes that may wait for one reader before it is cut off. */
    static final int WAITING_BYTES_MAX = 256 * 1024;

    private final WebParts parts;
    private final Set<HttpServerResponse> streams = ConcurrentHashMap.newKeySet();
    private final Map<String, IntervalState> states = new ConcurrentHashMap<>();
    private final AtomicLong cutOff = new AtomicLong();

    Events(WebParts parts, Vertx vertx) {
        this.parts = parts;
        parts.feed().subscribe(this::path);
        parts.alerts()
                .subscribe(event -> send(
                        "alert",
                        AlertsApi.document(event.alert(), parts.zone())
                                .put("event", event.type().name().toLowerCase(Locale.ROOT))));
        vertx.setPeriodic(ALIVE_MS, timer -> write(": alive\n\n"));
    }

    void mount(Routes routes) {
        routes.quick(HttpMethod.GET, Gate.API + "/events", this::open);
    }

    /** Streams open now. */
    int streamCount() {
        return streams.size();
    }

    /** Readers cut off because they could not keep up. */
    long cutOffCount() {
        return cutOff.get();
    }

    private void open(RoutingContext context) {
        if (streams.size() >= STREAMS_MAX) {
            Replies.error(context, 503, "There are " + STREAMS_MAX + " readers of events already; close one.");
            return;
        }
        HttpServerResponse response = context.response();
        response.setChunked(true).putHeader("content-type", "text/event-stream; charset=utf-8");
        response.setWriteQueueMaxSize(WAITING_BYTES_MAX);
        response.closeHandler(gone -> streams.remove(response));
        response.exceptionHandler(gone -> streams.remove(response));
        response.write("retry: 3000\n\n");
        streams.add(response);
    }

    private void path(PathLive live) {
        if (states.put(live.pathId(), live.state()) != live.state()) {
            send("path", LiveJson.of(live, parts.zone()).put("path", live.pathId()));
        }
    }

    private void send(String event, ObjectNode data) {
        if (!streams.isEmpty()) {
            write("event: " + event + "\ndata: " + Replies.text(data) + "\n\n");
        }
    }

    private void write(String text) {
        streams.removeIf(stream -> !reaches(stream, text));
    }

    private boolean reaches(HttpServerResponse stream, String text) {
        if (stream.closed() || stream.ended()) {
            return false;
        }
        if (stream.writeQueueFull()) {
            cutOff.incrementAndGet();
            stream.reset();
            return false;
        }
        stream.write(text);
        return true;
    }
}
