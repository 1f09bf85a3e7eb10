package io.kerbstone.rigs.browser;

import io.kerbstone.collector.alerts.AlertSettings;
import io.kerbstone.collector.alerts.Alerts;
import io.kerbstone.collector.api.TokenMaker;
import io.kerbstone.collector.api.WebParts;
import io.kerbstone.collector.exclusions.Exclusion;
import io.kerbstone.collector.exclusions.Exclusions;
import io.kerbstone.collector.judge.Figures;
import io.kerbstone.collector.judge.LiveStates;
import io.kerbstone.collector.judge.Shelves;
import io.kerbstone.collector.registry.AuditTrail;
import io.kerbstone.collector.registry.GroupRecord;
import io.kerbstone.collector.registry.Registry;
import io.kerbstone.collector.registry.Sealer;
import io.kerbstone.collector.registry.StreamKey;
import io.kerbstone.collector.store.ChunkRows;
import io.kerbstone.collector.store.Database;
import io.kerbstone.collector.store.ExclusionStore;
import io.kerbstone.collector.store.SpanRows;
import io.kerbstone.collector.store.UserStore;
import io.kerbstone.collector.users.LocalToken;
import io.kerbstone.collector.users.Users;
import io.kerbstone.collector.web.WebServer;
import io.kerbstone.identity.CertificateAuthority;
import io.kerbstone.measurement.Delays;
import io.kerbstone.measurement.DeviceReadings;
import io.kerbstone.measurement.GroupPolicy;
import io.kerbstone.measurement.Interval;
import io.kerbstone.measurement.Reading;
import io.kerbstone.measurement.Rule;
import io.kerbstone.measurement.Target;
import io.kerbstone.settings.DeviceDefinition;
import io.kerbstone.settings.PathDefinition;
import io.kerbstone.settings.ProbeOptions;
import io.kerbstone.settings.Secret;
import io.kerbstone.settings.SnmpAccess;
import io.kerbstone.settings.Stream;
import io.kerbstone.time.ManualClock;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** The real pages over an invented street: a day of measurements of a few paths, one of them cut, one not measured. */
final class SampleCollector implements AutoCloseable {
    /** 2026-11-20T15:20:00+08:00, ms. */
    static final long NOW_MS = 1_795_159_200_000L;

    /** The path that is cut. */
    static final String CUT = "north-camera-2";
    /** A path with a story in its last six hours. */
    static final String STORY = "north-uplink";

    private static final int INTERVALS = 26 * 360;
    private static final Sealer PLAIN = new Sealer() {
        @Override
        public byte[] seal(byte[] plain) {
            return plain;
        }

        @Override
        public byte[] open(byte[] sealed) {
            return sealed;
        }
    };

    final String password;
    final Alerts alerts;

    private final ManualClock clock = new ManualClock(NOW_MS * 1_000_000);
    private final AuditTrail audit = entry -> {};
    private final Database database = Database.inMemory("browser");
    private final Registry registry = new Registry(database, PLAIN, audit);
    private final Shelves shelves = new Shelves(new ChunkRows(database), new SpanRows(database), ZoneOffset.UTC);
    private final LiveStates live = new LiveStates(shelves, registry);
    private final Random random = new Random(7);
    private final WebServer server;

    SampleCollector(Path folder, boolean withStreet) throws Exception {
        ZoneId zone = ZoneId.of("Asia/Shanghai");
        Exclusions exclusions = new Exclusions(new ExclusionStore(database), registry, audit);
        Figures figures = new Figures(shelves, registry, live, exclusions);
        alerts = Alerts.open(
                AlertSettings.DEFAULT, new Alerts.Sources(registry, audit, database, live), clock, clock, zone, "");
        LocalToken token = LocalToken.openOrCreate(folder.resolve("token"));
        Users users = new Users(new UserStore(database), token, audit);
        password = users.createAdministrator(NOW_MS).orElseThrow();
        CertificateAuthority authority = CertificateAuthority.openOrCreate(folder.resolve("ca"), "browser", NOW_MS);
        if (withStreet) {
            street();
            long hour = 3_600_000;
            exclusions.add(
                    new Exclusions.Request(Exclusion.Scope.GROUP, "gate", NOW_MS + hour, NOW_MS + 2 * hour, "更换交换机电源"),
                    "admin",
                    NOW_MS);
        }
        live.tick(NOW_MS);
        alerts.start();
        WebParts parts = new WebParts(
                users,
                registry,
                figures,
                live,
                alerts,
                exclusions,
                new TokenMaker(registry, authority.fingerprint(), 8710),
                clock,
                clock,
                zone,
                "0.1.0",
                List::of,
                () -> "");
        server = WebServer.start(
                new WebServer.Place("127.0.0.1", 0), authority.issueServer(List.of("localhost"), NOW_MS), parts);
    }

    String address() {
        return "https://localhost:" + server.port();
    }

    private void street() {
        agent("cabinet-17", "北门 17 号机柜", true);
        agent("bridge-east", "East bridge", true);
        agent("tunnel-3", "3 号隧道", false);
        registry.applied("cabinet-17", 0, List.of());
        registry.applied("bridge-east", 0, List.of("devices[0].address: no route to this network from here"));
        List<String> north = new ArrayList<>();
        north.add(path(STORY, "北门上联", "10.20.0.1", "cabinet-17", this::story));
        north.add(path("north-camera-1", "北门球机 1", "10.20.4.11", "cabinet-17", (i, back) -> 0));
        north.add(path(CUT, "北门球机 2", "10.20.4.12", "cabinet-17", (i, back) -> back < 29 ? 10 : 0));
        north.add(path("north-gateway", "北门视频网关", "10.20.4.2", "cabinet-17", (i, back) -> i % 97 == 0 ? 1 : 0));
        List<String> bridge = new ArrayList<>();
        bridge.add(path("bridge-a", "Bridge link A", "10.21.0.1", "bridge-east", (i, back) -> 0));
        bridge.add(path(
                "bridge-b",
                "Bridge link B",
                "10.21.0.5",
                "bridge-east",
                (i, back) -> back > 400 && back < 420 ? 10 : 0));
        bridge.add(path("bridge-radio", "桥东 TETRA 中继", "10.21.8.3", "bridge-east", (i, back) -> i % 11 == 0 ? 1 : 0));
        path("tunnel-switch", "隧道交换机", "10.22.0.2", "tunnel-3", (i, back) -> back < 60 ? -1 : 0);
        path(
                "tunnel-phone",
                "隧道求助电话主机 with a rather long name",
                "10.22.0.40",
                "tunnel-3",
                (i, back) -> back < 60 ? -1 : 0);
        group("gate", "北门", GroupPolicy.Kind.ALL, north);
        group("bridge", "East bridge", GroupPolicy.Kind.ANY, bridge);
        devices();
    }

    private int story(int i, int back) {
        if (back > 300 && back < 345) {
            return 10;
        }
        if (back > 900 && back < 1080) {
            return -1;
        }
        return back > 1500 && back < 1700 && i % 3 == 0 ? 2 : 0;
    }

    private interface Lost {
        /** Probes of ten that were lost in the interval, -1 when nothing was measured; {@code back} counts from now. */
        int of(int i, int back);
    }

    private void agent(String id, String name, boolean connected) {
        registry.addToken("hash-of-" + id, name, 3_600_000, 1, "admin", NOW_MS - 86_400_000);
        registry.enrol("hash-of-" + id, id, name, new byte[32], NOW_MS - 86_400_000);
        registry.connected(id, "0.1.0", NOW_MS - 86_000_000);
        if (connected) {
            registry.seen(id, NOW_MS - 2_000);
        } else {
            registry.disconnected(id, NOW_MS - 600_000);
        }
    }

    private String path(String id, String name, String target, String agent, Lost lost) {
        registry.putPath(
                new PathDefinition(
                        id,
                        name,
                        target,
                        Optional.empty(),
                        Rule.STANDARD,
                        1000,
                        Stream.PERIODIC,
                        ProbeOptions.Echo.DEFAULT),
                agent,
                "admin",
                NOW_MS);
        long end = NOW_MS / 10_000;
        double base = 380_000 + random.nextInt(900_000);
        for (int i = 0; i < INTERVALS; i++) {
            int gone = lost.of(i, INTERVALS - i);
            if (gone >= 0) {
                Delays.Builder delays = new Delays.Builder();
                double busy = 1 + 0.35 * Math.sin(i / 700.0) + (random.nextInt(400) == 0 ? 3 : 0);
                for (int probe = gone; probe < 10; probe++) {
                    delays.add((long) (base * busy * (1 + random.nextDouble() * 0.3)), 18_000);
                }
                shelves.add(
                        StreamKey.of(agent, id), new Interval(end - INTERVALS + i, 10, gone, 0, delays.build()), false);
            }
        }
        return id;
    }

    private void group(String id, String name, GroupPolicy.Kind kind, List<String> paths) {
        registry.putGroup(new GroupRecord(id, name, new GroupPolicy(kind, 1), paths, Target.DEFAULT), "admin", NOW_MS);
    }

    private void devices() {
        SnmpAccess snmp = SnmpAccess.v2c(161, Secret.of("public"));
        registry.putDevice(
                new DeviceDefinition("switch-17", "北门交换机", "10.20.0.2", Optional.of(snmp), "auto", 60_000),
                "cabinet-17",
                "admin",
                NOW_MS);
        registry.putDevice(
                new DeviceDefinition("server-e", "Bridge server", "10.21.0.9", Optional.of(snmp), "auto", 60_000),
                "bridge-east",
                "admin",
                NOW_MS);
        List<Reading> readings = new ArrayList<>();
        readings.add(Reading.text("identity/vendor", Reading.Kind.IDENTITY, "Kerbstone", ""));
        readings.add(Reading.text("identity/model", Reading.Kind.IDENTITY, "Demo Switch 8", ""));
        readings.add(Reading.text("identity/firmware", Reading.Kind.IDENTITY, "2.4.1", ""));
        for (int port = 1; port <= 6; port++) {
            String begin = "interface/" + port + "/";
            readings.add(Reading.text(begin + "name", Reading.Kind.IDENTITY, "ge-0/0/" + port, ""));
            readings.add(Reading.text(begin + "adminStatus", Reading.Kind.STATE, "up", ""));
            readings.add(Reading.text(begin + "operStatus", Reading.Kind.STATE, port == 4 ? "down" : "up", ""));
            readings.add(Reading.number(begin + "speed", Reading.Kind.GAUGE, "bit/s", 1e9, ""));
            readings.add(Reading.number(begin + "inOctets", Reading.Kind.RATE, "By/s", port * 1_234_567.0, ""));
            readings.add(Reading.number(begin + "outOctets", Reading.Kind.RATE, "By/s", port * 98_765.0, ""));
        }
        readings.add(Reading.number("sensor/temperature/1", Reading.Kind.GAUGE, "Cel", 41.5, "1.3.6.1.4.1"));
        readings.add(Reading.number("processor/1/usagePercent", Reading.Kind.GAUGE, "%", 12, ""));
        readings.add(
                Reading.missing("sensor/temperature/2", Reading.Kind.GAUGE, "Cel", Reading.Quality.NOT_AVAILABLE, ""));
        shelves.add(
                StreamKey.of("cabinet-17", "switch-17"),
                NOW_MS - 30_000,
                new DeviceReadings("switch-17", "demo-switch", 0, DeviceReadings.Status.COMPLETE, readings));
    }

    @Override
    public void close() {
        server.close();
        alerts.close();
        database.close();
    }
}
