package io.kerbstone.snmp;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kerbstone.measurement.Observation;
import io.kerbstone.measurement.Oid;
import io.kerbstone.measurement.Outcome;
import io.kerbstone.measurement.Varbind;
import io.kerbstone.settings.SnmpAccess.AuthProtocol;
import io.kerbstone.settings.SnmpAccess.PrivProtocol;
import io.kerbstone.snmp.SnmpAnswer.Ending;
import io.kerbstone.snmp.SnmpAnswer.Failed;
import io.kerbstone.snmp.SnmpAnswer.Values;
import io.kerbstone.time.MonotonicClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The reader against Debian's snmpd, by v2c and v3 at each security level. */
@Timeout(120)
@TestInstance(Lifecycle.PER_CLASS)
final class SnmpdTest {
    private static final long PATIENCE_MS = 8_000;
    private static final long SHORT_MS = 700;
    private static final Oid SYS_DESCR = Oid.parse("1.3.6.1.2.1.1.1.0");
    private static final Oid SYS_LOCATION = Oid.parse("1.3.6.1.2.1.1.6.0");
    private static final Oid NOT_THERE = Oid.parse("1.3.6.1.2.1.1.99.0");
    private static final String AUTH = Snmpd.AUTH_KEY;
    private static final String PRIV = Snmpd.PRIV_KEY;

    private Snmpd snmpd;
    private SnmpReader reader;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        snmpd = Snmpd.start(folder);
        reader = SnmpReader.open(MonotonicClock.SYSTEM);
        waitFor(snmpd);
    }

    @AfterAll
    void stop() throws IOException {
        if (reader != null) {
            reader.close();
        }
        if (snmpd != null) {
            snmpd.close();
        }
    }

    private Stream<SnmpTarget> goodAccess() {
        return Stream.of(
                snmpd.v2c(Snmpd.COMMUNITY),
                snmpd.open("open"),
                snmpd.signed("md5", AuthProtocol.MD5, AUTH),
                snmpd.signed("sha", AuthProtocol.SHA, AUTH),
                snmpd.sealed("sha", AuthProtocol.SHA, AUTH, PrivProtocol.AES128, PRIV),
                snmpd.sealed("sha256", AuthProtocol.SHA256, AUTH, PrivProtocol.AES128, PRIV),
                snmpd.sealed("sha512", AuthProtocol.SHA512, AUTH, PrivProtocol.AES256, PRIV),
                snmpd.sealed("shaLong", AuthProtocol.SHA, AUTH, PrivProtocol.AES256, PRIV));
    }

    @ParameterizedTest
    @MethodSource("goodAccess")
    void shouldGetAndWalkWhenAccessIsRight(SnmpTarget target) {
        Values got = values(reader.get(target, List.of(SYS_LOCATION, NOT_THERE), PATIENCE_MS)
                .join());
        assertEquals("a cabinet", got.varbinds().get(0).text());
        assertFalse(got.varbinds().get(1).isPresent());

        List<Oid> columns = Stream.of("1", "2", "8", "10")
                .map(column -> Oid.parse("1.3.6.1.2.1.2.2.1." + column))
                .toList();
        Values walked = values(
                reader.walk(target, columns, WalkLimits.defaults(PATIENCE_MS)).join());
        assertEquals(Ending.COMPLETE, walked.ending(), walked.note());
        assertEquals(0, walked.varbinds().size() % columns.size());
        assertTrue(walked.varbinds().stream().anyMatch(value -> value.text().equals("lo")));

        Observation observation = reader.probe("p", target, PATIENCE_MS).join();
        Outcome.Replied replied = assertInstanceOf(Outcome.Replied.class, observation.outcome());
        assertTrue(replied.roundTripNs() > 0);
    }

    @Test
    void shouldReadASubtreeInItsOrderWhenWalked() {
        Values walked = values(reader.walk(
                        snmpd.v2c(Snmpd.COMMUNITY),
                        List.of(Oid.parse("1.3.6.1.2.1.1")),
                        WalkLimits.defaults(PATIENCE_MS))
                .join());
        List<Oid> names = walked.varbinds().stream().map(Varbind::oid).toList();
        assertEquals(names.stream().sorted().toList(), names);
        assertTrue(names.size() > 7);
    }

    @Test
    void shouldStopAtTheLimitWhenATableIsLonger() {
        Values walked = values(reader.walk(
                        snmpd.v2c(Snmpd.COMMUNITY),
                        List.of(Oid.parse("1.3.6.1.2.1.1")),
                        new WalkLimits(3, 10, PATIENCE_MS, PATIENCE_MS))
                .join());
        assertEquals(Ending.ROW_LIMIT, walked.ending());
        assertEquals(3, walked.varbinds().size());
    }

    @Test
    void shouldTimeOutWhenTheCommunityIsWrong() {
        SnmpTarget target = snmpd.v2c("wrong");
        Failed failed = failed(reader.get(target, List.of(SYS_DESCR), SHORT_MS).join());
        assertEquals(Failure.TIMEOUT, failed.failure());
        assertTrue(failed.sentence().contains("community"), failed.sentence());
        assertEquals(
                new Outcome.Lost(Outcome.LossReason.TIMEOUT),
                reader.probe("p", target, SHORT_MS).join().outcome());
    }

    @Test
    void shouldBeRefusedWhenTheUserIsUnknown() {
        refused(Failure.UNKNOWN_USER, snmpd.open("nobody"));
        refused(Failure.UNKNOWN_USER, snmpd.sealed("nobody", AuthProtocol.SHA, AUTH, PrivProtocol.AES128, PRIV));
    }

    @Test
    void shouldBeRefusedWhenAKeyIsWrong() {
        refused(Failure.WRONG_AUTH_KEY, snmpd.signed("sha", AuthProtocol.SHA, "not the phrase"));
        refused(Failure.WRONG_AUTH_KEY, snmpd.signed("sha", AuthProtocol.SHA256, AUTH));
    }

    @Test
    void shouldPointAtThePrivacyKeyWhenOnlyTheEncryptedRequestIsNotAnswered() {
        SnmpTarget target = snmpd.sealed("sha", AuthProtocol.SHA, AUTH, PrivProtocol.AES128, "not the phrase");
        Failed failed =
                failed(reader.get(target, List.of(SYS_DESCR), 4 * SHORT_MS).join());
        assertEquals(Failure.TIMEOUT, failed.failure());
        assertTrue(failed.sentence().contains("privKey"), failed.sentence());
    }

    @Test
    void shouldBeRefusedWhenTheLevelIsNotTheUsers() {
        refused(Failure.UNSUPPORTED_LEVEL, snmpd.sealed("md5", AuthProtocol.MD5, AUTH, PrivProtocol.AES128, PRIV));
        refused(Failure.NO_ACCESS, snmpd.signed("sha256", AuthProtocol.SHA256, AUTH));
    }

    @Test
    void shouldKeepTwoKeysApartWhenTheNameIsTheSame() {
        SnmpTarget right = snmpd.signed("sha", AuthProtocol.SHA, AUTH);
        for (int i = 0; i < 3; i++) {
            values(reader.get(right, List.of(SYS_DESCR), PATIENCE_MS).join());
            refused(Failure.WRONG_AUTH_KEY, snmpd.signed("sha", AuthProtocol.SHA, "not the phrase"));
        }
    }

    @Test
    void shouldLearnTheEngineAnewWhenTheDeviceIsReplaced(@TempDir Path before, @TempDir Path after) throws IOException {
        try (Snmpd first = Snmpd.start(before)) {
            SnmpTarget target = first.sealed("sha256", AuthProtocol.SHA256, AUTH, PrivProtocol.AES128, PRIV);
            waitFor(first);
            values(reader.get(target, List.of(SYS_DESCR), PATIENCE_MS).join());
            values(reader.get(target, List.of(SYS_DESCR), PATIENCE_MS).join());
            try (Snmpd second = first.replace(after)) {
                waitFor(second);
                failed(reader.get(target, List.of(SYS_DESCR), SHORT_MS).join());
                values(reader.get(target, List.of(SYS_DESCR), PATIENCE_MS).join());
                values(reader.walk(target, List.of(Oid.parse("1.3.6.1.2.1.1")), WalkLimits.defaults(PATIENCE_MS))
                        .join());
            }
        }
    }

    @Test
    void shouldGoOnWhenTheSameDeviceRestarts(@TempDir Path folder) throws IOException {
        try (Snmpd first = Snmpd.start(folder)) {
            SnmpTarget target = first.sealed("sha512", AuthProtocol.SHA512, AUTH, PrivProtocol.AES256, PRIV);
            waitFor(first);
            values(reader.get(target, List.of(SYS_DESCR), PATIENCE_MS).join());
            try (Snmpd second = first.replace(folder)) {
                waitFor(second);
                values(reader.get(target, List.of(SYS_DESCR), PATIENCE_MS).join());
            }
        }
    }

    private void waitFor(Snmpd daemon) {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> reader.get(daemon.v2c(Snmpd.COMMUNITY), List.of(SYS_DESCR), SHORT_MS)
                                .join()
                        instanceof Values);
    }

    private void refused(Failure why, SnmpTarget target) {
        Failed failed =
                failed(reader.get(target, List.of(SYS_DESCR), PATIENCE_MS).join());
        assertEquals(why, failed.failure(), failed.sentence());
        assertTrue(failed.failure().isRefused());
        assertFalse(failed.sentence().contains("phrase"), "a secret is shown: " + failed.sentence());
        assertEquals(
                new Outcome.Lost(Outcome.LossReason.REFUSED),
                reader.probe("p", target, PATIENCE_MS).join().outcome());
    }

    private static Values values(SnmpAnswer answer) {
        return assertInstanceOf(Values.class, answer, answer::toString);
    }

    private static Failed failed(SnmpAnswer answer) {
        return assertInstanceOf(Failed.class, answer);
    }
}
