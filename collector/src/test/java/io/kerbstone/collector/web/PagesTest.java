package io.kerbstone.collector.web;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kerbstone.collector.registry.GroupRecord;
import io.kerbstone.collector.registry.StreamKey;
import io.kerbstone.measurement.DeviceReadings;
import io.kerbstone.measurement.GroupPolicy;
import io.kerbstone.measurement.Reading;
import io.kerbstone.settings.Choices;
import io.kerbstone.settings.PathDefinition;
import io.kerbstone.settings.Stream;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the pages say and what their forms do, without a browser. */
class PagesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    static Path folder;

    private static WebFixture site;
    private static WebFixture.Client user;

    @BeforeAll
    static void start() throws Exception {
        site = new WebFixture("pages", folder);
        user = site.signedIn();
        site.enrol("cab-1");
        site.path("up", "cab-1");
        site.path("cut", "cab-1");
        site.path("unseen", "cab-1");
        site.measured("up", "cab-1", true, true, true, true, true, true);
        site.measured("cut", "cab-1", true, false, false, false, false, false);
        site.live.tick(site.clock.nowMs() + 6_500);
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    private static String page(String path) throws Exception {
        HttpResponse<String> answer = user.get(path);
        assertEquals(200, answer.statusCode(), path + " " + answer.body());
        assertFalse(answer.body().contains(" style=") || answer.body().contains("<script>"), path);
        return answer.body();
    }

    private static void submitted(String path, Map<String, String> form, String leadsTo) throws Exception {
        HttpResponse<String> answer = user.submit(path, form);
        assertEquals(303, answer.statusCode(), path + " " + answer.body());
        assertEquals(leadsTo, answer.headers().firstValue("location").orElseThrow());
    }

    @Test
    void shouldTellStatesApartByWordAndClassOnOverview() throws Exception {
        String overview = page("/");
        assertTrue(overview.matches("(?s).*class=\"tile down\" id=\"tile--cut\".*"), overview);
        assertTrue(overview.matches("(?s).*class=\"tile up\" id=\"tile--up\".*"), overview);
        assertTrue(overview.matches("(?s).*class=\"tile unknown\" id=\"tile--unseen\".*"), overview);
        assertTrue(overview.indexOf("tile--cut") < overview.indexOf("tile--unseen"));
        assertTrue(overview.indexOf("tile--unseen") < overview.indexOf("tile--up"));
        assertFalse(page("/overview/tiles").contains("<html"));
    }

    @Test
    void shouldShowIndicatorsOfPathForTheChosenPeriod() throws Exception {
        String path = page("/paths/cut?span=1h");
        assertTrue(path.contains("16.6666 %"), path);
        assertTrue(path.contains("missed"), path);
        assertTrue(path.contains("/api/v1/paths/cut/series?from="), path);
        assertTrue(page("/paths/cut?from=2026-11-20T11:00&to=2026-11-20T12:00").contains("16.6666 %"));
        assertTrue(page("/paths/cut?from=nonsense&to=x").contains("16.6666 %"));
        assertTrue(page("/paths/cut/live").contains("down"));
    }

    @Test
    void shouldAddChangeAndRemovePathByForm() throws Exception {
        page("/paths/new");
        Map<String, String> form = Map.of(
                "id",
                "gate",
                "name",
                "北门 <b>",
                "agent",
                "cab-1",
                "kind",
                "icmp",
                "target",
                "192.0.2.5",
                "rule",
                "minute",
                "waitingTime",
                "2s",
                "payloadBytes",
                "100",
                "device",
                "");
        submitted("/paths", form, "/paths/gate");
        assertTrue(page("/paths/gate").contains("北门 &lt;b&gt;"));
        assertEquals(400, user.submit("/paths", form).statusCode(), "the id is taken");
        assertTrue(page("/paths/gate/edit").contains("value=\"192.0.2.5\""));
        HttpResponse<String> wrong = user.submit(
                "/paths/gate",
                Map.of("name", "x", "agent", "cab-1", "kind", "icmp", "target", "", "waitingTime", "soon"));
        assertEquals(400, wrong.statusCode());
        assertTrue(wrong.body().contains("target") && wrong.body().contains("waitingTime"), wrong.body());
        submitted("/paths/gate/delete", Map.of(), "/");
        assertEquals(404, user.get("/paths/gate").statusCode());
    }

    @Test
    void shouldAddPathOfEveryKindByForm() throws Exception {
        Map<String, Map<String, String>> kinds = Map.of(
                "stamp", Map.of("target", "192.0.2.5", "port", "8620", "dscp", "46", "key", "0123456789abcdef"),
                "tcp", Map.of("target", "192.0.2.5", "port", "22"),
                "http", Map.of("target", "https://192.0.2.5/health", "status", "200", "verify", "false"),
                "dns", Map.of("target", "192.0.2.5", "query", "example.org", "recordType", "aaaa"),
                "ntp", Map.of("target", "192.0.2.5"));
        for (Map.Entry<String, Map<String, String>> kind : kinds.entrySet()) {
            Map<String, String> form = new HashMap<>(kind.getValue());
            String id = "of-" + kind.getKey();
            form.putAll(Map.of("id", id, "name", id, "agent", "cab-1", "kind", kind.getKey(), "stream", "poisson"));
            submitted("/paths", form, "/paths/" + id);
            PathDefinition path = site.registry.path(id).orElseThrow().definition();
            assertEquals(kind.getKey(), Choices.textOf(path.kind()));
            assertEquals(Stream.POISSON, path.stream());
            String edit = page("/paths/" + id + "/edit");
            kind.getValue()
                    .forEach((key, value) -> assertTrue(
                            key.equals("key")
                                    ? edit.contains("&lt;secret&gt;") && !edit.contains(value)
                                    : edit.contains(value),
                            key + " of " + kind.getKey()));
        }
        HttpResponse<String> wrong = user.submit(
                "/paths", Map.of("id", "w", "name", "w", "agent", "cab-1", "kind", "tcp", "target", "192.0.2.5"));
        assertEquals(400, wrong.statusCode());
        assertTrue(wrong.body().contains("port"), wrong.body());
    }

    @Test
    void shouldAddOneTargetFromSeveralAgentsAsVantageGroupOrNothing() throws Exception {
        site.enrol("cab-2");
        assertTrue(page("/paths/new").contains("name=\"also\""));
        Map<String, String> form = new HashMap<>(Map.of(
                "id",
                "core",
                "name",
                "Core",
                "agent",
                "cab-1",
                "also",
                "cab-2",
                "kind",
                "icmp",
                "target",
                "192.0.2.8"));
        form.put("target", "");
        assertEquals(400, user.submit("/paths", form).statusCode());
        assertTrue(site.registry.path("core-cab-1").isEmpty());
        form.put("target", "192.0.2.8");
        submitted("/paths", form, "/groups/core");
        GroupRecord group = site.registry.group("core").orElseThrow();
        assertEquals(GroupPolicy.Kind.VANTAGE, group.policy().kind());
        assertEquals(List.of("core-cab-1", "core-cab-2"), group.pathIds());
        assertEquals("cab-2", site.registry.path("core-cab-2").orElseThrow().agentId());
        assertTrue(page("/groups/core").contains("id=\"strips\""));
        HttpResponse<String> again = user.submit("/paths", form);
        assertEquals(400, again.statusCode());
        assertTrue(again.body().contains("core-cab-2"), again.body());
    }

    @Test
    void shouldKeepSecretOfDeviceWhenFormComesBackUnchanged() throws Exception {
        Map<String, String> form = Map.of(
                "id",
                "sw",
                "name",
                "Switch",
                "agent",
                "cab-1",
                "address",
                "192.0.2.9",
                "snmp",
                "v3",
                "snmp.port",
                "1161",
                "snmp.securityName",
                "watch",
                "snmp.level",
                "authNoPriv",
                "snmp.auth",
                "sha256",
                "snmp.authKey",
                "pass phrase 1");
        submitted("/devices", form, "/devices/sw");
        String edit = page("/devices/sw/edit");
        assertFalse(edit.contains("pass phrase 1"));
        assertTrue(edit.contains("&lt;secret&gt;") || edit.contains("\"<secret>\""), edit);
        Map<String, String> again = new HashMap<>(form);
        again.put("snmp.authKey", "<secret>");
        again.put("name", "Renamed");
        submitted("/devices/sw", again, "/devices/sw");
        assertEquals(
                "pass phrase 1",
                site.registry
                        .device("sw")
                        .orElseThrow()
                        .definition()
                        .snmp()
                        .orElseThrow()
                        .authKey()
                        .reveal());
        assertTrue(page("/devices").contains("Renamed"));
        site.shelves.add(
                StreamKey.of("cab-1", "sw"),
                WebFixture.NOW_MS - 1_000,
                new DeviceReadings(
                        "sw",
                        "generic",
                        0,
                        DeviceReadings.Status.COMPLETE,
                        List.of(
                                Reading.text("interface/2/name", Reading.Kind.IDENTITY, "eth2", ""),
                                Reading.text("interface/2/adminStatus", Reading.Kind.STATE, "up", ""),
                                Reading.text("interface/2/operStatus", Reading.Kind.STATE, "down", ""),
                                Reading.number("interface/2/inOctets", Reading.Kind.RATE, "By/s", 1_500_000, ""))));
        String device = page("/devices/sw");
        assertTrue(device.contains("✕ eth2") && device.contains("1.5 MB/s"), device);
        submitted("/devices/sw/delete", Map.of(), "/devices");
    }

    @Test
    void shouldAddAndShowGroupByForm() throws Exception {
        page("/groups/new");
        Map<String, String> form = Map.of(
                "id",
                "north",
                "name",
                "North",
                "policy",
                "atLeast",
                "k",
                "1",
                "path",
                "up",
                "availability",
                "99.5",
                "delayMs",
                "3.5",
                "loss",
                "2");
        submitted("/groups", form, "/groups/north");
        assertEquals(0.995, site.registry.group("north").orElseThrow().target().availability());
        assertTrue(page("/groups/north").contains("at least 1 paths are up"));
        assertTrue(page("/groups/north/edit").contains("value=\"99.5\""));
        assertTrue(page("/groups").contains("North"));
        HttpResponse<String> wrong =
                user.submit("/groups/north", Map.of("name", "North", "policy", "atLeast", "k", "7"));
        assertEquals(400, wrong.statusCode());
        submitted("/groups/north/delete", Map.of(), "/groups");
    }

    @Test
    void shouldShowCommandToEnrolOnceAndRevokeAgent() throws Exception {
        HttpResponse<String> made = user.submit("/agents/tokens", Map.of("site", "x", "ttlHours", "24", "uses", "1"));
        assertTrue(made.body().contains("kerbstone-agent enroll --collector localhost:8710 --token KS1-"), made.body());
        assertFalse(page("/agents").contains("KS1-"));
        assertEquals(
                400,
                user.submit("/agents/tokens", Map.of("site", "x", "ttlHours", "many", "uses", "1"))
                        .statusCode());
        site.enrol("thief");
        submitted("/agents/thief/revoke", Map.of(), "/agents");
        assertTrue(page("/agents").contains("revoked"));
        assertEquals(404, user.submit("/agents/nobody/revoke", Map.of()).statusCode());
    }

    @Test
    void shouldTakeNoteOfAlertInTheUsersName() throws Exception {
        await().atMost(PATIENCE).until(() -> !site.alerts.open().isEmpty());
        long id = site.alerts.open().get(0).id();
        assertTrue(page("/alerts").contains("id=\"alert-" + id + "\""));
        submitted("/alerts/" + id + "/acknowledge", Map.of("note", "calling the site"), "/alerts");
        assertTrue(page("/alerts").contains("calling the site"));
        assertEquals(
                "admin",
                site.alerts.open().get(0).acknowledgement().orElseThrow().by());
    }

    @Test
    void shouldAskForExclusionAndWaitForASecondPerson() throws Exception {
        Map<String, String> form = Map.of(
                "scope", "path unseen", "from", "2026-11-20T11:00", "to", "2026-11-20T11:30", "reason", "battery");
        submitted("/exclusions", form, "/exclusions");
        assertTrue(page("/exclusions").contains("waits for a second person"));
        long id = site.exclusions.list().get(0).id();
        assertEquals(
                400, user.submit("/exclusions/" + id + "/approve", Map.of()).statusCode());
        site.users.add("bea", "long enough 1234", "admin", site.clock.nowMs());
        WebFixture.Client bea = site.client();
        bea.post("/sign-in", Map.of("name", "bea", "password", "long enough 1234"));
        assertEquals(303, bea.submit("/exclusions/" + id + "/approve", Map.of()).statusCode());
        assertTrue(site.exclusions.list().get(0).isValid());
        assertEquals(
                400,
                user.submit("/exclusions", Map.of("scope", "street x", "from", "", "to", ""))
                        .statusCode());
    }

    @Test
    void shouldShowReportOrSayWhyNot() throws Exception {
        page("/reports");
        HttpResponse<String> report = user.get("/reports/show?group=all&period=2026-11&format=html");
        assertEquals(200, report.statusCode());
        assertTrue(report.headers().firstValue("content-type").orElseThrow().startsWith("text/html"));
        HttpResponse<String> json = user.get("/reports/show?group=all&period=2026-11&format=json");
        assertTrue(
                json.headers().firstValue("content-disposition").orElseThrow().startsWith("attachment"));
        assertEquals(400, user.get("/reports/show?group=all&period=soon").statusCode());
    }

    @Test
    void shouldAddAccountAndChangeOwnPassword() throws Exception {
        assertEquals(
                200,
                user.submit("/users", Map.of("name", "cy", "password", "long enough 1234"))
                        .statusCode());
        assertEquals(
                400,
                user.submit("/users", Map.of("name", "cy", "password", "long enough 1234"))
                        .statusCode());
        WebFixture.Client cy = site.client();
        cy.post("/sign-in", Map.of("name", "cy", "password", "long enough 1234"));
        assertEquals(
                403,
                cy.submit("/users/password", Map.of("old", "wrong", "fresh", "another long one"))
                        .statusCode());
        assertEquals(
                200,
                cy.submit("/users/password", Map.of("old", "long enough 1234", "fresh", "another long one"))
                        .statusCode());
        assertEquals(303, cy.get("/users").statusCode(), "signed out everywhere");
        HttpResponse<String> token = user.submit("/users/tokens", Map.of("label", "scraper"));
        String secret = token.body().replaceFirst("(?s).*<pre id=\"secret\">([^<]+)</pre>.*", "$1");
        assertEquals(200, site.client().bearer(secret).get("/metrics").statusCode());
        assertTrue(user.submit("/users/disable", Map.of("name", "cy")).body().contains("disabled"));
    }

    @Test
    void shouldTellTheNextStepWhenThereIsNothingYet() throws Exception {
        assertTrue(
                page("/devices").contains("No devices yet") || page("/devices").contains("Switch"));
        HttpResponse<String> nothing = user.get("/nonsense");
        assertEquals(404, nothing.statusCode());
        assertTrue(nothing.body().contains("To the overview"), nothing.body());
        assertEquals(404, user.get("/paths/nobody").statusCode());
        assertEquals(404, user.get("/devices/nobody").statusCode());
        assertEquals(404, user.get("/groups/nobody").statusCode());
    }
}
