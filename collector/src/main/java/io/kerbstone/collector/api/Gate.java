package io.kerbstone.collector.api;

import io.kerbstone.collector.users.Caller;
import io.kerbstone.collector.users.Users;
import io.kerbstone.time.MonotonicClock;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who is asking. Whatever comes after this handler in the router needs a session or a bearer token; a request of a browser
 * that changes something must also come from one of our own pages and carry the session's form token. Safe for many
 * threads.
 */
public final class Gate {
    /** The session's cookie. The prefix makes browsers insist on Secure, path / and this very host. */
    public static final String COOKIE = "__Host-kerbstone";
    /** Field of every form, and name of the header for scripts, that holds the form token. */
    public static final String FORM_TOKEN = "formToken";

    /** Begin of every address of the API. */
    public static final String API = "/api/v1";

    private static final String FORM_TOKEN_HEADER = "X-Form-Token";
    private static final String CALLER = "caller";
    private static final String BEARER = "Bearer ";
    private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD);
    private static final int HTTPS_PORT = 443;
    private static final Set<String> FROM_US = Set.of("same-origin", "none");

    private final Users users;
    private final MonotonicClock clock;

    /** A gate for these users. */
    public Gate(Users users, MonotonicClock clock) {
        this.users = users;
        this.clock = clock;
    }

    /** Lets nothing pass that is not signed in. Before bodies are read. */
    public void requireCaller(RoutingContext context) {
        Optional<Caller> caller = callerOf(context.request());
        if (caller.isPresent()) {
            context.put(CALLER, caller.get());
            context.next();
        } else if (isApi(context)) {
            context.response().putHeader("www-authenticate", "Bearer realm=\"kerbstone\"");
            Replies.error(context, 401, "Sign in first, or send a valid token as 'Authorization: Bearer TOKEN'.");
        } else {
            String to = context.request().method().equals(HttpMethod.GET)
                    ? context.request().uri()
                    : "/";
            redirect(context, "/sign-in?to=" + URLEncoder.encode(to, StandardCharsets.UTF_8));
        }
    }

    /** Refuses a change that a foreign page made a browser send. Before bodies are read. */
    public void requireOwnPage(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (READING.contains(request.method()) || request.getHeader("authorization") != null || isFromUs(request)) {
            context.next();
        } else {
            Replies.error(context, 403, "This request came from another site; use the collector's own pages.");
        }
    }

    /** Refuses a change by a session without its form token. After bodies are read. */
    public void requireFormToken(RoutingContext context) {
        HttpServerRequest request = context.request();
        String expected = caller(context).formToken();
        if (READING.contains(request.method()) || expected.isEmpty()) {
            context.next();
            return;
        }
        String header = request.getHeader(FORM_TOKEN_HEADER);
        if (isEqual(expected, header == null ? request.getFormAttribute(FORM_TOKEN) : header)) {
            context.next();
        } else {
            Replies.error(context, 403, "The form is out of date; go back, load the page again and repeat the change.");
        }
    }

    /** Who is asking; only behind {@link #requireCaller}. */
    public static Caller caller(RoutingContext context) {
        Caller caller = context.get(CALLER);
        if (caller == null) {
            throw new IllegalStateException("BUG: no caller behind the gate");
        }
        return caller;
    }

    /** Who is asking, if anybody: also for pages before the gate. */
    public Optional<Caller> callerOf(HttpServerRequest request) {
        String authorization = request.getHeader("authorization");
        if (authorization != null) {
            return authorization.startsWith(BEARER)
                    ? users.byBearer(authorization.substring(BEARER.length()).strip())
                    : Optional.empty();
        }
        Cookie cookie = request.getCookie(COOKIE);
        return cookie == null ? Optional.empty() : users.bySession(cookie.getValue(), clock.nowNs());
    }

    /** The session's cookie; an empty value takes it away. */
    public static Cookie cookie(String value) {
        Cookie cookie = Cookie.cookie(COOKIE, value)
                .setPath("/")
                .setSecure(true)
                .setHttpOnly(true)
                .setSameSite(CookieSameSite.STRICT);
        return value.isEmpty() ? cookie.setMaxAge(0) : cookie;
    }

    /** Whether the request is for the API and wants JSON even for errors. */
    public static boolean isApi(RoutingContext context) {
        String path = context.normalizedPath();
        return path.startsWith(API) || path.equals("/metrics") || path.startsWith("/health");
    }

    /** 303: go there by GET. */
    public static void redirect(RoutingContext context, String to) {
        context.response().setStatusCode(303).putHeader("location", to).end();
    }

    private static boolean isFromUs(HttpServerRequest request) {
        String site = request.getHeader("sec-fetch-site");
        String origin = request.getHeader("origin");
        return (site == null || FROM_US.contains(site)) && (origin == null || origin.equals(originOf(request)));
    }

    private static String originOf(HttpServerRequest request) {
        HostAndPort authority = request.authority();
        if (authority == null) {
            return "";
        }
        boolean isUsualPort = authority.port() <= 0 || authority.port() == HTTPS_PORT;
        return "https://" + authority.host() + (isUsualPort ? "" : ":" + authority.port());
    }

    private static boolean isEqual(String expected, @Nullable String given) {
        return given != null
                && MessageDigest.isEqual(
                        expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }
}
