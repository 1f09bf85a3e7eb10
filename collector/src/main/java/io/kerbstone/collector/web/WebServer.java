package io.kerbstone.collector.web;

import io.kerbstone.collector.api.Api;
import io.kerbstone.collector.api.Edits;
import io.kerbstone.collector.api.Gate;
import io.kerbstone.collector.api.Replies;
import io.kerbstone.collector.api.WebParts;
import io.kerbstone.identity.TlsCredentials;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.PfxOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The collector's HTTPS server: pages and API on one port. Requests that touch the store or count figures run on a few
 * worker threads, never on the event loop. Safe for many threads.
 */
public final class WebServer implements AutoCloseable {
    /** Largest body of a request, bytes. */
    public static final long BODY_BYTES_MAX = 1 << 20;
    /** Most bytes of headers. */
    public static final int HEADER_BYTES_MAX = 16_384;
    /** Threads for work that waits or counts. */
    public static final int WORKERS = 6;

    private static final Logger LOG = LoggerFactory.getLogger(WebServer.class);
    private static final int IDLE_SECONDS = 120;
    private static final long WAIT_SECONDS = 30;
    private static final Set<String> PROTOCOLS = Set.of("TLSv1.3", "TLSv1.2");

    /**
     * Nothing from elsewhere, nothing inline, in no foreign frame. The referrer stays inside the collector; "no-referrer"
     * would make browsers send a null origin with forms, which the gate refuses.
     */
    private static final String CONTENT_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
                    + " font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    private final Vertx vertx;
    private final HttpServer server;

    private WebServer(Vertx vertx, HttpServer server) {
        this.vertx = vertx;
        this.server = server;
    }

    /**
     * Where to listen.
     *
     * @param host address to bind, {@code 0.0.0.0} for all
     * @param port TCP port; 0 takes a free one
     */
    public record Place(String host, int port) {}

    /** Starts listening; fails when the port is taken. */
    public static WebServer start(Place place, TlsCredentials credentials, WebParts parts) throws IOException {
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2).setWorkerPoolSize(WORKERS));
        try {
            HttpServer server = vertx.createHttpServer(options(credentials))
                    .requestHandler(router(vertx, parts))
                    .listen(place.port(), place.host())
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(WAIT_SECONDS, TimeUnit.SECONDS);
            LOG.info("pages on https://{}:{}", place.host(), server.actualPort());
            return new WebServer(vertx, server);
        } catch (ExecutionException | TimeoutException e) {
            vertx.close();
            throw new IOException("The pages cannot listen on port " + place.port() + ": " + e.getCause(), e);
        } catch (InterruptedException e) {
            vertx.close();
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while starting the pages", e);
        }
    }

    /** The port it listens on. */
    public int port() {
        return server.actualPort();
    }

    @Override
    public void close() {
        try {
            vertx.close().toCompletionStage().toCompletableFuture().get(WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("the pages did not stop cleanly: {}", e.toString());
        }
    }

    private static HttpServerOptions options(TlsCredentials credentials) {
        return new HttpServerOptions()
                .setSsl(true)
                .setUseAlpn(true)
                .setEnabledSecureTransportProtocols(PROTOCOLS)
                .setKeyCertOptions(keys(credentials))
                .setMaxHeaderSize(HEADER_BYTES_MAX)
                .setIdleTimeout(IDLE_SECONDS);
    }

    private static PfxOptions keys(TlsCredentials credentials) {
        String password = UUID.randomUUID().toString();
        try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry(
                    "pages",
                    credentials.key(),
                    password.toCharArray(),
                    credentials.chain().toArray(new Certificate[0]));
            store.store(out, password.toCharArray());
            return new PfxOptions().setValue(Buffer.buffer(out.toByteArray())).setPassword(password);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("BUG: own credentials do not fit into a key store", e);
        }
    }

    private static Router router(Vertx vertx, WebParts parts) {
        Assets assets = Assets.load();
        Gate gate = new Gate(parts.users(), parts.clock());
        Pages pages = new Pages(parts, assets, gate);
        Api api = new Api(parts, vertx);
        SignInPages signIn = new SignInPages(pages);
        Router router = Router.router(vertx);
        router.route().handler(WebServer::headers);
        router.route().handler(api::count);
        router.get(Assets.PREFIX + "*").handler(context -> asset(assets, context));
        api.mountHealth(router);
        router.route().handler(gate::requireOwnPage);
        router.post().handler(BodyHandler.create(false).setBodyLimit(BODY_BYTES_MAX));
        router.put().handler(BodyHandler.create(false).setBodyLimit(BODY_BYTES_MAX));
        signIn.mountOpen(router);
        router.route().handler(gate::requireCaller);
        router.route().handler(gate::requireFormToken);
        api.mount(router);
        mountPages(router, pages, signIn);
        for (int status : new int[] {400, 404, 405, 413, 500}) {
            router.errorHandler(status, context -> failed(pages, context, status));
        }
        return router;
    }

    private static void mountPages(Router router, Pages pages, SignInPages signIn) {
        Edits edits = new Edits(pages.parts().registry());
        signIn.mount(router);
        new OverviewPage(pages, new Today(pages.parts().figures(), pages.parts().zone())).mount(router);
        new PathPage(pages, edits).mount(router);
        new DevicePages(pages, edits).mount(router);
        new GroupPages(pages, edits).mount(router);
        new AgentPages(pages).mount(router);
        new AlertPages(pages).mount(router);
        new ExclusionPages(pages).mount(router);
        new ReportPages(pages).mount(router);
        new UserPages(pages).mount(router);
    }

    private static void headers(RoutingContext context) {
        context.response()
                .putHeader("content-security-policy", CONTENT_POLICY)
                .putHeader("x-content-type-options", "nosniff")
                .putHeader("x-frame-options", "DENY")
                .putHeader("referrer-policy", "same-origin")
                .putHeader("cross-origin-opener-policy", "same-origin")
                .putHeader("cross-origin-resource-policy", "same-origin")
                .putHeader("cache-control", "no-store");
        context.next();
    }

    private static void asset(Assets assets, RoutingContext context) {
        Optional<Assets.Asset> found = assets.at(context.normalizedPath());
        if (found.isEmpty()) {
            context.fail(404);
            return;
        }
        Assets.Asset asset = found.get();
        String accepted = context.request().getHeader("accept-encoding");
        boolean isGzip = asset.gzipped().isPresent() && accepted != null && accepted.contains("gzip");
        HttpServerResponse response = context.response()
                .putHeader("content-type", asset.type())
                .putHeader("cache-control", "public, max-age=31536000, immutable")
                .putHeader("vary", "accept-encoding");
        if (isGzip) {
            response.putHeader("content-encoding", "gzip");
        }
        response.end(Buffer.buffer(isGzip ? asset.gzipped().get() : asset.plain()));
    }

    private static void failed(Pages pages, RoutingContext context, int status) {
        if (status == 500) {
            LOG.error("{} {}", context.request().method(), context.normalizedPath(), context.failure());
        }
        if (context.response().ended()) {
            return;
        }
        if (context.response().headWritten()) {
            context.response().reset();
        } else if (Gate.isApi(context)) {
            Replies.error(context, status, Replies.sentence(status));
        } else {
            pages.problem(context, status);
        }
    }
}
