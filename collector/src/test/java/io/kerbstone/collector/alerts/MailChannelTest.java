package io.kerbstone.collector.alerts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.kerbstone.settings.Secret;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mail against a real SMTP server. */
class MailChannelTest {
    private GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", "smtp"));

    @TempDir
    private static Path folder;

    /** A certificate for 127.0.0.1, as a server of one's own has: known to no authority. */
    @BeforeAll
    static void certificate() throws Exception {
        Path store = folder.resolve("server.p12");
        keytool(
                "-genkeypair",
                "-keystore",
                store.toString(),
                "-keyalg",
                "EC",
                "-dname",
                "CN=mail",
                "-ext",
                "san=ip:127.0.0.1",
                "-validity",
                "3650");
        keytool(
                "-exportcert",
                "-rfc",
                "-keystore",
                store.toString(),
                "-file",
                folder.resolve("ca.pem").toString());
        System.setProperty("greenmail.tls.keystore.file", store.toString());
        System.setProperty("greenmail.tls.keystore.password", "changeit");
    }

    private static void keytool(String... args) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                "changeit",
                "-alias",
                "mail"));
        command.addAll(1, List.of(args));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
    }

    @AfterAll
    static void forget() {
        System.clearProperty("greenmail.tls.keystore.file");
        System.clearProperty("greenmail.tls.keystore.password");
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    private Channel channel(ChannelSettings.Security security, int port, String user, String password) {
        return channel(security, port, user, password, Optional.empty());
    }

    private Channel channel(
            ChannelSettings.Security security, int port, String user, String password, Optional<Path> caFile) {
        return Channel.of(
                new ChannelSettings.Mail(
                        "mail",
                        "127.0.0.1",
                        port,
                        security,
                        user,
                        Secret.of(password),
                        "kerbstone@example.org",
                        List.of("duty@example.org", "second@example.org"),
                        Locale.SIMPLIFIED_CHINESE,
                        caFile,
                        10_000),
                Samples.ZONE,
                Samples.BASE);
    }

    private static Notice notice() {
        return new Notice(Notice.Type.RAISED, List.of(Samples.pathDown(7, "东门 ↔ 西门")), Samples.SINCE_MS);
    }

    @Test
    void shouldSendChineseSubjectAndBothTextsWhenServerIsGood() throws Exception {
        server.start();
        server.setUser("duty@example.org", "duty", "right");
        Attempt attempt = channel(
                        ChannelSettings.Security.PLAIN, server.getSmtp().getPort(), "duty", "right")
                .send(notice());
        assertEquals("邮件服务器已接收，收件人 duty@example.org, second@example.org", attempt.reason(Locale.CHINA));
        MimeMessage mail = server.getReceivedMessages()[0];
        assertEquals(2, server.getReceivedMessages().length);
        assertEquals("【路石】链路中断：东门 ↔ 西门", mail.getSubject());
        assertEquals("kerbstone@example.org", mail.getFrom()[0].toString());
        assertEquals(Samples.SINCE_MS, mail.getSentDate().toInstant().toEpochMilli());
        assertEquals("auto-generated", mail.getHeader("Auto-Submitted", null));
        MimeMultipart both = (MimeMultipart) mail.getContent();
        String plain = both.getBodyPart(0).getContent().toString();
        assertTrue(plain.startsWith("链路 东门 ↔ 西门（目标 192.0.2.7）自 2026-11-21 03:00:00 +08:00 起中断"), plain);
        assertTrue(plain.contains("最后正常值: 1.235 ms，时间 2026-11-21 03:00:00 +08:00"), plain);
        assertTrue(both.getBodyPart(1).isMimeType("text/html"));
        assertTrue(both.getBodyPart(1).getContent().toString().contains("东门 ↔ 西门"));
    }

    @Test
    void shouldSayLoginWhenPasswordIsWrong() {
        server.start();
        server.setUser("duty@example.org", "duty", "right");
        Attempt attempt = channel(
                        ChannelSettings.Security.PLAIN, server.getSmtp().getPort(), "duty", "wrong")
                .send(Notice.test(Samples.SINCE_MS));
        assertEquals("mail.login", attempt.key());
        assertEquals(0, server.getReceivedMessages().length);
    }

    @Test
    void shouldSendNothingWhenTlsIsWantedAndServerHasNone() {
        server.start();
        Attempt attempt = channel(
                        ChannelSettings.Security.STARTTLS, server.getSmtp().getPort(), "", "")
                .send(Notice.test(Samples.SINCE_MS));
        assertEquals(Attempt.Result.RETRY, attempt.result());
        assertTrue(attempt.detail().contains("STARTTLS"), attempt.detail());
        assertEquals(0, server.getReceivedMessages().length);
    }

    @Test
    void shouldSendThroughTlsWhenItsAuthorityIsTrusted() {
        server = new GreenMail(
                new ServerSetup[] {new ServerSetup(0, "127.0.0.1", "smtps"), new ServerSetup(0, "127.0.0.1", "smtp")});
        server.start();
        Optional<Path> caFile = Optional.of(folder.resolve("ca.pem"));
        int port = server.getSmtps().getPort();
        Attempt attempt =
                channel(ChannelSettings.Security.SMTPS, port, "", "", caFile).send(Notice.test(Samples.SINCE_MS));
        assertEquals("mail.delivered", attempt.key(), attempt.detail());
        assertEquals(2, server.getReceivedMessages().length);
        Optional<Path> missing = Optional.of(folder.resolve("missing.pem"));
        assertEquals(
                "mail.unreachable",
                channel(ChannelSettings.Security.SMTPS, port, "", "", missing)
                        .send(Notice.test(Samples.SINCE_MS))
                        .key());
    }

    @Test
    void shouldRefuseTheServerWhenItsCertificateIsNotTrusted() {
        server = new GreenMail(new ServerSetup(0, "127.0.0.1", "smtps"));
        server.start();
        Attempt attempt = channel(
                        ChannelSettings.Security.SMTPS, server.getSmtps().getPort(), "", "")
                .send(Notice.test(Samples.SINCE_MS));
        assertEquals("mail.unreachable", attempt.key());
        assertEquals(0, server.getReceivedMessages().length);
    }

    @Test
    void shouldSayUnreachableWhenNobodyListens() throws IOException {
        int port;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = taken.getLocalPort();
        }
        Attempt attempt = channel(ChannelSettings.Security.PLAIN, port, "", "").send(Notice.test(Samples.SINCE_MS));
        assertEquals(Attempt.Result.RETRY, attempt.result());
        assertEquals("mail.unreachable", attempt.key());
    }
}
