package io.kerbstone.profiles;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kerbstone.measurement.Oid;
import io.kerbstone.measurement.Reading;
import io.kerbstone.measurement.Varbind;
import io.kerbstone.profiles.Normaliser.Normalised;
import io.kerbstone.settings.Secret;
import io.kerbstone.settings.SnmpAccess;
import io.kerbstone.snmp.SnmpAnswer;
import io.kerbstone.snmp.SnmpReader;
import io.kerbstone.snmp.SnmpTarget;
import io.kerbstone.snmp.WalkLimits;
import io.kerbstone.time.MonotonicClock;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** This machine read through Debian's snmpd by the profile for Linux, twice, so that there are rates. */
final class SnmpdReadTest {
    private static final Path PROGRAM = Path.of("/usr/sbin/snmpd");
    private static final long PATIENCE_MS = 8_000;

    private record Read(Profile profile, List<Varbind> varbinds, long readAtNs) {}

    @Test
    void shouldReadThisMachineWhenSnmpdRuns(@TempDir Path folder) throws IOException {
        needSnmpd();
        int port;
        try (DatagramSocket free = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Process snmpd = start(folder, port);
        try (SnmpReader reader = SnmpReader.open(MonotonicClock.SYSTEM)) {
            SnmpTarget target =
                    new SnmpTarget(InetAddress.getLoopbackAddress(), SnmpAccess.v2c(port, Secret.of("street")));
            await().atMost(Duration.ofSeconds(30))
                    .until(() ->
                            reader.get(target, List.of(PollPlan.SYS_DESCR), 500).join() instanceof SnmpAnswer.Values);
            Read first = read(reader, target);
            assertEquals("linux-net-snmp", first.profile().id());
            Normalised before = normalise(first, Counters.NONE);
            check(DeviceReport.of(first.profile().id(), before.readings(), before.problems()));
            rates(before, Reading.Quality.FIRST);
            rates(normalise(read(reader, target), before.counters()), Reading.Quality.GOOD);
        } finally {
            snmpd.destroyForcibly().onExit().orTimeout(10, TimeUnit.SECONDS).join();
        }
    }

    private static void check(DeviceReport report) {
        assertEquals(List.of(), report.problems());
        assertEquals("cabinet-17", report.identity().get("name"));
        assertEquals(System.getProperty("os.version"), report.identity().get("firmware"));
        assertTrue(report.uptimeSeconds().isPresent());
        DeviceReport.Interface loopback = report.interfaces().stream()
                .filter(one -> "lo".equals(one.texts().get("name")))
                .findFirst()
                .orElseThrow();
        assertEquals("up", loopback.texts().get("operStatus"));
        for (String name : List.of("Physical memory", "Memory without caches")) {
            assertTrue(
                    report.memory().stream()
                            .anyMatch(memory -> memory.description().equals(name)
                                    && memory.usedPercent().orElse(-1) > 0
                                    && memory.usedPercent().orElse(101) <= 100),
                    name);
        }
    }

    private static void rates(Normalised normalised, Reading.Quality expected) {
        List<Reading> rates = normalised.readings().stream()
                .filter(reading -> reading.series().endsWith("/inOctets"))
                .toList();
        assertTrue(!rates.isEmpty());
        rates.forEach(rate -> assertEquals(expected, rate.quality(), rate::toString));
    }

    private static Normalised normalise(Read read, Counters previous) {
        return Normaliser.apply(read.profile(), read.varbinds(), previous, read.readAtNs());
    }

    private static Read read(SnmpReader reader, SnmpTarget target) {
        long readAtNs = MonotonicClock.SYSTEM.nowNs();
        List<Varbind> system =
                values(reader.get(target, List.of(PollPlan.SYS_OBJECT_ID, PollPlan.SYS_DESCR), PATIENCE_MS)
                        .join());
        Profile profile = ProfileCatalogue.shipped().match(system);
        PollPlan plan = PollPlan.of(profile);
        List<Varbind> all = new ArrayList<>();
        for (Oid scalar : plan.scalars()) {
            all.addAll(values(reader.get(target, List.of(scalar), PATIENCE_MS).join()));
        }
        for (PollPlan.Table table : plan.tables()) {
            all.addAll(values(reader.walk(target, table.columns(), WalkLimits.defaults(PATIENCE_MS))
                    .join()));
        }
        return new Read(profile, all, readAtNs);
    }

    private static List<Varbind> values(SnmpAnswer answer) {
        return assertInstanceOf(SnmpAnswer.Values.class, answer, answer::toString)
                .varbinds();
    }

    private static Process start(Path folder, int port) throws IOException {
        Path configuration = folder.resolve("snmpd.conf");
        Files.write(configuration, List.of("rocommunity street 127.0.0.1", "sysName cabinet-17"));
        ProcessBuilder builder = new ProcessBuilder(
                        PROGRAM.toString(),
                        "-f",
                        "-C",
                        "-c",
                        configuration.toString(),
                        "-Lf",
                        folder.resolve("log").toString(),
                        "-p",
                        folder.resolve("pid").toString(),
                        "-I",
                        "-smux",
                        "udp:127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out").toFile());
        builder.environment()
                .put("SNMP_PERSISTENT_DIR", folder.resolve("persistent").toString());
        return builder.start();
    }

    private static void needSnmpd() {
        if (!Files.isExecutable(PROGRAM)) {
            System.err.println("SKIPPED: SnmpdReadTest because " + PROGRAM + " is not installed");
            assertTrue(System.getenv("CI") == null, "snmpd is not installed, and in CI a skip is a failure");
            Assumptions.abort("snmpd is not installed");
        }
    }
}
