package io.kerbstone.web;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kerbstone.measurement.Outcome;
import io.kerbstone.measurement.Outcome.LossReason;
import io.kerbstone.settings.ProbeKind;
import io.kerbstone.settings.ProbeOptions;
import io.kerbstone.time.MonotonicClock;
import io.kerbstone.time.WallClock;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests to a real nginx, with certificates as people get them wrong. */
class HttpProbeTest {
    private static final ProbeOptions.Http ANY = new ProbeOptions.Http(200, 299, "", true);
    private static final ProbeOptions.Http UNVERIFIED = new ProbeOptions.Http(200, 299, "", false);

    @TempDir
    private static Path folder;

    private static Nginx nginx;
    private static WebProber prober;

    @BeforeAll
    static void start() throws Exception {
        nginx = new Nginx(folder);
        prober = WebProber.open(MonotonicClock.SYSTEM, WallClock.SYSTEM, nginx.trust());
    }

    @AfterAll
    static void stop() throws Exception {
        if (prober != null) {
            prober.close();
        }
        if (nginx != null) {
            nginx.close();
        }
    }

    private static WebResult ask(String url, ProbeOptions.Http options) throws Exception {
        return Ask.judged(prober, url, "127.0.0.1", options);
    }

    private static String http(String path) {
        return "http://localhost:" + nginx.http + path;
    }

    private static String https(int port) {
        return "https://localhost:" + port + "/ok";
    }

    private static ProbeOptions.Http expecting(int status, String text) {
        return new ProbeOptions.Http(status, status, text, true);
    }

    @Test
    void shouldTimeEachPhaseOfARequest() throws Exception {
        WebResult result = ask(http("/ok"), expecting(200, "street is fine"));

        double firstByte = Ask.replied(result).roundTripNs() / 1e9;
        assertEquals("200", Ask.text(result, "http/status"));
        assertTrue(Ask.number(result, "phase/connect") > 0);
        assertEquals(firstByte, Ask.number(result, "phase/connect") + Ask.number(result, "phase/firstByte"), 0.05);
        assertTrue(Ask.number(result, "phase/whole") >= firstByte);
    }

    @Test
    void shouldSayWhoAsksAndAskForTheWholePath() throws Exception {
        String url = http("/agent") + "?a=1&b=%20";

        Ask.replied(ask(url, expecting(200, HttpProbe.USER_AGENT + "|close|/agent?a=1&b=%20")));
    }

    @Test
    void shouldBeLostWhenStatusOrTextIsAnother() throws Exception {
        WebResult broken = ask(http("/broken"), ANY);
        WebResult wrongText = ask(http("/ok"), expecting(200, "out of order"));

        Ask.assertLost(LossReason.INVALID_REPLY, broken);
        assertEquals("503", Ask.text(broken, "http/status"));
        Ask.assertLost(LossReason.INVALID_REPLY, wrongText);
        assertEquals("text not in the body", Ask.text(wrongText, "problem"));
        Ask.replied(ask(http("/broken"), expecting(503, "out of order")));
    }

    @Test
    void shouldNotFollowWhenRedirected() throws Exception {
        Ask.assertLost(LossReason.INVALID_REPLY, ask(http("/moved"), ANY));
        Ask.replied(ask(http("/moved"), expecting(302, "")));
    }

    @Test
    void shouldReadNoMoreOfABodyThanItsBound() throws Exception {
        WebResult late = ask(http("/large.txt"), expecting(200, "never reached"));

        Ask.replied(ask(http("/large.txt"), expecting(200, "early")));
        Ask.assertLost(LossReason.INVALID_REPLY, late);
        assertTrue(Ask.text(late, "problem").contains("" + HttpReply.BODY_BYTES_MAX), late::toString);
    }

    @Test
    void shouldBeLostWhenHeadersAreLargerThanTheirBound() throws Exception {
        WebResult result = ask(http("/headers"), ANY);

        Ask.assertLost(LossReason.INVALID_REPLY, result);
        assertTrue(Ask.text(result, "problem").contains("" + HttpProbe.HEADER_BYTES_MAX), result::toString);
    }

    @Test
    void shouldBeLostAsRefusedWhenReset() throws Exception {
        Ask.assertLost(LossReason.REFUSED, ask(http("/silent"), ANY));
    }

    @Test
    void shouldBeLostByTimeoutWhenTheBodyIsSlow() throws Exception {
        await().atMost(30, TimeUnit.SECONDS).until(() -> {
            WebResult result = Ask.one(prober, http("/slow"), "127.0.0.1", ANY, 300);
            return result.observation().outcome().equals(new Outcome.Lost(LossReason.TIMEOUT));
        });
        await().atMost(30, TimeUnit.SECONDS).until(() -> prober.inFlight(ProbeKind.HTTP) == 0);
    }

    @Test
    void shouldBeLostWhenThePeerSpeaksSomethingElse() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread peer = new Thread(() -> speak(server, "SSH-2.0-OpenSSH_9.2p1\r\n\r\n"));
            peer.start();
            WebResult result =
                    Ask.one(prober, "http://localhost:" + server.getLocalPort(), "127.0.0.1", ANY, Ask.PATIENT_MS);

            Ask.assertLost(LossReason.INVALID_REPLY, result);
            peer.join();
        }
    }

    @Test
    void shouldBeLostWhenThePeerHangsUpBeforeTheEnd() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread peer = new Thread(() -> speak(server, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"));
            peer.start();
            WebResult result =
                    Ask.one(prober, "http://localhost:" + server.getLocalPort(), "127.0.0.1", ANY, Ask.PATIENT_MS);

            Ask.assertLost(LossReason.INVALID_REPLY, result);
            peer.join();
        }
    }

    private static void speak(ServerSocket server, String text) {
        try (Socket socket = server.accept();
                OutputStream out = socket.getOutputStream()) {
            byte[] request = new byte[4_096];
            assertTrue(socket.getInputStream().read(request) > 0);
            out.write(text.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void shouldKnowTheCertificateWhenItIsGood() throws Exception {
        WebResult result = ask(https(nginx.good), ANY);

        Ask.replied(result);
        assertEquals(30, Ask.number(result, "certificate/daysLeft"), 0.1);
        assertEquals("yes", Ask.text(result, "certificate/validForName"));
        assertEquals("yes", Ask.text(result, "certificate/trusted"));
        assertTrue(Ask.number(result, "phase/tls") > 0);
        Ask.replied(ask("https://127.0.0.1:" + nginx.good + "/ok", ANY));
        Ask.replied(ask("https://lamp.street.test:" + nginx.good + "/ok", ANY));
    }

    @Test
    void shouldMakeAWholeHandshakeEachTime() throws Exception {
        for (int i = 0; i < 3; i++) {
            assertEquals("yes", Ask.text(ask(https(nginx.good), ANY), "certificate/trusted"));
        }
    }

    @Test
    void shouldBeLostWhenTheCertificateExpired() throws Exception {
        WebResult result = ask(https(nginx.expired), ANY);
        WebResult tolerant = ask(https(nginx.expired), UNVERIFIED);

        Ask.assertLost(LossReason.INVALID_REPLY, result);
        assertTrue(Ask.number(result, "certificate/daysLeft") < -1_000);
        assertEquals("no", Ask.text(result, "certificate/trusted"));
        assertTrue(Ask.text(result, "certificate/problem").contains("2020"), result::toString);
        Ask.replied(tolerant);
        assertTrue(Ask.number(tolerant, "certificate/daysLeft") < -1_000);
        assertTrue(Files.readString(folder.resolve("access.log")).lines().count() > 0);
    }

    @Test
    void shouldBeLostWhenTheCertificateIsForAnotherName() throws Exception {
        WebResult result = ask(https(nginx.other), ANY);
        WebResult tolerant = ask(https(nginx.other), UNVERIFIED);

        Ask.assertLost(LossReason.INVALID_REPLY, result);
        assertEquals("no", Ask.text(result, "certificate/validForName"));
        assertEquals("yes", Ask.text(result, "certificate/trusted"));
        Ask.replied(tolerant);
        Ask.assertLost(LossReason.INVALID_REPLY, ask("https://a.b.street.test:" + nginx.good + "/ok", ANY));
    }

    @Test
    void shouldBeLostWhenNobodyTrustsTheAuthority() throws Exception {
        try (WebProber strange = WebProber.open(MonotonicClock.SYSTEM, WallClock.SYSTEM)) {
            WebResult result = Ask.judged(strange, https(nginx.good), "127.0.0.1", ANY);

            Ask.assertLost(LossReason.INVALID_REPLY, result);
            assertEquals("no", Ask.text(result, "certificate/trusted"));
        }
    }

    @Test
    void shouldBeLostWhenThePeerKnowsNoTls() throws Exception {
        WebResult result = ask("https://localhost:" + nginx.http + "/ok", ANY);

        Ask.assertLost(LossReason.INVALID_REPLY, result);
        assertTrue(Ask.text(result, "problem").startsWith("TLS: "), result::toString);
    }

    @Test
    void shouldAgreeWithCurl() throws Exception {
        String curl = Needs.tool("curl");
        WebResult ours = ask(http("/ok"), ANY);
        String theirs =
                Run.output(curl, "-s", "-o", "/dev/null", "-w", "%{http_code} %{time_starttransfer}", http("/ok"));

        assertEquals(theirs.substring(0, 3), Ask.text(ours, "http/status"));
        // Both measure a loopback: the same order of magnitude on a machine that does other things too.
        assertEquals(Double.parseDouble(theirs.substring(4)), Ask.replied(ours).roundTripNs() / 1e9, 1);
    }
}
