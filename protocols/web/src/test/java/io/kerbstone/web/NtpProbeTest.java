package io.kerbstone.web;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kerbstone.measurement.Outcome.LossReason;
import io.kerbstone.settings.ProbeOptions;
import io.kerbstone.time.MonotonicClock;
import io.kerbstone.time.WallClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Questions to a real chronyd that serves this machine's own clock and leaves it alone. */
class NtpProbeTest {
    private static final Pattern WRONG_BY = Pattern.compile("System clock wrong by (-?[0-9.]+) seconds");

    private final int port = Nginx.freePort();
    private final WebProber prober = WebProber.open(MonotonicClock.SYSTEM, WallClock.SYSTEM);

    @AfterEach
    void close() {
        prober.close();
    }

    private Process chronyd(Path folder, String... lines) throws Exception {
        String chronyd = Needs.tool("chronyd");
        Path file = Files.writeString(
                folder.resolve("chrony.conf"),
                "port " + port + "\nbindaddress 127.0.0.1\nallow 127.0.0.1\ncmdport 0\nbindcmdaddress /\npidfile "
                        + folder.resolve("chrony.pid") + "\n" + String.join("\n", lines) + "\n");
        Process process = Run.start(chronyd, "-x", "-d", "-u", "root", "-f", file.toString());
        await().atMost(30, TimeUnit.SECONDS)
                .until(() -> !Ask.text(Ask.one(prober, "x", "127.0.0.1", options(), 1_000), "ntp/leap")
                        .isEmpty());
        return process;
    }

    private ProbeOptions.Ntp options() {
        return new ProbeOptions.Ntp(port);
    }

    private WebResult ask() throws Exception {
        return Ask.judged(prober, "127.0.0.1", "127.0.0.1", options());
    }

    @Test
    void shouldMeasureAnOffsetWithinItsErrorWhenTheClockIsOurOwn(@TempDir Path folder) throws Exception {
        Process chronyd = chronyd(folder, "local stratum 5");
        try {
            for (int i = 0; i < 20; i++) {
                WebResult result = ask();

                double offset = Ask.number(result, "ntp/offset");
                double error = Ask.number(result, "ntp/offsetError");
                assertTrue(Ask.replied(result).roundTripNs() < Ask.PATIENT_MS * 1_000_000);
                assertTrue(Math.abs(offset) <= error, "offset " + offset + " s, error " + error + " s");
                assertEquals(5, Ask.number(result, "ntp/stratum"));
                assertEquals("none", Ask.text(result, "ntp/leap"));
            }
        } finally {
            Run.stop(chronyd);
        }
    }

    @Test
    void shouldAgreeWithAnotherClient(@TempDir Path folder) throws Exception {
        Process chronyd = chronyd(folder, "local stratum 5");
        try {
            WebResult ours = ask();
            String theirs = Run.output(
                    Needs.tool("chronyd"),
                    "-Q",
                    "-t",
                    "30",
                    "server 127.0.0.1 port " + port + " iburst",
                    "pidfile " + folder.resolve("client.pid"),
                    "cmdport 0",
                    "bindcmdaddress /");

            Matcher found = WRONG_BY.matcher(theirs);
            assertTrue(found.find(), theirs);
            double difference = Double.parseDouble(found.group(1)) - Ask.number(ours, "ntp/offset");
            assertEquals(0, difference, Ask.number(ours, "ntp/offsetError") + 0.01);
        } finally {
            Run.stop(chronyd);
        }
    }

    @Test
    void shouldBeLostWhenTheServerIsNotSynchronised(@TempDir Path folder) throws Exception {
        Process chronyd = chronyd(folder);
        try {
            WebResult result = ask();

            Ask.assertLost(LossReason.INVALID_REPLY, result);
            assertEquals("unsynchronised", Ask.text(result, "ntp/leap"));
        } finally {
            Run.stop(chronyd);
        }
    }
}
