package io.kerbstone.collector.alerts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.kerbstone.collector.messages.Messages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** What is read at three in the morning. */
class AlertTextTest {
    private final AlertText english = new AlertText(Locale.ENGLISH, Samples.ZONE, Samples.BASE);
    private final AlertText chinese = new AlertText(Locale.CHINA, Samples.ZONE, Samples.BASE);

    private static Notice raised(Alert... alerts) {
        return new Notice(Notice.Type.RAISED, List.of(alerts), Samples.SINCE_MS);
    }

    @Test
    void shouldSayWhatSinceWhenAndWhoSawItWhenPathIsDown() {
        Alert alert = Samples.pathDown(7, "East gate");
        assertEquals("[Kerbstone] Down: East gate", english.title(raised(alert)));
        assertEquals(
                "Path East gate to 192.0.2.7 has been down since 2026-11-21 03:00:00 +08:00: agent 东门机柜 gets no"
                        + " valid replies to its probes.",
                english.sentence(alert));
        assertEquals(
                "链路 东门（目标 192.0.2.7）自 2026-11-21 03:00:00 +08:00 起中断：代理 东门机柜 的探测收不到有效应答。",
                chinese.sentence(Samples.pathDown(7, "东门")));
        String body = MailBody.plain(english, raised(alert));
        assertTrue(body.contains("Last good: 1.235 ms at 2026-11-21 03:00:00 +08:00\n"), body);
        assertTrue(body.contains("Page: https://collector.example:8443/alerts#alert-7\n"), body);
    }

    @Test
    void shouldBeReadableWhenMailIsHtml() throws IOException {
        Path folder = Files.createDirectories(Path.of("target/mails"));
        Notice one = raised(Samples.pathDown(7, "东门 ↔ 西门"));
        Notice storm = raised(Samples.agentSilent(8), Samples.pathDown(9, "南门"));
        for (AlertText text : List.of(chinese, english)) {
            // Kept to be looked at in a browser.
            Files.writeString(folder.resolve("one-" + text.languageTag() + ".html"), MailBody.html(text, one));
            Files.writeString(folder.resolve("storm-" + text.languageTag() + ".html"), MailBody.html(text, storm));
            assertTrue(MailBody.html(text, one).contains("<a href=\"https://collector.example:8443/alerts#alert-7\">"));
        }
    }

    @Test
    void shouldSayUnknownAndNotDownWhenAgentIsSilent() {
        assertTrue(english.sentence(Samples.agentSilent(1)).endsWith("Its paths (12) are unknown, not down."));
        assertTrue(chinese.sentence(Samples.agentSilent(1)).endsWith("它的 12 条链路状态为未知，不等于中断。"));
        assertFalse(MailBody.plain(english, raised(Samples.agentSilent(1))).contains("Target"));
    }

    @Test
    void shouldSayHowLongItLastedWhenRecovered() {
        Notice ended =
                new Notice(Notice.Type.ENDED, List.of(Samples.recovered(Samples.pathDown(7, "东门"))), Samples.SINCE_MS);
        assertEquals("【路石】链路恢复：东门", chinese.title(ended));
        assertTrue(chinese.sentence(ended).endsWith("起恢复可用，此前持续 1 分 30 秒。"), chinese.sentence(ended));
    }

    @Test
    void shouldBeOneMessageWithABoundedListWhenAStormComes() {
        List<Alert> many = new ArrayList<>();
        for (int i = 1; i <= 2000; i++) {
            many.add(Samples.pathDown(i, "path " + i));
        }
        many.add(Samples.agentSilent(2001));
        Notice storm = new Notice(Notice.Type.RAISED, many, Samples.SINCE_MS);
        assertEquals("[Kerbstone] 2001 new alerts (paths down: 2000, agents silent: 1)", english.title(storm));
        String body = MailBody.plain(english, storm);
        assertTrue(body.contains("path " + AlertText.LISTED_MAX + " ") && !body.contains("path 21 "));
        assertTrue(body.contains("and 1981 more"));
        JsonNode json = new NoticeJson(Samples.ZONE, Samples.BASE).notice(storm);
        assertEquals(2001, json.get("count").intValue());
        assertEquals(NoticeJson.ALERTS_MAX, json.get("alerts").size());
    }

    @Test
    void shouldEscapeAndCutWhenNamesAreHostile() {
        String hostile = "<script>alert(1)</script>\"'&\r\nBcc: x@y.example\u202E" + "长".repeat(500);
        Notice notice = raised(Samples.pathDown(1, hostile));
        String html = MailBody.html(english, notice);
        assertFalse(html.contains("<script") || html.contains("\u202E"));
        assertTrue(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;"));
        assertFalse(
                english.title(notice).contains("\n") || english.title(notice).contains("\r"));
        assertEquals(
                AlertText.NAME_MAX + 1, AlertText.clean(hostile).codePoints().count());
        String atBound = "x".repeat(AlertText.NAME_MAX);
        assertEquals(atBound, AlertText.clean(atBound));
    }

    @Test
    void shouldGiveTimesAsRfc3339AndMsWhenJson() {
        JsonNode json = new NoticeJson(Samples.ZONE, Samples.BASE)
                .notice(new Notice(
                        Notice.Type.ENDED, List.of(Samples.recovered(Samples.pathDown(7, "东门"))), Samples.SINCE_MS));
        assertEquals("ended", json.get("event").asText());
        JsonNode alert = json.at("/alerts/0");
        assertEquals("pathDown", alert.get("kind").asText());
        assertEquals("recovered", alert.get("state").asText());
        assertEquals("2026-11-21T03:00:00.000+08:00", alert.get("since").asText());
        assertEquals(Samples.SINCE_MS + 90_000, alert.get("recoveredMs").longValue());
        assertEquals(1234.567, alert.at("/lastGood/rttUs").doubleValue());
        assertEquals("p7", alert.at("/subject/id").asText());
        assertTrue(alert.at("/sentence/zh").asText().contains("恢复可用"));
        assertTrue(alert.at("/sentence/en").asText().contains("up again"));
    }

    @Test
    void shouldHaveWordsForEveryKindCauseAndTypeWhenAnyComes() {
        for (Locale locale : List.of(Messages.CHINESE, Messages.ENGLISH)) {
            Messages words = Messages.of("alerts", locale);
            for (AlertKind kind : AlertKind.values()) {
                assertTrue(words.has("kind." + kind) && words.has("title.raised." + kind));
                assertTrue(words.has("title.ended." + kind) && words.has("sentence.recovered." + kind));
                assertEquals(kind, AlertKind.ofCode(kind.code()));
            }
            for (AlertCause cause : AlertCause.values()) {
                assertTrue(words.has("sentence." + cause) && words.has("cause." + cause));
                assertEquals(cause, AlertCause.ofCode(cause.code()));
            }
        }
    }
}
