package io.kerbstone.rigs.browser;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.logging.LogEntry;

/** What a person sees and does, in Debian's Chromium; after each test: no complaint, nothing asked of anybody else. */
class PagesInBrowserTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    static Path folder;

    private static SampleCollector collector;
    private static Chromium chromium;

    @BeforeAll
    static void start() throws Exception {
        Needs.program(Chromium.BROWSER, "chromium");
        Needs.program(Chromium.DRIVER, "chromium-driver");
        collector = new SampleCollector(folder, true);
        chromium = new Chromium(folder.resolve("profile"), "en");
        chromium.size(1280, 900);
        chromium.signIn(collector.address(), collector.password);
        await().atMost(PATIENCE)
                .until(() ->
                        !chromium.driver.findElements(By.className("tiles")).isEmpty());
    }

    @AfterAll
    static void stop() {
        if (chromium != null) {
            chromium.close();
        }
        if (collector != null) {
            collector.close();
        }
    }

    @AfterEach
    void shouldLeaveCleanConsoleAndAskNobodyElse() {
        assertEquals(
                List.of(),
                chromium.complaints().stream().map(LogEntry::getMessage).toList());
        List<String> elsewhere = chromium.requested().stream()
                .filter(url -> url.startsWith("http") || url.startsWith("ws"))
                .filter(url -> !url.startsWith(collector.address() + "/"))
                .toList();
        assertEquals(List.of(), elsewhere);
    }

    private static String textOf(String id) {
        return chromium.driver.findElement(By.id(id)).getText();
    }

    private static void open(String path) {
        chromium.driver.get(collector.address() + path);
    }

    /** Distinct colours of every 7th pixel of a canvas: one when nothing was drawn. */
    private static long coloursOf(String chart) {
        Object colours = chromium.driver.executeScript("const c = document.querySelector('#" + chart + " canvas');"
                + "if (!c) return 0;"
                + "const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;"
                + "const seen = new Set();"
                + "for (let i = 0; i < d.length; i += 28) seen.add(d[i] + ',' + d[i+1] + ',' + d[i+2] + ',' + d[i+3]);"
                + "return seen.size;");
        return ((Number) Objects.requireNonNull(colours)).longValue();
    }

    @Test
    void shouldShowStatesOfAllPathsOnOverview() {
        open("/");
        assertTrue(textOf("tile-gate-" + SampleCollector.CUT).contains("down"));
        assertTrue(textOf("tile-gate-" + SampleCollector.STORY).contains("up"));
        assertTrue(textOf("tile--tunnel-switch").contains("unknown"));
        String down = backgroundOf("tile-gate-" + SampleCollector.CUT);
        String up = backgroundOf("tile-gate-" + SampleCollector.STORY);
        String unknown = backgroundOf("tile--tunnel-switch");
        assertNotEquals(down, up);
        assertNotEquals(down, unknown);
        assertNotEquals(up, unknown);
    }

    private static String backgroundOf(String id) {
        return String.valueOf(chromium.driver.executeScript("const s = getComputedStyle(document.getElementById('" + id
                + "'));" + "return s.backgroundColor + s.backgroundImage;"));
    }

    @Test
    void shouldRefreshTilesByItselfWhenOverviewStaysOpen() {
        open("/");
        chromium.driver.executeScript("document.querySelector('#tiles .tile').dataset.old = 'yes';");
        await().atMost(PATIENCE).until(() -> chromium.driver
                .findElements(By.cssSelector(".tile[data-old]"))
                .isEmpty());
        assertEquals("live", chromium.driver.findElement(By.className("live")).getText());
    }

    @Test
    void shouldDrawChartsOfPath() {
        open("/");
        chromium.driver.findElement(By.id("tile-gate-" + SampleCollector.STORY)).click();
        await().atMost(PATIENCE).until(() -> coloursOf("chart-delay") > 10 && coloursOf("chart-loss") > 5);
        assertTrue(textOf("availability").matches("9\\d\\.\\d+ %"), textOf("availability"));
        int bars = chromium.driver
                .findElements(By.cssSelector("svg.timeline rect title"))
                .size();
        assertTrue(bars >= 5, bars + " stretches");
    }

    @Test
    void shouldSpeakChineseWithItsOwnFontWhenSwitched() {
        open("/alerts");
        chromium.driver.findElement(By.id("language")).click();
        try {
            await().atMost(PATIENCE).until(() -> chromium.driver
                    .findElement(By.tagName("h1"))
                    .getText()
                    .equals("告警"));
            assertEquals(
                    "zh-CN", chromium.driver.findElement(By.tagName("html")).getDomAttribute("lang"));
            Object fonts = chromium.driver.executeAsyncScript("const done = arguments[0];"
                    + "document.fonts.load('16px \"Kerbstone CJK\"', '链路').then(faces => done(faces.length));");
            assertEquals(1L, fonts);
        } finally {
            chromium.driver.findElement(By.id("language")).click();
        }
        await().atMost(PATIENCE)
                .until(() ->
                        chromium.driver.findElement(By.tagName("h1")).getText().equals("Alerts"));
    }

    @Test
    void shouldShowFieldsOfTheChosenSnmpVersionOnly() {
        open("/devices/new");
        assertTrue(chromium.driver.findElement(By.id("snmp.community")).isDisplayed());
        chromium.driver.executeScript("const s = document.getElementById('snmp'); s.value = 'v3';"
                + "s.dispatchEvent(new Event('change', {bubbles: true}));");
        assertTrue(!chromium.driver.findElement(By.id("snmp.community")).isDisplayed());
        assertTrue(chromium.driver.findElement(By.id("snmp.authKey")).isDisplayed());
    }

    @Test
    void shouldShowFieldsOfTheChosenKindOfPathOnly() {
        open("/paths/new");
        assertTrue(chromium.driver.findElement(By.id("payloadBytes")).isDisplayed());
        assertTrue(!chromium.driver.findElement(By.id("query")).isDisplayed());
        chromium.driver.executeScript("const s = document.getElementById('kind'); s.value = 'dns';"
                + "s.dispatchEvent(new Event('change', {bubbles: true}));");
        assertTrue(!chromium.driver.findElement(By.id("payloadBytes")).isDisplayed());
        assertTrue(chromium.driver.findElement(By.id("query")).isDisplayed());
        assertTrue(chromium.driver.findElement(By.id("port")).isDisplayed());
    }

    @Test
    void shouldMakeTokenAndShowTheCommand() {
        open("/agents");
        chromium.driver.findElement(By.id("create-token")).click();
        await().atMost(PATIENCE)
                .until(() -> !chromium.driver.findElements(By.id("enrol")).isEmpty());
        assertTrue(textOf("enrol").startsWith("kerbstone-agent enroll --collector localhost:8710 --token KS1-"));
    }

    @Test
    void shouldShowReportUnderItsOwnPolicy() {
        open("/reports/show?group=gate&period=2026-11&format=html");
        assertTrue(chromium.driver.findElement(By.tagName("body")).getText().contains("北门"));
    }

    @Test
    void shouldFitNarrowScreenWhenOnTelephone() {
        chromium.size(500, 900);
        try {
            for (String path : List.of(
                    "/",
                    "/paths/" + SampleCollector.STORY,
                    "/paths/new",
                    "/groups/all",
                    "/agents",
                    "/alerts",
                    "/reports")) {
                open(path);
                Object tooWide = chromium.driver.executeScript(
                        "return document.documentElement.scrollWidth - document.documentElement.clientWidth;");
                assertEquals(0L, tooWide, path);
            }
        } finally {
            chromium.size(1280, 900);
        }
    }
}
