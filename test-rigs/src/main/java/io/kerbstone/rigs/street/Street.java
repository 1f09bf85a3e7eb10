package io.kerbstone.rigs.street;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A collector and agents as real processes in one folder of their own. {@link #close} stops them all. Owned by one thread.
 */
public final class Street implements AutoCloseable {
    private static final long START_SECONDS = 120;
    private static final Pattern PASSWORD = Pattern.compile("with the password (\\S+)");

    private final Path folder;
    private final int agentPort;
    private final int webPort;
    private final Map<String, Program> agents = new LinkedHashMap<>();
    private Optional<Program> collector = Optional.empty();
    private Optional<CollectorApi> api = Optional.empty();
    private String password = "";

    private Street(Path folder, int agentPort, int webPort) {
        this.folder = folder;
        this.agentPort = agentPort;
        this.webPort = webPort;
    }

    /** A street in the folder, with its collector's settings; nothing runs yet. */
    public static Street of(Path folder, int webPort, String alerts) throws IOException {
        Street street = new Street(folder, Ports.free(), webPort);
        Files.createDirectories(folder);
        Files.writeString(
                street.collectorConfig(),
                """
                data: %s
                agents: {address: 127.0.0.1, port: %d}
                web: {address: 127.0.0.1, port: %d}
                names: [127.0.0.1]
                %s
                """
                        .formatted(street.data(), street.agentPort, webPort, alerts));
        return street;
    }

    private Path collectorConfig() {
        return folder.resolve("collector.yaml");
    }

    /** The collector's data folder. */
    public Path data() {
        return folder.resolve("collector");
    }

    /** An agent's state folder. */
    public Path state(String agent) {
        return folder.resolve(agent);
    }

    /** An agent's configuration. */
    public Path agentConfig(String agent) {
        return folder.resolve(agent + ".yaml");
    }

    /** Port of the pages and the API. */
    public int webPort() {
        return webPort;
    }

    /** Port that agents connect to. */
    public int agentPort() {
        return agentPort;
    }

    /** The administrator's password, known after the first start. */
    public String password() {
        return password;
    }

    /** The collector's API, there after the first start. */
    public CollectorApi api() {
        return api.orElseThrow();
    }

    /** The collector's process. */
    public Program collector() {
        return collector.orElseThrow();
    }

    /** An agent's process. */
    public Program agent(String name) {
        return Optional.ofNullable(agents.get(name)).orElseThrow();
    }

    /** Starts the collector and waits until it is ready. */
    public void startCollector() throws IOException, InterruptedException, TimeoutException {
        Program program = Program.collector(
                "collector",
                "run",
                "--lang",
                "en",
                "--config",
                collectorConfig().toString());
        collector = Optional.of(program);
        if (password.isEmpty()) {
            password =
                    passwordIn(program.awaitLine(line -> PASSWORD.matcher(line).find(), START_SECONDS));
        }
        awaitReady(program);
    }

    private static String passwordIn(String line) {
        Matcher matcher = PASSWORD.matcher(line);
        if (!matcher.find()) {
            throw new IllegalStateException("BUG: no password in a line that has one");
        }
        return matcher.group(1);
    }

    private void awaitReady(Program program) throws IOException, InterruptedException, TimeoutException {
        program.awaitLine(line -> line.startsWith("Agents: port"), START_SECONDS);
        Path token = data().resolve("keys").resolve("local-token");
        api = Optional.of(CollectorApi.of(
                webPort,
                data().resolve("keys").resolve("ca.pem"),
                Files.readString(token).strip()));
        api().get("/health/ready");
    }

    /** Enrols an agent by a one-time token; {@code settings} is YAML that goes into its configuration. */
    public void enrol(String name, String settings) throws IOException, InterruptedException, TimeoutException {
        enrol(name, settings, Map.of());
    }

    /** Enrols an agent in an environment of its own. */
    public void enrol(String name, String settings, Map<String, String> environment)
            throws IOException, InterruptedException, TimeoutException {
        Files.writeString(
                agentConfig(name),
                """
                collectors: ["127.0.0.1:%d"]
                stateFolder: %s
                name: %s
                %s
                """
                        .formatted(agentPort, state(name), name, settings));
        String token = token();
        String config = agentConfig(name).toString();
        String[] args = {
            "enroll", "--config", config, "--collector", "127.0.0.1:" + agentPort, "--token", token, "--name", name
        };
        try (Program program = Program.agent(name, environment, args)) {
            if (program.awaitExit(START_SECONDS) != 0) {
                throw new IOException(name + " did not enrol: " + program.tail(20));
            }
        }
    }

    /** A new token with which one agent can enrol. */
    public String token() throws IOException, InterruptedException {
        JsonNode token = api().post("/api/v1/tokens", "{\"ttl\":\"10m\",\"uses\":1}");
        return token.get("token").asText();
    }

    /** Starts an enrolled agent. */
    public void startAgent(String name) throws IOException {
        startAgent(name, Map.of());
    }

    /** Starts an enrolled agent in an environment of its own. */
    public void startAgent(String name, Map<String, String> environment) throws IOException {
        String config = agentConfig(name).toString();
        agents.put(name, Program.agent(name, environment, "run", "--config", config));
    }

    /** Adds a device that an agent polls; {@code json} is the definition as in docs, with the agent beside. */
    public void addDevice(String json) throws IOException, InterruptedException {
        api().post("/api/v1/devices", json);
    }

    /** Adds a path that an agent measures. */
    public void addPath(String json) throws IOException, InterruptedException {
        api().post("/api/v1/paths", json);
    }

    /** Adds a group of paths. */
    public void addGroup(String json) throws IOException, InterruptedException {
        api().post("/api/v1/groups", json);
    }

    /** Stops agents, then the collector; the folder stays. */
    public void stop() {
        List<Program> all = new ArrayList<>(agents.values());
        collector.ifPresent(all::add);
        all.forEach(Program::close);
    }

    @Override
    public void close() {
        stop();
    }
}
