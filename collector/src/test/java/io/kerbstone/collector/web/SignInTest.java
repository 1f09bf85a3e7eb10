package io.kerbstone.collector.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is let in, and what nobody gets without. */
class SignInTest {
    @TempDir
    static Path folder;

    private static WebFixture site;

    @BeforeAll
    static void start() throws Exception {
        site = new WebFixture("sign-in", folder);
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    @Test
    void shouldRefuseEverythingButSignInAssetsAndHealthWhenNobodyIsSignedIn() throws Exception {
        WebFixture.Client nobody = site.client();
        for (String page : List.of("/", "/paths/x", "/alerts", "/users", "/nonsense", "/overview/tiles", "/reports")) {
            HttpResponse<String> answer = nobody.get(page);
            assertEquals(303, answer.statusCode(), page);
            assertTrue(answer.headers().firstValue("location").orElseThrow().startsWith("/sign-in?to="), page);
        }
        for (String resource : List.of("/api/v1/agents", "/api/v1/openapi.json", "/api/v1/events", "/metrics")) {
            HttpResponse<String> answer = nobody.get(resource);
            assertEquals(401, answer.statusCode(), resource);
            assertTrue(WebFixture.tree(answer).get("error").asText().contains("Bearer"), resource);
        }
        assertEquals(401, nobody.json("POST", "/api/v1/paths", "{}").statusCode());
        assertEquals(200, nobody.get("/sign-in").statusCode());
        assertEquals(200, nobody.get("/health/live").statusCode());
        assertEquals(200, nobody.get("/health/ready").statusCode());
    }

    @Test
    void shouldTellWhyWhenNotReady() throws Exception {
        site.problems.add("The archive's disk is full: make room.");
        HttpResponse<String> answer = site.client().get("/health/ready");
        site.problems.clear();
        assertEquals(503, answer.statusCode());
        assertEquals(
                "The archive's disk is full: make room.",
                WebFixture.tree(answer).get("error").asText());
    }

    @Test
    void shouldSetStrictCookieAndLeadToTheWantedPageWhenSignedIn() throws Exception {
        Map<String, String> form = Map.of("name", "admin", "password", site.password, "to", "/alerts");
        HttpResponse<String> answer = site.client().post("/sign-in", form);
        assertEquals(303, answer.statusCode());
        assertEquals("/alerts", answer.headers().firstValue("location").orElseThrow());
        String cookie = answer.headers().firstValue("set-cookie").orElseThrow();
        assertTrue(cookie.startsWith("__Host-kerbstone="), cookie);
        for (String attribute : List.of("Secure", "HttpOnly", "SameSite=Strict", "Path=/")) {
            assertTrue(
                    cookie.toLowerCase(Locale.ROOT).contains(attribute.toLowerCase(Locale.ROOT)),
                    attribute + " in " + cookie);
        }
    }

    @Test
    void shouldStayOnThisCollectorWhenTheWantedPageIsElsewhere() throws Exception {
        for (String to : List.of("https://example.org/", "//example.org", "/\\example.org", "javascript:alert(1)")) {
            Map<String, String> form = Map.of("name", "admin", "password", site.password, "to", to);
            HttpResponse<String> answer = site.client().post("/sign-in", form);
            assertEquals("/", answer.headers().firstValue("location").orElseThrow(), to);
        }
    }

    @Test
    void shouldRefuseAndThenSlowDownWhenPasswordIsWrong() throws Exception {
        site.users.add("guess-me", "long enough 1234", "admin", site.clock.nowMs());
        WebFixture.Client thief = site.client();
        for (int i = 0; i < 5; i++) {
            assertEquals(
                    403,
                    thief.post("/sign-in", Map.of("name", "guess-me", "password", "x" + i))
                            .statusCode());
        }
        HttpResponse<String> answer =
                thief.post("/sign-in", Map.of("name", "guess-me", "password", "long enough 1234"));
        assertEquals(429, answer.statusCode());
        assertEquals("60", answer.headers().firstValue("retry-after").orElseThrow());
        site.clock.advanceMs(61_000);
        assertEquals(
                303,
                thief.post("/sign-in", Map.of("name", "guess-me", "password", "long enough 1234"))
                        .statusCode());
    }

    @Test
    void shouldRefuseChangesWhenTheyComeFromAnotherSite() throws Exception {
        WebFixture.Client user = site.signedIn();
        HttpRequest.Builder form = user.request("/language")
                .header("content-type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("language=zh"));
        assertEquals(
                403,
                user.send(form.copy().header("sec-fetch-site", "cross-site").build())
                        .statusCode());
        assertEquals(
                403,
                user.send(form.copy().header("origin", "https://example.org").build())
                        .statusCode());
        String own = "https://localhost:" + site.server.port();
        assertEquals(303, user.send(form.copy().header("origin", own).build()).statusCode());
    }

    @Test
    void shouldRefuseChangesWhenFormTokenIsMissingOrWrong() throws Exception {
        WebFixture.Client user = site.signedIn();
        Map<String, String> token = Map.of("site", "x", "ttlHours", "1", "uses", "1");
        assertEquals(403, user.post("/agents/tokens", token).statusCode());
        assertEquals(
                403,
                user.post("/agents/tokens", Map.of("formToken", "wrong", "uses", "1"))
                        .statusCode());
        assertEquals(403, user.json("POST", "/api/v1/tokens", "{}").statusCode());
        assertEquals(200, user.submit("/agents/tokens", token).statusCode());
    }

    @Test
    void shouldForgetSessionWhenSignedOutOrDisabledOrIdle() throws Exception {
        WebFixture.Client user = site.signedIn();
        assertEquals(200, user.get("/").statusCode());
        assertEquals(303, user.submit("/sign-out", Map.of()).statusCode());
        assertEquals(303, user.get("/").statusCode());
        site.users.add("leaver", "long enough 1234", "admin", site.clock.nowMs());
        WebFixture.Client leaver = site.client();
        leaver.post("/sign-in", Map.of("name", "leaver", "password", "long enough 1234"));
        assertEquals(200, leaver.get("/").statusCode());
        site.users.disable("leaver", "admin", site.clock.nowMs());
        assertEquals(303, leaver.get("/").statusCode());
        WebFixture.Client idle = site.signedIn();
        site.clock.advanceMs(13 * 3_600_000L);
        assertEquals(303, idle.get("/").statusCode());
    }

    @Test
    void shouldLetProgramsInWhenTheyShowAToken() throws Exception {
        WebFixture.Client local = site.client().bearer(site.localToken.secret());
        assertEquals(200, local.get("/api/v1/agents").statusCode());
        assertEquals(201, local.json("POST", "/api/v1/tokens", "{}").statusCode());
        String secret =
                site.users.createToken("admin", "scrape", site.clock.nowMs()).orElseThrow();
        assertEquals(200, site.client().bearer(secret).get("/metrics").statusCode());
        String id = site.users.tokens().get(0).id();
        assertTrue(site.users.removeToken(id, "admin", site.clock.nowMs()));
        assertEquals(401, site.client().bearer(secret).get("/metrics").statusCode());
        assertEquals(401, site.client().bearer("wrong").get("/metrics").statusCode());
    }

    @Test
    void shouldSpeakTheChosenLanguageWhenSwitched() throws Exception {
        WebFixture.Client reader = site.client();
        assertTrue(reader.get("/sign-in").body().contains("<html lang=\"en\">"));
        HttpRequest chinese = reader.request("/sign-in")
                .header("accept-language", "zh-CN,zh;q=0.9,en;q=0.5")
                .build();
        assertTrue(reader.send(chinese).body().contains("<html lang=\"zh-CN\">"));
        assertEquals(
                303,
                reader.post("/language", Map.of("language", "zh", "to", "/sign-in"))
                        .statusCode());
        String page = reader.get("/sign-in").body();
        assertTrue(page.contains("登录") && page.contains("English"), page);
    }

    @Test
    void shouldSendStrictHeadersWithEverything() throws Exception {
        for (String path : List.of("/sign-in", "/api/v1/agents", "/assets/x/y.js", "/")) {
            HttpResponse<String> answer = site.client().get(path);
            String policy =
                    answer.headers().firstValue("content-security-policy").orElseThrow();
            assertTrue(policy.startsWith("default-src 'none';"), policy);
            assertFalse(policy.contains("unsafe"), policy);
            assertFalse(policy.contains("http"), policy);
            assertEquals(
                    "nosniff",
                    answer.headers().firstValue("x-content-type-options").orElseThrow());
            assertEquals("DENY", answer.headers().firstValue("x-frame-options").orElseThrow());
            assertEquals(
                    "no-store", answer.headers().firstValue("cache-control").orElseThrow());
        }
    }

    @Test
    void shouldServeAssetsForEverUnderTheirHashAndNothingElse() throws Exception {
        WebFixture.Client reader = site.client();
        String page = reader.get("/sign-in").body();
        assertFalse(page.contains(" style="), "inline styles are refused by browsers");
        assertFalse(page.matches("(?s).*<script>.*"), "inline scripts are refused by browsers");
        String style = page.replaceFirst("(?s).*href=\"(/assets/[0-9a-f]+/style.css)\".*", "$1");
        HttpResponse<String> answer = reader.get(style);
        assertEquals(200, answer.statusCode());
        assertEquals(
                "public, max-age=31536000, immutable",
                answer.headers().firstValue("cache-control").orElseThrow());
        String font = answer.body().replaceFirst("(?s).*url\\((/assets/[0-9a-f]+/noto-sans-sc.woff2)\\).*", "$1");
        assertEquals(200, reader.get(font).statusCode());
        for (String path : List.of(
                "/assets/style.css", style + "x", "/assets/../web/style.css", "/assets/%2e%2e/%2e%2e/openapi.json")) {
            assertTrue(reader.get(path).statusCode() >= 303, path);
            assertFalse(reader.get(path).body().contains("font-face"), path);
        }
    }

    @Test
    void shouldRefuseBodyWhenTooLarge() throws Exception {
        HttpResponse<String> answer =
                site.client().bearer(site.localToken.secret()).json("POST", "/api/v1/paths", "x".repeat(1_100_000));
        assertEquals(413, answer.statusCode());
        assertTrue(WebFixture.tree(answer).get("error").asText().contains("1 MiB"));
    }
}
