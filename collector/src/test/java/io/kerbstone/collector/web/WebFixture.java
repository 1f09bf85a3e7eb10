package io.kerbstone.collector.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kerbstone.collector.alerts.AlertSettings;
import io.kerbstone.collector.alerts.Alerts;
import io.kerbstone.collector.api.TokenMaker;
import io.kerbstone.collector.api.WebParts;
import io.kerbstone.collector.exclusions.Exclusions;
import io.kerbstone.collector.judge.Figures;
import io.kerbstone.collector.judge.LiveStates;
import io.kerbstone.collector.judge.Shelves;
import io.kerbstone.collector.registry.AuditEntry;
import io.kerbstone.collector.registry.Registry;
import io.kerbstone.collector.registry.Sealer;
import io.kerbstone.collector.registry.StreamKey;
import io.kerbstone.collector.store.ChunkRows;
import io.kerbstone.collector.store.Database;
import io.kerbstone.collector.store.ExclusionStore;
import io.kerbstone.collector.store.SpanRows;
import io.kerbstone.collector.store.UserStore;
import io.kerbstone.collector.users.LocalToken;
import io.kerbstone.collector.users.Users;
import io.kerbstone.identity.CertificateAuthority;
import io.kerbstone.measurement.Delays;
import io.kerbstone.measurement.Interval;
import io.kerbstone.settings.PathDefinition;
import io.kerbstone.time.ManualClock;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** The real server over a real store in memory, with its clocks under control, and a client that trusts its authority. */
public final class WebFixture implements AutoCloseable {
    /** 2026-11-20T12:00:00+08:00, ms. */
    public static final long NOW_MS = 1_795_147_200_000L;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern FORM_TOKEN = Pattern.compile("name=\"formToken\" value=\"([^\"]+)\"");
    private static final Sealer PLAIN = new Sealer() {
        @Override
        public byte[] seal(byte[] plain) {
            return plain;
        }

        @Override
        public byte[] open(byte[] sealed) {
            return sealed;
        }
    };

    public final ManualClock clock = new ManualClock(NOW_MS * 1_000_000);
    public final List<AuditEntry> audit = new CopyOnWriteArrayList<>();
    public final List<String> problems = new CopyOnWriteArrayList<>();
    public final Registry registry;
    public final Users users;
    public final Shelves shelves;
    public final LiveStates live;
    public final Alerts alerts;
    public final Exclusions exclusions;
    public final LocalToken localToken;
    public final String password;
    public final WebServer server;
    public final WebParts parts;

    private final Database database;
    private final SSLContext trust;

    public WebFixture(String name, Path folder) throws Exception {
        this(name, folder, AlertSettings.DEFAULT);
    }

    public WebFixture(String name, Path folder, AlertSettings alertSettings) throws Exception {
        database = Database.inMemory(name);
        registry = new Registry(database, PLAIN, audit::add);
        shelves = new Shelves(new ChunkRows(database), new SpanRows(database), ZoneOffset.UTC);
        live = new LiveStates(shelves, registry);
        exclusions = new Exclusions(new ExclusionStore(database), registry, audit::add);
        Figures figures = new Figures(shelves, registry, live, exclusions);
        ZoneId zone = ZoneId.of("Asia/Shanghai");
        alerts = Alerts.open(
                alertSettings,
                new Alerts.Sources(registry, audit::add, database, live),
                clock,
                clock,
                zone,
                "https://localhost");
        alerts.start();
        localToken = LocalToken.openOrCreate(folder.resolve("cli-token"));
        users = new Users(new UserStore(database), localToken, audit::add);
        password = users.createAdministrator(NOW_MS).orElseThrow();
        CertificateAuthority authority = CertificateAuthority.openOrCreate(folder.resolve("ca"), "test", clock.nowMs());
        trust = trusting(authority);
        parts = new WebParts(
                users,
                registry,
                figures,
                live,
                alerts,
                exclusions,
                new TokenMaker(registry, authority.fingerprint(), 8710),
                clock,
                clock,
                zone,
                "0.0-test",
                () -> List.copyOf(problems),
                () -> "");
        server = WebServer.start(
                new WebServer.Place("127.0.0.1", 0),
                authority.issueServer(List.of("localhost", "127.0.0.1"), clock.nowMs()),
                parts);
    }

    private static SSLContext trusting(CertificateAuthority authority) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setCertificateEntry("ca", authority.certificate());
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        return context;
    }

    /** Enrols an agent of that name. */
    public void enrol(String agentId) {
        registry.addToken("hash-" + agentId, "North Gate", 3_600_000, 1, "test", clock.nowMs());
        registry.enrol("hash-" + agentId, agentId, agentId, new byte[32], clock.nowMs());
    }

    /** Adds an ICMP path. */
    public void path(String id, String agentId) {
        registry.putPath(PathDefinition.icmp(id, "192.0.2.1"), agentId, "test", clock.nowMs());
    }

    /** Puts base intervals of 10 probes on the shelves, the newest ending now; true is all replied, false is all lost. */
    public void measured(String pathId, String agentId, boolean... replied) {
        long end = Math.floorDiv(clock.nowMs(), 10_000);
        for (int i = 0; i < replied.length; i++) {
            Delays.Builder delays = new Delays.Builder();
            for (int probe = 0; probe < 10 && replied[i]; probe++) {
                delays.add(400_000 + 1_000L * probe + 5_000L * i, 20_000);
            }
            Interval interval = new Interval(end - replied.length + i, 10, replied[i] ? 0 : 10, 0, delays.build());
            shelves.add(StreamKey.of(agentId, pathId), interval, false);
        }
    }

    /** A browser without cookies that follows nothing. */
    public Client client() {
        return new Client();
    }

    /** A browser that signed in as the first administrator. */
    public Client signedIn() throws Exception {
        Client client = client();
        HttpResponse<String> answer = client.post("/sign-in", Map.of("name", "admin", "password", password));
        if (answer.statusCode() != 303) {
            throw new IllegalStateException("sign-in answered " + answer.statusCode() + " " + answer.body());
        }
        return client;
    }

    @Override
    public void close() {
        server.close();
        alerts.close();
        database.close();
    }

    /** One browser or program. */
    public final class Client {
        private final HttpClient http = HttpClient.newBuilder()
                .sslContext(trust)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        private final List<String> cookies = new ArrayList<>();
        private Optional<String> bearer = Optional.empty();
        private Optional<String> formToken = Optional.empty();

        public Client bearer(String token) {
            bearer = Optional.of(token);
            return this;
        }

        public HttpRequest.Builder request(String path) {
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(URI.create("https://localhost:" + server.port() + path));
            if (!cookies.isEmpty()) {
                request.header("cookie", String.join("; ", cookies));
            }
            bearer.ifPresent(token -> request.header("authorization", "Bearer " + token));
            return request;
        }

        public HttpResponse<String> send(HttpRequest request) throws Exception {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            for (String cookie : answer.headers().allValues("set-cookie")) {
                String pair = cookie.substring(0, cookie.indexOf(';'));
                cookies.removeIf(old -> old.startsWith(pair.substring(0, pair.indexOf('=') + 1)));
                cookies.add(pair);
            }
            Matcher token = FORM_TOKEN.matcher(answer.body());
            if (token.find()) {
                formToken = Optional.of(token.group(1));
            }
            return answer;
        }

        /** Opens a stream of lines; answers its media type as soon as its head is there. */
        public String stream(String path, Flow.Subscriber<String> lines) throws Exception {
            CompletableFuture<String> type = new CompletableFuture<>();
            CompletableFuture<?> ended = http.sendAsync(request(path).build(), info -> {
                type.complete(info.headers().firstValue("content-type").orElse(""));
                return HttpResponse.BodySubscribers.fromLineSubscriber(lines);
            });
            ended.exceptionally(gone -> {
                type.completeExceptionally(gone);
                return null;
            });
            return type.get(30, TimeUnit.SECONDS);
        }

        public HttpResponse<String> get(String path) throws Exception {
            return send(request(path).build());
        }

        public HttpResponse<String> post(String path, Map<String, String> fields) throws Exception {
            String body = fields.entrySet().stream()
                    .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
                    .collect(Collectors.joining("&"));
            return send(request(path)
                    .header("content-type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build());
        }

        /** A form with the token of the page seen last. */
        public HttpResponse<String> submit(String path, Map<String, String> fields) throws Exception {
            if (formToken.isEmpty()) {
                get("/users");
            }
            Map<String, String> all = new LinkedHashMap<>(fields);
            all.put("formToken", formToken.orElseThrow());
            return post(path, all);
        }

        public HttpResponse<String> json(String method, String path, String body) throws Exception {
            return send(request(path)
                    .header("content-type", "application/json")
                    .method(method, HttpRequest.BodyPublishers.ofString(body))
                    .build());
        }

        private String encode(String text) {
            return URLEncoder.encode(text, StandardCharsets.UTF_8);
        }
    }

    /** The answer's body as JSON. */
    public static JsonNode tree(HttpResponse<String> answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("not JSON: " + answer.body(), e);
        }
    }
}
