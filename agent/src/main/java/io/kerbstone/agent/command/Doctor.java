package io.kerbstone.agent.command;

import io.kerbstone.agent.config.AgentConfig;
import io.kerbstone.agent.config.CollectorAddress;
import io.kerbstone.agent.config.StateFolder;
import io.kerbstone.agent.run.AgentRuntime;
import io.kerbstone.agent.run.StateLock;
import io.kerbstone.agent.run.Threads;
import io.kerbstone.agent.uplink.Cause;
import io.kerbstone.agent.uplink.Reach;
import io.kerbstone.icmp.IcmpProber;
import io.kerbstone.icmp.ProberOpening;
import io.kerbstone.icmp.ProberSettings;
import io.kerbstone.identity.AgentIdentity;
import io.kerbstone.identity.TlsContexts;
import io.kerbstone.linux.ClockReader;
import io.kerbstone.linux.Family;
import io.kerbstone.settings.Choices;
import io.kerbstone.settings.Documents;
import io.kerbstone.settings.Durations;
import io.kerbstone.settings.Mistakes;
import io.kerbstone.settings.Node;
import io.kerbstone.settings.Sizes;
import io.kerbstone.stamp.ReflectorOpening;
import io.kerbstone.stamp.ReflectorSettings;
import io.kerbstone.stamp.SessionReflector;
import io.kerbstone.time.ClockState;
import io.kerbstone.time.MonotonicClock;
import io.kerbstone.time.WallClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks at everything an agent needs and says what is wrong and how to mend it. Changes nothing. One use. */
final class Doctor {
    /** A certificate that ends sooner than this is worth a warning, ms. */
    static final long EXPIRY_MS_WARNING = 30L * 86_400_000;
    /** Free space below which the journal is in danger, bytes. */
    static final long FREE_BYTES_MIN = 64L << 20;
    /** An error of the clock above this is worth a warning, ns. */
    static final long CLOCK_ERROR_NS_WARNING = 1_000_000_000L;
    /** A status older than this is of an agent that does not run, ms. */
    static final long STATUS_AGE_MS_MAX = 20_000;
    /** Counters that should stay 0; a warning when they do not. */
    static final List<String> ALARMING = List.of(
            "intakeFull",
            "framesDropped",
            "framesUnfit",
            "journalFailures",
            "framesRefused",
            "messagesMalformed",
            "overruns",
            "stampUnavailable",
            "icmpStarved",
            "icmpDroppedByKernel");

    private final Messages messages;
    private final Path file;
    private final MonotonicClock clock;
    private final WallClock wall;
    private final List<Finding> findings = new ArrayList<>();

    /** What a check found. */
    enum State {
        OK,
        WARNING,
        FAILED
    }

    /**
     * One check.
     *
     * @param check its name, for programs
     * @param sentence what was found and what to do, for people
     */
    record Finding(String check, State state, String sentence) {}

    Doctor(Messages messages, Path file, MonotonicClock clock, WallClock wall) {
        this.messages = messages;
        this.file = file;
        this.clock = clock;
        this.wall = wall;
    }

    List<Finding> examine() {
        Mistakes mistakes = new Mistakes();
        AgentConfig config = Common.read(file, mistakes);
        if (mistakes.isEmpty()) {
            found("config", State.OK, "doctor.config.ok", file);
        } else {
            found(
                    "config",
                    State.FAILED,
                    "doctor.config.failed",
                    file,
                    mistakes.count(),
                    mistakes.list().get(0));
        }
        clock();
        icmp();
        StateFolder folder = new StateFolder(config.stateFolder());
        disk(folder, config);
        reflector(folder, config);
        Optional<AgentIdentity> identity = identity(folder);
        identity.ifPresent(enrolled -> {
            certificate(enrolled);
            AgentRuntime.addresses(config, enrolled).forEach(address -> collector(address, enrolled));
            if (AgentRuntime.addresses(config, enrolled).isEmpty()) {
                found("collector", State.FAILED, "doctor.collector.none");
            }
        });
        running(folder);
        return findings;
    }

    private void found(String check, State state, String key, Object... values) {
        findings.add(new Finding(check, state, messages.get(key, values)));
    }

    private void clock() {
        ClockState state = new ClockReader(clock, wall).read(ClockReader.bootId());
        if (!state.synchronised()) {
            found("clock", State.WARNING, "doctor.clock.unsynchronised");
        } else if (state.errorNs() > CLOCK_ERROR_NS_WARNING) {
            found("clock", State.WARNING, "doctor.clock.poor", state.errorNs() / 1_000_000);
        } else {
            found("clock", State.OK, "doctor.clock.ok", state.errorNs() / 1_000_000);
        }
    }

    private void icmp() {
        ProberOpening opening = IcmpProber.open(ProberSettings.DEFAULT.withMaxInFlight(16), clock, wall);
        if (opening instanceof ProberOpening.Opened opened) {
            Map<Family, IcmpProber.SocketReport> sockets = opened.prober().sockets();
            opened.prober().close();
            found("icmp", State.OK, "doctor.icmp.ok", socket(sockets, Family.IPV4), socket(sockets, Family.IPV6));
        } else if (opening instanceof ProberOpening.Unavailable none) {
            found("icmp", State.FAILED, "doctor.icmp.failed", none.sentence());
        }
    }

    private void reflector(StateFolder folder, AgentConfig config) {
        if (config.reflector().isEmpty()) {
            found("stamp", State.OK, "doctor.stamp.off");
            return;
        }
        ReflectorSettings settings = config.reflector().get();
        ReflectorOpening opening = SessionReflector.open(
                settings, clock, wall, () -> new ClockReader(clock, wall).read(ClockReader.bootId()));
        if (opening instanceof ReflectorOpening.Opened opened) {
            opened.reflector().close();
            found("stamp", State.OK, "doctor.stamp.ok", settings.port());
        } else if (opening instanceof ReflectorOpening.Unavailable none && !isRunning(folder)) {
            found("stamp", State.FAILED, "doctor.stamp.failed", none.sentence());
        }
    }

    /** Then it is the agent itself that has the port, or its counters say that it has not. */
    private static boolean isRunning(StateFolder folder) {
        try {
            Optional<StateLock> lock = StateLock.tryLock(folder);
            if (lock.isPresent()) {
                lock.get().close();
            }
            return lock.isEmpty();
        } catch (IOException e) {
            return false;
        }
    }

    /** Which kind of socket and why, or why none. */
    private String socket(Map<Family, IcmpProber.SocketReport> sockets, Family family) {
        IcmpProber.SocketReport report = sockets.getOrDefault(family, new IcmpProber.SocketReport(false, ""));
        return messages.get(report.open() ? "doctor.icmp.socket" : "doctor.icmp.noSocket", report.sentence());
    }

    private void disk(StateFolder folder, AgentConfig config) {
        if (!Files.isDirectory(folder.path()) || !Files.isWritable(folder.path())) {
            found("disk", State.FAILED, "doctor.disk.folder", folder.path());
            return;
        }
        try {
            long freeBytes = Files.getFileStore(folder.path()).getUsableSpace();
            long usedBytes = Files.isDirectory(folder.journal()) ? journalBytes(folder) : 0;
            long neededBytes = Math.max(0, config.journalCapBytes() - usedBytes) + FREE_BYTES_MIN;
            State state =
                    freeBytes < FREE_BYTES_MIN ? State.FAILED : freeBytes < neededBytes ? State.WARNING : State.OK;
            String key = state == State.OK ? "doctor.disk.ok" : "doctor.disk.little";
            found("disk", state, key, freeBytes >> 20, Sizes.text(config.journalCapBytes()), folder.path());
        } catch (IOException e) {
            found("disk", State.FAILED, "doctor.disk.unreadable", folder.path(), e.toString());
        }
    }

    private static long journalBytes(StateFolder folder) throws IOException {
        long bytes = 0;
        try (var files = Files.list(folder.journal())) {
            for (Path path : files.filter(Files::isRegularFile).toList()) {
                bytes += Files.size(path);
            }
        }
        return bytes;
    }

    private Optional<AgentIdentity> identity(StateFolder folder) {
        try {
            Optional<AgentIdentity> identity =
                    AgentIdentity.load(folder.identity()).filter(AgentIdentity::isEnrolled);
            if (identity.isPresent()) {
                found(
                        "identity",
                        State.OK,
                        "doctor.identity.ok",
                        identity.get().agentId().orElse(""));
            } else {
                found("identity", State.FAILED, "doctor.identity.none");
            }
            return identity;
        } catch (IOException e) {
            found("identity", State.FAILED, "doctor.identity.damaged", String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private void certificate(AgentIdentity identity) {
        X509Certificate certificate = identity.enrolment().orElseThrow().certificate();
        Instant start = certificate.getNotBefore().toInstant();
        Instant end = certificate.getNotAfter().toInstant();
        long nowMs = wall.nowMs();
        long endMs = end.toEpochMilli();
        if (nowMs < start.toEpochMilli()) {
            found("certificate", State.FAILED, "doctor.certificate.early", start);
        } else if (nowMs >= endMs) {
            found("certificate", State.FAILED, "doctor.certificate.over", end);
        } else if (endMs - nowMs < EXPIRY_MS_WARNING) {
            found("certificate", State.WARNING, "doctor.certificate.soon", end);
        } else {
            found("certificate", State.OK, "doctor.certificate.ok", end);
        }
    }

    private void collector(CollectorAddress address, AgentIdentity identity) {
        TlsContexts tls = TlsContexts.agent(identity.tlsCredentials().orElseThrow(), wall);
        Optional<Cause> failure = Reach.failure(address, tls, Threads.named("kerbstone-doctor"));
        if (failure.isEmpty()) {
            found("collector", State.OK, "doctor.collector.ok", address);
        } else {
            String key = "doctor.collector." + Choices.textOf(failure.get().kind());
            found("collector", State.FAILED, key, address, failure.get().detail());
        }
    }

    /** What the running agent wrote down of itself. */
    private void running(StateFolder folder) {
        Optional<Node> status = status(folder);
        Mistakes ignored = new Mistakes();
        long ageMs = wall.nowMs()
                - status.map(node -> node.integer("writtenAtMs", 0, Long.MAX_VALUE, 0, ignored))
                        .orElse(0L);
        boolean isStopped = status.flatMap(node -> node.child("uplink"))
                .filter(uplink -> uplink.text("state", "", ignored).equals("stopped"))
                .isPresent();
        if (status.isEmpty() || isStopped || ageMs > STATUS_AGE_MS_MAX) {
            found("running", State.WARNING, "doctor.running.no");
            return;
        }
        uplink(status.get(), ignored);
        status.get().child("clock").ifPresent(known -> runningClock(known, status.get(), ignored));
        for (String counter : ALARMING) {
            long count = counter(status.get(), counter, ignored);
            if (count > 0) {
                found("running", State.WARNING, "doctor.counter." + counter, count);
            }
        }
    }

    private void uplink(Node status, Mistakes ignored) {
        Node uplink = status.child("uplink").orElse(status);
        String state = uplink.text("state", "", ignored);
        long backlog = status.child("journal")
                .map(node -> node.integer("backlog", 0, Long.MAX_VALUE, 0, ignored))
                .orElse(0L);
        if (state.equals("connected")) {
            found("running", State.OK, "doctor.running.connected", uplink.text("collector", "", ignored), backlog);
        } else {
            String sentence = uplink.text("sentence", "", ignored);
            found("running", State.WARNING, "doctor.running.apart", backlog, sentence);
        }
    }

    /** What the agent knows of the time beyond what the kernel says now. */
    private void runningClock(Node known, Node status, Mistakes ignored) {
        long errorNs = known.integer("offsetErrorNs", 0, Long.MAX_VALUE, 0, ignored);
        if (errorNs == 0) {
            boolean isSynchronised = known.flag("synchronised", false, ignored);
            found("running", State.WARNING, "doctor.running.offset." + (isSynchronised ? "unheard" : "unknown"));
        } else {
            long offsetNs = Math.abs(known.integer("offsetNs", Long.MIN_VALUE + 1, Long.MAX_VALUE, 0, ignored));
            boolean isFar = offsetNs > CLOCK_ERROR_NS_WARNING;
            found(
                    "running",
                    isFar ? State.WARNING : State.OK,
                    "doctor.running.offset." + (isFar ? "far" : "ok"),
                    Durations.text(offsetNs / 1_000_000),
                    Durations.text(errorNs / 1_000_000 + 1));
        }
        long steps = counter(status, "wallSteps", ignored);
        long suspends = counter(status, "suspends", ignored);
        if (steps + suspends > 0) {
            found("running", State.OK, "doctor.running.steps", steps, suspends);
        }
    }

    private static long counter(Node status, String name, Mistakes ignored) {
        return status.child("counters")
                .map(node -> node.integer(name, 0, Long.MAX_VALUE, 0, ignored))
                .orElse(0L);
    }

    private static Optional<Node> status(StateFolder folder) {
        try {
            Mistakes mistakes = new Mistakes();
            return StateFolder.read(folder.status())
                    .map(bytes -> Documents.parseJson(new String(bytes, StandardCharsets.UTF_8), mistakes))
                    .filter(node -> mistakes.isEmpty());
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
