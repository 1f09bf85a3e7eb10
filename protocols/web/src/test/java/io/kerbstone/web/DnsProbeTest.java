package io.kerbstone.web;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kerbstone.measurement.Outcome.LossReason;
import io.kerbstone.settings.ProbeOptions;
import io.kerbstone.settings.ProbeOptions.Dns.RecordType;
import io.kerbstone.time.MonotonicClock;
import io.kerbstone.time.WallClock;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Questions to a real dnsmasq. */
class DnsProbeTest {
    private static final int PORT = Nginx.freePort();

    private static Process dnsmasq;
    private static WebProber prober;

    @BeforeAll
    static void start() throws Exception {
        String large = "x".repeat(250);
        dnsmasq = Run.start(
                Needs.tool("dnsmasq"),
                "--keep-in-foreground",
                "--conf-file=/dev/null",
                "--pid-file=",
                "--user=root",
                "--no-resolv",
                "--no-hosts",
                "--bind-interfaces",
                "--listen-address=127.0.0.1",
                "--port=" + PORT,
                "--local=/test/",
                "--host-record=street.test,192.0.2.7,2001:db8::7",
                "--host-record=street.test,192.0.2.8",
                "--cname=lamp.test,street.test",
                "--mx-host=street.test,mail.test,10",
                "--srv-host=_sip._udp.street.test,street.test,5060,1,2",
                "--txt-record=street.test,well lit",
                "--txt-record=large.test," + large + "," + large + "," + large,
                "--ptr-record=7.2.0.192.in-addr.arpa,street.test");
        prober = WebProber.open(MonotonicClock.SYSTEM, WallClock.SYSTEM);
        await().atMost(30, TimeUnit.SECONDS).until(() -> !rcode("street.test").isEmpty());
    }

    @AfterAll
    static void stop() throws Exception {
        if (dnsmasq != null) {
            prober.close();
            Run.stop(dnsmasq);
        }
    }

    private static String rcode(String query) throws Exception {
        ProbeOptions.Dns options = new ProbeOptions.Dns(PORT, query, RecordType.A, "");
        return Ask.text(Ask.one(prober, "127.0.0.1", "127.0.0.1", options, 2_000), "dns/rcode");
    }

    private static WebResult ask(String query, RecordType type, String answer) throws Exception {
        return Ask.judged(prober, "127.0.0.1", "127.0.0.1", new ProbeOptions.Dns(PORT, query, type, answer));
    }

    @Test
    void shouldMeasureAnAnswerOfEachType() throws Exception {
        assertReads("192.0.2.7, 192.0.2.8", "street.test", RecordType.A);
        assertReads("2001:db8::7", "street.test", RecordType.AAAA);
        assertReads("street.test", "lamp.test", RecordType.CNAME);
        assertReads("10 mail.test", "street.test", RecordType.MX);
        assertReads("1 2 5060 street.test", "_sip._udp.street.test", RecordType.SRV);
        assertReads("well lit", "street.test", RecordType.TXT);
        assertReads("street.test", "7.2.0.192.in-addr.arpa", RecordType.PTR);
        assertReads("192.0.2.7, 192.0.2.8", "lamp.test", RecordType.A);
    }

    private static void assertReads(String expected, String query, RecordType type) throws Exception {
        WebResult result = ask(query, type, "");

        assertTrue(Ask.replied(result).roundTripNs() > 0);
        assertEquals(expected, Ask.text(result, "dns/records"));
        assertEquals("NOERROR", Ask.text(result, "dns/rcode"));
    }

    @Test
    void shouldReadAsDigDoes() throws Exception {
        String dig = Needs.tool("dig");
        for (RecordType type : List.of(RecordType.AAAA, RecordType.MX, RecordType.CNAME)) {
            String query = type == RecordType.CNAME ? "lamp.test" : "street.test";
            String theirs = Run.output(dig, "+short", "@127.0.0.1", "-p", "" + PORT, query, type.name());

            assertEquals(theirs.strip().replaceFirst("\\.$", ""), Ask.text(ask(query, type, ""), "dns/records"));
        }
    }

    @Test
    void shouldExpectARecordWholeAndInAnyCase() throws Exception {
        Ask.replied(ask("Street.TEST.", RecordType.A, "192.0.2.8"));
        Ask.replied(ask("lamp.test", RecordType.CNAME, "Street.Test."));
        WebResult part = ask("street.test", RecordType.A, "192.0.2");

        Ask.assertLost(LossReason.INVALID_REPLY, part);
        assertEquals("no record reads 192.0.2", Ask.text(part, "problem"));
    }

    @Test
    void shouldBeLostWhenThereIsNoSuchName() throws Exception {
        WebResult result = ask("nowhere.test", RecordType.A, "");

        Ask.assertLost(LossReason.INVALID_REPLY, result);
        assertEquals("NXDOMAIN", Ask.text(result, "dns/rcode"));
    }

    @Test
    void shouldBeLostAsRefusedWhenTheServerRefuses() throws Exception {
        WebResult result = ask("example.org", RecordType.A, "");

        Ask.assertLost(LossReason.REFUSED, result);
        assertEquals("REFUSED", Ask.text(result, "dns/rcode"));
    }

    @Test
    void shouldCountATruncatedAnswerAndSaySo() throws Exception {
        WebResult result = ask("large.test", RecordType.TXT, "");

        Ask.replied(result);
        assertEquals("yes", Ask.text(result, "dns/truncated"));
        assertEquals("no", Ask.text(ask("street.test", RecordType.A, ""), "dns/truncated"));
    }

    @Test
    void shouldBeLostWhenNobodyListens() throws Exception {
        ProbeOptions.Dns nobody = new ProbeOptions.Dns(Nginx.freePort(), "street.test", RecordType.A, "");

        Ask.assertLost(LossReason.UNREACHABLE, Ask.judged(prober, "127.0.0.1", "127.0.0.1", nobody));
        assertFalse(rcode("street.test").isEmpty());
    }
}
