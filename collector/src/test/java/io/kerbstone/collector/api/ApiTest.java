package io.kerbstone.collector.api;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.kerbstone.collector.registry.StreamKey;
import io.kerbstone.collector.web.WebFixture;
import io.kerbstone.measurement.DeviceReadings;
import io.kerbstone.measurement.PathFacts;
import io.kerbstone.measurement.Reading;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each resource of the API against the real server, and each answer against {@code openapi.json}. */
class ApiTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String A = "/api/v1";

    @TempDir
    static Path folder;

    private static WebFixture site;
    private static WebFixture.Client program;
    private static OpenApiDocument document;

    @BeforeAll
    static void start() throws Exception {
        site = new WebFixture("api", folder);
        program = site.client().bearer(site.localToken.secret());
        document = new OpenApiDocument();
        site.enrol("cab-1");
        site.path("up", "cab-1");
        site.path("cut", "cab-1");
        boolean[] replied = new boolean[60];
        Arrays.fill(replied, true);
        site.measured("up", "cab-1", replied);
        Arrays.fill(replied, 50, 60, false);
        site.measured("cut", "cab-1", replied);
        site.live.tick(site.clock.nowMs() + 6_500);
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    private static JsonNode answered(String method, String route, String path, String body, int status)
            throws Exception {
        HttpResponse<String> answer =
                method.equals("get") ? program.get(path) : program.json(method.toUpperCase(Locale.ROOT), path, body);
        assertEquals(status, answer.statusCode(), path + " " + answer.body());
        if (status == 204) {
            return document.answerOf("get", "/none", 200);
        }
        JsonNode tree = WebFixture.tree(answer);
        JsonNode schema = document.answerOf(method, route, status);
        assertFalse(schema.isMissingNode(), method + " " + route + " " + status + " is not described");
        assertEquals(List.of(), document.misfits(schema, tree), path);
        return tree;
    }

    private static JsonNode get(String route, String path) throws Exception {
        return answered("get", A + route, A + path, "", 200);
    }

    private static JsonNode refused(String method, String path, String body, int status) throws Exception {
        HttpResponse<String> answer =
                method.equals("GET") ? program.get(A + path) : program.json(method, A + path, body);
        assertEquals(status, answer.statusCode(), path + " " + answer.body());
        JsonNode tree = WebFixture.tree(answer);
        assertTrue(tree.get("error").asText().length() > 10, answer.body());
        return tree;
    }

    private static String period(String path) {
        return path + "?from=" + (WebFixture.NOW_MS - 600_000) + "&to=" + WebFixture.NOW_MS;
    }

    @Test
    void shouldDescribeEveryRouteAndNothingElse() throws Exception {
        Vertx vertx = Vertx.vertx();
        try {
            Api api = new Api(site.parts, vertx);
            api.mount(Router.router(vertx));
            Set<String> served = new TreeSet<>(api.routes());
            served.addAll(Set.of("GET /health/live", "GET /health/ready"));
            assertEquals(served, document.routes());
        } finally {
            vertx.close();
        }
        assertEquals(
                "3.1.0",
                WebFixture.tree(program.get(A + "/openapi.json")).get("openapi").asText());
    }

    @Test
    void shouldGiveIndicatorsOfPathWithBoundsVerdictsAndRevision() throws Exception {
        JsonNode cut = get("/paths/{id}/indicators", period("/paths/cut/indicators"));
        assertEquals(500_000, cut.at("/ledgerMs/UP").asLong());
        assertEquals(100_000, cut.at("/ledgerMs/DOWN").asLong());
        assertEquals("[500000,600000]", cut.get("availability").toString());
        assertEquals(5.0 / 6, cut.get("availabilityDecimal").asDouble(), 1e-12);
        assertEquals("missed", cut.at("/verdict/availability").asText());
        assertEquals("met", cut.at("/verdict/delay").asText());
        assertFalse(cut.at("/outages/0/ended").asBoolean());
        assertEquals(20.0, cut.at("/rttUs/errorBound").asDouble());
        assertEquals(1, cut.get("revision").asLong());
        assertEquals("2026-11-20T12:00:00+08:00", cut.get("to").asText());
        JsonNode byDate = get(
                "/paths/{id}/indicators",
                "/paths/cut/indicators?from=2026-11-20T11:50:00%2B08:00&to=2026-11-20T04:00:00Z");
        assertEquals(cut, byDate);
    }

    @Test
    void shouldGiveIndicatorsOfGroupAgainstItsOwnTarget() throws Exception {
        String pair = "{\"id\":\"pair\",\"paths\":[\"up\",\"cut\"]}";
        answered("post", A + "/groups", A + "/groups", pair, 201);
        JsonNode all = get("/groups/{id}/indicators", period("/groups/pair/indicators"));
        assertEquals("[500000,600000]", all.get("availability").toString());
        assertEquals("[1100000,1200000]", all.get("networkAvailability").toString());
        String lenient = "{\"id\":\"lenient\",\"policy\":\"any\",\"paths\":[\"up\",\"cut\"],"
                + "\"target\":{\"availability\":0.5,\"delayMs\":0.1,\"loss\":0.01}}";
        answered("post", A + "/groups", A + "/groups", lenient, 201);
        JsonNode group = get("/groups/{id}/indicators", period("/groups/lenient/indicators"));
        assertEquals("met", group.at("/verdict/availability").asText());
        assertEquals("missed", group.at("/verdict/delay").asText());
        JsonNode path = get("/paths/{id}/indicators", period("/paths/cut/indicators"));
        // The first group by id is the one a path is held against.
        assertEquals(0.5, path.at("/target/availability").asDouble());
        answered("delete", A + "/groups/{id}", A + "/groups/pair", "", 204);
        answered("delete", A + "/groups/{id}", A + "/groups/lenient", "", 204);
    }

    @Test
    void shouldGiveSeriesWithGapsAndNeverZeroForMissing() throws Exception {
        JsonNode series = get("/paths/{id}/series", period("/paths/cut/series") + "&points=30");
        assertEquals(20_000, series.get("pointMs").asLong());
        assertEquals(30, series.get("points").size());
        assertTrue(series.at("/points/29/meanUs").isNull());
        assertEquals(20, series.at("/points/29/lost").asInt());
        assertEquals("DOWN", series.at("/segments/0/state").asText());
        assertEquals(8 * 3_600_000, series.get("zoneOffsetMs").asInt());
        refused("GET", period("/paths/cut/series") + "&points=0", "", 400);
        refused("GET", period("/paths/cut/series") + "&points=2001", "", 400);
    }

    @Test
    void shouldRefusePeriodWhenItIsNone() throws Exception {
        refused("GET", "/paths/cut/indicators", "", 400);
        refused("GET", "/paths/cut/indicators?from=yesterday&to=5", "", 400);
        refused("GET", "/paths/cut/indicators?from=10&to=10", "", 400);
        long longest = Times.PERIOD_MS_MAX;
        get("/paths/{id}/indicators", "/paths/cut/indicators?from=1000&to=" + (1000 + longest));
        refused("GET", "/paths/cut/indicators?from=1000&to=" + (1001 + longest), "", 400);
        refused("GET", period("/paths/nobody/indicators"), "", 404);
    }

    @Test
    void shouldAddReplaceAndRemoveDeviceWithoutEverTellingItsSecret() throws Exception {
        String device = "{\"id\":\"sw\",\"agent\":\"cab-1\",\"address\":\"192.0.2.9\","
                + "\"snmp\":{\"version\":\"v2c\",\"community\":\"s3cret-word\"}}";
        answered("post", A + "/devices", A + "/devices", device, 201);
        refused("POST", "/devices", device, 409);
        JsonNode stored = get("/devices/{id}", "/devices/sw");
        assertEquals("<secret>", stored.at("/snmp/community").asText());
        String renamed = stored.toString().replace("\"name\":\"sw\"", "\"name\":\"Switch\"");
        answered("put", A + "/devices/{id}", A + "/devices/sw", renamed, 200);
        assertEquals(
                "s3cret-word",
                site.registry
                        .device("sw")
                        .orElseThrow()
                        .definition()
                        .snmp()
                        .orElseThrow()
                        .community()
                        .reveal());
        assertFalse(program.get(A + "/devices").body().contains("s3cret-word"));
        answered("get", A + "/devices", A + "/devices", "", 200);
        answered("delete", A + "/devices/{id}", A + "/devices/sw", "", 204);
        refused("DELETE", "/devices/sw", "", 404);
    }

    @Test
    void shouldListEveryMistakeOfBodyAndChangeNothing() throws Exception {
        String path =
                "{\"id\":\"b a d\",\"kind\":\"smoke\",\"target\":\"\",\"rule\":\"standrd\",\"waitingTime\":\"never\","
                        + "\"payloadBytes\":-1,\"colour\":\"red\"}";
        JsonNode answer = refused("POST", "/paths", path, 400);
        String mistakes = answer.get("mistakes").toString();
        for (String key : List.of("id", "kind", "target", "rule", "waitingTime", "payloadBytes", "colour", "agent")) {
            assertTrue(mistakes.contains(key), key + " in " + mistakes);
        }
        assertTrue(answer.get("mistakes").size() >= 8, mistakes);
        assertFalse(mistakes.contains("line 1"), mistakes);
        refused("POST", "/paths", "{\"id\":", 400);
        refused("POST", "/paths", "[]", 400);
        refused("POST", "/paths", "", 400);
        refused("PUT", "/paths/up", "{\"id\":\"other\",\"agent\":\"cab-1\",\"target\":\"192.0.2.1\"}", 400);
        refused("POST", "/groups", "{\"id\":\"g\",\"paths\":[\"nobody\"]}", 400);
        refused("POST", "/groups", "{\"id\":\"g\",\"policy\":\"all\",\"k\":1}", 400);
        refused("POST", "/groups", "{\"id\":\"g\",\"target\":{\"availability\":2}}", 400);
        assertTrue(site.registry.group("g").isEmpty());
    }

    @Test
    void shouldApplyAWholeDocumentOrNothingAndNothingTheSecondTime() throws Exception {
        site.enrol("north");
        site.enrol("south");
        String plan =
                """
                devices:
                - {id: sw-9, agent: north, address: 192.0.2.9, snmp: {version: v2c, community: watched}}
                paths:
                - {id: dns, agents: [north, south], kind: dns, target: 192.0.2.53, query: example.org}
                - {id: mgmt, agent: north, kind: snmp, device: sw-9}
                groups:
                - {id: nine, name: Nine, policy: all, paths: [mgmt, dns-south]}
                """;
        String wrong = plan.replace("dns-south", "dns-east").replace("agent: north, kind", "agent: east, kind");
        JsonNode mistakes = refused("POST", "/apply", wrong, 400).get("mistakes");
        assertEquals(3, mistakes.size(), mistakes.toString());
        assertTrue(
                mistakes.toString().contains("dns-east") && mistakes.toString().contains("'east'"), wrong);
        assertTrue(site.registry.device("sw-9").isEmpty());
        JsonNode unread = refused("POST", "/apply", plan.replace("target:", "targets:"), 400);
        assertTrue(unread.get("mistakes").toString().contains("line 4"), unread.toString());
        JsonNode done = answered("post", A + "/apply", A + "/apply", plan, 200);
        assertEquals(
                "[\"sw-9\",\"dns-north\",\"dns-south\",\"mgmt\",\"dns\",\"nine\"]",
                done.get("changed").toString());
        assertEquals(
                List.of("dns-north", "dns-south"),
                site.registry.group("dns").orElseThrow().pathIds());
        JsonNode again = answered("post", A + "/apply", A + "/apply", plan, 200);
        assertEquals("[]", again.get("changed").toString());
        assertEquals(6, again.get("unchanged").asInt());
    }

    @Test
    void shouldGiveFactsOfPath() throws Exception {
        site.shelves.add(
                StreamKey.ofFacts("cab-1", "up"),
                WebFixture.NOW_MS - 1_000,
                PathFacts.of(
                        "up",
                        1,
                        List.of(
                                Reading.text("address", Reading.Kind.STATE, "192.0.2.1", ""),
                                Reading.number("ntp/offset", Reading.Kind.GAUGE, "s", 0.5, ""))));
        JsonNode facts = get("/paths/{id}/facts", "/paths/up/facts");
        assertEquals("192.0.2.1", facts.at("/readings/0/text").asText());
        JsonNode history = get("/paths/{id}/facts/history", period("/paths/up/facts/history") + "&series=ntp/offset");
        assertEquals(0.5, history.at("/points/0/1").asDouble());
        assertEquals(
                0, get("/paths/{id}/facts", "/paths/cut/facts").get("readings").size());
    }

    @Test
    void shouldAddPathAndShowItsLiveState() throws Exception {
        String path = "{\"id\":\"fresh\",\"agent\":\"cab-1\",\"target\":\"192.0.2.77\"}";
        answered("post", A + "/paths", A + "/paths", path, 201);
        answered("put", A + "/paths/{id}", A + "/paths/fresh", path, 200);
        answered("put", A + "/paths/{id}", A + "/paths/fresh-2", path.replace("fresh", "fresh-2"), 201);
        assertEquals("DOWN", get("/paths/{id}", "/paths/cut").at("/live/state").asText());
        get("/paths", "/paths");
        answered("delete", A + "/paths/{id}", A + "/paths/fresh", "", 204);
        answered("delete", A + "/paths/{id}", A + "/paths/fresh-2", "", 204);
        assertTrue(site.audit.stream()
                .anyMatch(e -> e.by().equals("local") && e.action().equals("path.delete")));
    }

    @Test
    void shouldListAgentsAndRevokeOne() throws Exception {
        site.enrol("gone");
        get("/agents", "/agents");
        assertEquals("active", get("/agents/{id}", "/agents/gone").get("status").asText());
        JsonNode revoked = answered("post", A + "/agents/{id}/revoke", A + "/agents/gone/revoke", "", 200);
        assertEquals("revoked", revoked.get("status").asText());
        refused("POST", "/agents/nobody/revoke", "", 404);
    }

    @Test
    void shouldMakeTokenWithCommandToRun() throws Exception {
        JsonNode token =
                answered("post", A + "/tokens", A + "/tokens", "{\"site\":\"North\",\"ttl\":\"2h\",\"uses\":3}", 201);
        assertEquals(site.clock.nowMs() + 7_200_000, token.get("expiresAtMs").asLong());
        assertTrue(token.get("command")
                .asText()
                .startsWith("kerbstone-agent enroll --collector localhost:8710 --token KS1-"));
        assertEquals(
                3,
                refused("POST", "/tokens", "{\"ttl\":\"9000h\",\"uses\":0,\"for\":1}", 400)
                        .get("mistakes")
                        .size());
    }

    @Test
    void shouldGiveReadingsWithNullsForWhatIsNotThere() throws Exception {
        String device = "{\"id\":\"probe\",\"agent\":\"cab-1\",\"address\":\"192.0.2.10\"}";
        answered("post", A + "/devices", A + "/devices", device, 201);
        assertEquals(
                "never",
                get("/devices/{id}/readings", "/devices/probe/readings")
                        .get("status")
                        .asText());
        List<Reading> readings = List.of(
                Reading.number("load", Reading.Kind.GAUGE, "%", 12.5, "1.3.6"),
                Reading.missing("heat", Reading.Kind.GAUGE, "Cel", Reading.Quality.NOT_AVAILABLE, "1.3.7"));
        site.shelves.add(
                StreamKey.of("cab-1", "probe"),
                WebFixture.NOW_MS - 60_000,
                new DeviceReadings("probe", "generic", 0, DeviceReadings.Status.COMPLETE, readings));
        JsonNode now = get("/devices/{id}/readings", "/devices/probe/readings");
        assertTrue(now.at("/readings/0/value").isNull());
        assertEquals(12.5, now.at("/readings/1/value").asDouble());
        JsonNode history = get("/devices/{id}/history", period("/devices/probe/history") + "&series=load");
        assertEquals(12.5, history.at("/points/0/1").asDouble());
        refused("GET", period("/devices/probe/history"), "", 400);
    }

    @Test
    void shouldListAlertAndTakeNoteOfItOnce() throws Exception {
        await().atMost(PATIENCE).until(() -> !site.alerts.open().isEmpty());
        JsonNode open = get("/alerts", "/alerts?state=open");
        assertEquals("cut", open.at("/alerts/0/subject/id").asText());
        String id = open.at("/alerts/0/id").asText();
        String note = "{\"note\":\"on my way\"}";
        answered("post", A + "/alerts/{id}/acknowledge", A + "/alerts/" + id + "/acknowledge", note, 204);
        refused("POST", "/alerts/" + id + "/acknowledge", note, 409);
        refused("POST", "/alerts/99999/acknowledge", "", 404);
        refused("POST", "/alerts/x/acknowledge", "", 404);
        JsonNode all = get("/alerts", "/alerts?limit=1000");
        assertEquals("on my way", all.at("/alerts/0/acknowledged/note").asText());
        refused("GET", "/alerts?limit=1001", "", 400);
    }

    @Test
    void shouldCountExclusionInThePastOnlyWhenASecondPersonApproved() throws Exception {
        site.path("cared-for", "cab-1");
        boolean[] down = new boolean[60];
        site.measured("cared-for", "cab-1", down);
        String asked = "{\"scope\":\"path\",\"scopeId\":\"cared-for\",\"from\":\"" + (WebFixture.NOW_MS - 300_000)
                + "\",\"to\":\"2026-11-20T12:00:00+08:00\",\"reason\":\"new battery\"}";
        JsonNode exclusion = answered("post", A + "/exclusions", A + "/exclusions", asked, 201);
        assertFalse(exclusion.get("valid").asBoolean());
        JsonNode before = get("/paths/{id}/indicators", period("/paths/cared-for/indicators"));
        assertEquals(600_000, before.at("/ledgerMs/DOWN").asLong());
        String approve = "/exclusions/" + exclusion.get("id").asText() + "/approve";
        refused("POST", approve, "", 409);
        String second =
                site.users.createToken("admin", "second", site.clock.nowMs()).orElseThrow();
        assertEquals(
                200, site.client().bearer(second).json("POST", A + approve, "").statusCode());
        JsonNode after = get("/paths/{id}/indicators", period("/paths/cared-for/indicators"));
        assertEquals(300_000, after.at("/ledgerMs/EXCLUDED").asLong());
        assertEquals(300_000, after.at("/ledgerMs/DOWN").asLong());
        assertEquals(1, before.get("revision").asLong());
        assertEquals(2, after.get("revision").asLong());
        assertEquals("exclusion", after.at("/causes/0/kind").asText());
        get("/exclusions", "/exclusions");
        refused("POST", "/exclusions", "{\"scope\":\"street\",\"from\":\"soon\"}", 400);
        refused("POST", "/exclusions", asked.replace("cared-for", "nobody"), 409);
    }

    @Test
    void shouldMakeReportOrSayWhyNot() throws Exception {
        HttpResponse<String> json = program.get(A + "/reports?period=2026-11&group=all");
        assertEquals(200, json.statusCode(), json.body());
        assertTrue(WebFixture.tree(json).isObject());
        HttpResponse<String> page = program.get(A + "/reports?period=2026-11&group=all&format=html&lang=zh");
        assertEquals(200, page.statusCode());
        assertTrue(page.headers()
                .firstValue("content-security-policy")
                .orElseThrow()
                .endsWith("sandbox"));
        refused("GET", "/reports?period=2026-11", "", 400);
        refused("GET", "/reports?period=soon&group=all", "", 400);
        refused("GET", "/reports?period=2026-11&group=nobody", "", 400);
    }

    @Test
    void shouldKeepAccountsForTheCommandLine() throws Exception {
        String user = "{\"name\":\"bea\",\"password\":\"long enough 1234\"}";
        answered("post", A + "/users", A + "/users", user, 204);
        refused("POST", "/users", user, 400);
        refused("POST", "/users", "{\"name\":\"x y\",\"password\":\"long enough 1234\"}", 400);
        refused("POST", "/users", "{\"name\":\"cy\",\"password\":\"short\"}", 400);
        get("/users", "/users");
        answered("post", A + "/users/{name}/reset", A + "/users/bea/reset", "{\"password\":\"other long one 1\"}", 204);
        answered("post", A + "/users/{name}/disable", A + "/users/bea/disable", "", 204);
        refused("POST", "/users/nobody/disable", "", 404);
        refused("POST", "/users/admin/disable", "", 400);
    }

    @Test
    void shouldSpeakPrometheusAtMetrics() throws Exception {
        HttpResponse<String> answer = program.get("/metrics");
        assertTrue(answer.headers().firstValue("content-type").orElseThrow().startsWith("text/plain; version=0.0.4"));
        assertTrue(answer.body().contains("\nkerbstone_paths{state=\"down\"} 1\n"), answer.body());
        for (String line : answer.body().lines().toList()) {
            assertTrue(line.matches("# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\\{[a-z]+=\"[^\"]*\"})? -?\\d+(\\.\\d+)?"), line);
        }
    }

    @Test
    void shouldAnswerOneSentenceWhenThereIsNothing() throws Exception {
        refused("GET", "/nonsense", "", 404);
        refused("GET", "/paths/nobody", "", 404);
        refused("POST", "/agents", "{}", 405);
    }
}
