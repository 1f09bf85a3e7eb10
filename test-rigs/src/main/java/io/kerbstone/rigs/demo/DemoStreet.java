package io.kerbstone.rigs.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.kerbstone.icmp.IcmpProber;
import io.kerbstone.icmp.ProberOpening;
import io.kerbstone.icmp.ProberSettings;
import io.kerbstone.rigs.street.PlayedSwitch;
import io.kerbstone.rigs.street.Snmpd;
import io.kerbstone.rigs.street.Street;
import io.kerbstone.time.MonotonicClock;
import io.kerbstone.time.WallClock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** What stands in the demo's street: loopback neighbours, two played switches, snmpd where installed. Owned by one thread. */
final class DemoStreet implements AutoCloseable {
    static final String AGENT = "demo-agent";

    private static final long SILENCE_EVERY_S = 180;
    private static final long SILENT_FROM_S = 60;
    private static final long SILENT_TO_S = 110;

    private final Path folder;
    private final Street street;
    private final List<String> pathIds = new ArrayList<>();
    private final List<PlayedSwitch> switches = new ArrayList<>();
    private Optional<Snmpd> snmpd = Optional.empty();

    DemoStreet(Path folder, int webPort) throws IOException {
        this.folder = folder;
        this.street = Street.of(folder.resolve("street"), webPort, "alerts: {hold: 20s}");
    }

    /** Starts collector and agent and tells the collector what to measure; what is not available here is said. */
    void start(Says says) throws IOException, InterruptedException, TimeoutException {
        street.startCollector();
        street.enrol(AGENT, "");
        street.startAgent(AGENT);
        Optional<String> noIcmp = whyNoIcmp();
        if (noIcmp.isEmpty()) {
            addLoopback();
        } else {
            says.line("noIcmp", noIcmp.get());
        }
        addPlayedSwitches();
        snmpd = Snmpd.start(folder.resolve("snmpd"));
        if (snmpd.isPresent()) {
            street.addDevice(snmpd.get().v3Device("snmpd", AGENT));
        } else {
            says.line("noSnmpd");
        }
    }

    private static Optional<String> whyNoIcmp() {
        ProberOpening opening = IcmpProber.open(ProberSettings.DEFAULT, MonotonicClock.SYSTEM, WallClock.SYSTEM);
        if (opening instanceof ProberOpening.Opened opened) {
            opened.prober().close();
            return Optional.empty();
        }
        return Optional.of(((ProberOpening.Unavailable) opening).sentence());
    }

    private void addLoopback() throws IOException, InterruptedException {
        addPath("this-machine", "this machine", "\"kind\":\"icmp\",\"target\":\"127.0.0.1\"");
        addPath("neighbour-2", "neighbour 127.0.0.2", "\"kind\":\"icmp\",\"target\":\"127.0.0.2\"");
        addPath("neighbour-3", "neighbour 127.0.0.3", "\"kind\":\"icmp\",\"target\":\"127.0.0.3\"");
        addGroup("links", "Links");
    }

    private void addPlayedSwitches() throws IOException, InterruptedException {
        int first = pathIds.size();
        long startNs = MonotonicClock.SYSTEM.nowNs();
        addSwitch("switch-1", "played switch", () -> true);
        addSwitch("cabinet-2", "played cabinet, silent now and then", () -> !isSilent(startNs));
        List<String> played = pathIds.subList(first, pathIds.size());
        street.addGroup(group("cabinets", "Cabinets", played));
    }

    private static boolean isSilent(long startNs) {
        long second = TimeUnit.NANOSECONDS.toSeconds(MonotonicClock.SYSTEM.nowNs() - startNs) % SILENCE_EVERY_S;
        return second >= SILENT_FROM_S && second < SILENT_TO_S;
    }

    private void addSwitch(String id, String name, BooleanSupplier answers) throws IOException, InterruptedException {
        PlayedSwitch played = PlayedSwitch.start(answers);
        switches.add(played);
        street.addDevice(
                "{\"id\":\"%s\",\"name\":\"%s\",\"agent\":\"%s\",\"address\":\"127.0.0.1\",\"pollInterval\":\"10s\",%s}"
                        .formatted(id, name, AGENT, played.json()));
        addPath(id + "-snmp", name, "\"kind\":\"snmp\",\"device\":\"" + id + "\"");
    }

    private void addPath(String id, String name, String what) throws IOException, InterruptedException {
        street.addPath("{\"id\":\"%s\",\"name\":\"%s\",\"agent\":\"%s\",\"rule\":\"standard\",%s}"
                .formatted(id, name, AGENT, what));
        pathIds.add(id);
    }

    private void addGroup(String id, String name) throws IOException, InterruptedException {
        street.addGroup(group(id, name, pathIds));
    }

    private static String group(String id, String name, List<String> paths) {
        return "{\"id\":\"%s\",\"name\":\"%s\",\"policy\":\"all\",\"paths\":[\"%s\"]}"
                .formatted(id, name, String.join("\",\"", paths));
    }

    List<String> pathIds() {
        return List.copyOf(pathIds);
    }

    /** A path with its live state. */
    JsonNode path(String id) throws IOException, InterruptedException {
        return street.api().get("/api/v1/paths/" + id);
    }

    /** A path's indicators from a moment to another, ms since 1970. */
    JsonNode indicators(String id, long fromMs, long toMs) throws IOException, InterruptedException {
        return street.api().get("/api/v1/paths/" + id + "/indicators?from=" + fromMs + "&to=" + toMs);
    }

    String password() {
        return street.password();
    }

    /** What the collector and the agent said last. */
    String tail() {
        return street.collector().tail(15) + "\n" + street.agent(AGENT).tail(15);
    }

    @Override
    public void close() throws IOException {
        for (PlayedSwitch played : switches) {
            played.close();
        }
        snmpd.ifPresent(Snmpd::close);
        street.close();
    }
}
