package io.kerbstone.snmp.responder;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kerbstone.measurement.Oid;
import io.kerbstone.measurement.Varbind;
import io.kerbstone.settings.Secret;
import io.kerbstone.settings.SnmpAccess;
import io.kerbstone.snmp.Failure;
import io.kerbstone.snmp.SnmpAnswer;
import io.kerbstone.snmp.SnmpReader;
import io.kerbstone.snmp.SnmpTarget;
import io.kerbstone.snmp.WalkLimits;
import io.kerbstone.time.ManualClock;
import io.kerbstone.time.MonotonicClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The played device, read by our own reader. */
@Timeout(120)
final class SnmpResponderTest {
    private static final long PATIENCE_MS = 8_000;
    private static final String TEXT =
            """
            # a device of every type
            1.3.6.1.2.1.1.1.0|4|a | b
            1.3.6.1.2.1.1.2.0|6|1.3.6.1.4.1.32473.1

            1.3.6.1.2.1.1.3.0|67:numeric|initial=4294967295,rate=100
            1.3.6.1.2.1.1.7.0|2|-3
            1.3.6.1.4.1.32473.1|64|127.0.0.1
            1.3.6.1.4.1.32473.2|65:numeric|rate=1000
            1.3.6.1.4.1.32473.3|66|4294967295
            1.3.6.1.4.1.32473.4|70|18446744073709551615
            1.3.6.1.4.1.32473.5|4x|00ff
            """;

    @Test
    void shouldPlayEveryTypeWhenWalked() throws IOException {
        ManualClock clock = new ManualClock(0);
        Recording recording = Recording.parse(TEXT);
        try (SnmpResponder responder = SnmpResponder.open(SnmpResponder.Config.onLoopback(recording, "c"), clock);
                SnmpReader reader = SnmpReader.open(MonotonicClock.SYSTEM)) {
            List<Oid> roots = List.of(Oid.parse("1.3.6.1.2.1"), Oid.parse("1.3.6.1.4.1"));
            assertEquals(recording.all(0), walk(reader, target(responder, "c"), roots));

            clock.advanceMs(1_500);
            List<Varbind> later = walk(reader, target(responder, "c"), roots);
            assertEquals(149, later.get(2).number());
            assertEquals(1_500, later.get(5).number());
            assertEquals("a | b", later.get(0).text());
            assertArrayEquals(new byte[] {0, -1}, later.get(8).bytes());
        }
    }

    @Test
    void shouldKeepSilentWhenTheCommunityIsWrongOrTheRigSaysSo() throws IOException {
        boolean[] answers = {true};
        SnmpResponder.Config config = new SnmpResponder.Config(
                Map.of("c", Recording.parse(TEXT)),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                () -> answers[0]);
        try (SnmpResponder responder = SnmpResponder.open(config, MonotonicClock.SYSTEM);
                SnmpReader reader = SnmpReader.open(MonotonicClock.SYSTEM)) {
            Oid name = Oid.parse("1.3.6.1.2.1.1.1.0");
            SnmpAnswer wrong =
                    reader.get(target(responder, "other"), List.of(name), 200).join();
            assertEquals(
                    Failure.TIMEOUT,
                    assertInstanceOf(SnmpAnswer.Failed.class, wrong).failure());
            answers[0] = false;
            SnmpAnswer silent =
                    reader.get(target(responder, "c"), List.of(name), 200).join();
            assertInstanceOf(SnmpAnswer.Failed.class, silent);
            answers[0] = true;
            SnmpAnswer again = reader.get(target(responder, "c"), List.of(name), PATIENCE_MS)
                    .join();
            assertInstanceOf(SnmpAnswer.Values.class, again);
        }
    }

    @Test
    void shouldCutShortWhatDoesNotFitADatagram() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 1; i <= 20; i++) {
            text.append("1.3.1.")
                    .append(i)
                    .append("|4|")
                    .append("x".repeat(200))
                    .append('\n');
        }
        Recording recording = Recording.parse(text + "1.3.2|4|" + "y".repeat(2_000));
        try (SnmpResponder responder =
                        SnmpResponder.open(SnmpResponder.Config.onLoopback(recording, "c"), MonotonicClock.SYSTEM);
                SnmpReader reader = SnmpReader.open(MonotonicClock.SYSTEM)) {
            List<Oid> columns = List.of(Oid.parse("1.3.1"));
            assertEquals(20, walk(reader, target(responder, "c"), columns).size());
            SnmpAnswer big = reader.get(target(responder, "c"), List.of(Oid.parse("1.3.2")), PATIENCE_MS)
                    .join();
            assertEquals(
                    Failure.TOO_BIG,
                    assertInstanceOf(SnmpAnswer.Failed.class, big).failure());
        }
    }

    @Test
    void shouldNameTheLineWhenTheTextIsWrong() {
        for (String wrong :
                List.of("1.3|2", "1.3|9|x", "1.x|2|3", "1.3|2|x", "1.3|4x|0g", "1.3|65:wave|1", "1.3|64|1.2")) {
            IllegalArgumentException thrown =
                    assertThrows(IllegalArgumentException.class, () -> Recording.parse("1.3.1|2|1\n" + wrong), wrong);
            assertTrue(thrown.getMessage().startsWith("line 2: "), thrown.getMessage());
        }
    }

    private static List<Varbind> walk(SnmpReader reader, SnmpTarget target, List<Oid> roots) {
        SnmpAnswer answer =
                reader.walk(target, roots, WalkLimits.defaults(PATIENCE_MS)).join();
        return assertInstanceOf(SnmpAnswer.Values.class, answer, answer::toString)
                .varbinds();
    }

    private static SnmpTarget target(SnmpResponder responder, String community) {
        return new SnmpTarget(
                responder.address().getAddress(),
                SnmpAccess.v2c(responder.address().getPort(), Secret.of(community)));
    }
}
