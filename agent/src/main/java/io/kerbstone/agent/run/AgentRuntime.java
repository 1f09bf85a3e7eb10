package io.kerbstone.agent.run;

import io.kerbstone.agent.Version;
import io.kerbstone.agent.clock.AgentClock;
import io.kerbstone.agent.clock.TimeExchange;
import io.kerbstone.agent.config.AgentConfig;
import io.kerbstone.agent.config.AssignmentStore;
import io.kerbstone.agent.config.CollectorAddress;
import io.kerbstone.agent.config.StateFolder;
import io.kerbstone.agent.journal.FolderStore;
import io.kerbstone.agent.probe.DevicePolls;
import io.kerbstone.agent.probe.FactBook;
import io.kerbstone.agent.probe.HostPolls;
import io.kerbstone.agent.probe.PathProber;
import io.kerbstone.agent.probe.ProbeLoop;
import io.kerbstone.agent.probe.Resolver;
import io.kerbstone.agent.probe.SnmpPaths;
import io.kerbstone.agent.probe.StampPaths;
import io.kerbstone.agent.probe.StampReflector;
import io.kerbstone.agent.probe.WebPaths;
import io.kerbstone.agent.probe.Workers;
import io.kerbstone.agent.record.Intake;
import io.kerbstone.agent.record.JournalState;
import io.kerbstone.agent.record.Recorder;
import io.kerbstone.agent.status.AgentStatus;
import io.kerbstone.agent.status.Counter;
import io.kerbstone.agent.status.Counters;
import io.kerbstone.agent.uplink.Uplink;
import io.kerbstone.agent.uplink.UplinkHost;
import io.kerbstone.agent.uplink.UplinkStatus;
import io.kerbstone.host.HostReader;
import io.kerbstone.icmp.IcmpProber;
import io.kerbstone.icmp.ProberOpening;
import io.kerbstone.icmp.ProberSettings;
import io.kerbstone.identity.AgentIdentity;
import io.kerbstone.identity.TlsContexts;
import io.kerbstone.linux.ClockReader;
import io.kerbstone.profiles.ProfileCatalogue;
import io.kerbstone.settings.Assignment;
import io.kerbstone.settings.DefinitionsWriter;
import io.kerbstone.settings.ProbeKind;
import io.kerbstone.settings.Secrets;
import io.kerbstone.snmp.SnmpReader;
import io.kerbstone.stamp.ReflectorOpening;
import io.kerbstone.stamp.ReflectorSettings;
import io.kerbstone.stamp.SessionReflector;
import io.kerbstone.time.MonotonicClock;
import io.kerbstone.time.WallClock;
import io.kerbstone.web.WebProber;
import io.kerbstone.wire.SequenceRanges;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running agent. Starts journal, measuring, uplink, status in this order and stops them so that what was measured is
 * on disk, and at the collector if that is quick. {@link #stop} may be called from any thread, once.
 */
public final class AgentRuntime {
    /** Longest wait for the last acknowledgements when stopping, ms. */
    public static final long DRAIN_MS_MAX = 1_500;
    /** Longest wait for a thread to end, ms. */
    public static final long JOIN_MS_MAX = 3_000;

    private static final Logger LOG = LoggerFactory.getLogger(AgentRuntime.class);

    private final AgentConfig config;
    private final AgentIdentity identity;
    private final MonotonicClock clock;
    private final WallClock wall;
    private final StateLock lock;
    private final Counters counters = new Counters();
    private final AgentClock agentClock;
    private final CompletableFuture<Throwable> death = new CompletableFuture<>();
    private final long startedAtMs;
    private final String agentId;
    private final Recorder recorder;
    private final Thread recorderThread;
    private final Optional<IcmpProber> prober;
    private final Optional<String> icmpProblem;
    private final SnmpReader snmp;
    private final WebProber web;
    private final Workers workers;
    private final Resolver resolver;
    private final StampPaths stamp;
    private final Thread stampThread;
    private final Optional<StampReflector> reflector;
    private final Optional<Thread> reflectorThread;
    private final ProbeLoop probes;
    private final Thread probeThread;
    private final Assigner assigner;
    private final Optional<Uplink> uplink;
    private final StatusWriter statusWriter;

    private AgentRuntime(
            AgentConfig config, AgentIdentity identity, StateLock lock, MonotonicClock clock, WallClock wall)
            throws IOException {
        this.config = config;
        this.identity = identity;
        this.lock = lock;
        this.clock = clock;
        this.wall = wall;
        this.startedAtMs = wall.nowMs();
        this.agentId = identity.agentId().orElseThrow();
        this.agentClock = new AgentClock(new ClockReader(clock, wall), ClockReader.bootId(), counters);
        StateFolder folder = new StateFolder(config.stateFolder());
        Intake intake = new Intake(counters);
        recorder = openRecorder(folder, intake);
        recorderThread = Threads.named("kerbstone-journal", death::complete).newThread(recorder);
        ProberOpening opening = IcmpProber.open(ProberSettings.DEFAULT, clock, wall);
        prober = opening instanceof ProberOpening.Opened opened ? Optional.of(opened.prober()) : Optional.empty();
        icmpProblem =
                opening instanceof ProberOpening.Unavailable none ? Optional.of(none.sentence()) : Optional.empty();
        icmpProblem.ifPresent(sentence -> LOG.warn("ICMP is not available; such paths are not measured: {}", sentence));
        snmp = SnmpReader.open(clock);
        web = WebProber.open(clock, wall);
        workers = new Workers(Threads.named("kerbstone-worker", death::complete));
        resolver = new Resolver(workers::run, clock);
        stamp = new StampPaths(resolver, clock, wall, agentClock::read, intake::read);
        stampThread = Threads.named("kerbstone-stamp", death::complete).newThread(stamp);
        reflector = config.reflector().flatMap(this::openReflector);
        reflectorThread = reflector.map(
                one -> Threads.named("kerbstone-reflector", death::complete).newThread(one));
        probes = openProbes(intake);
        probeThread = Threads.named("kerbstone-probe", death::complete).newThread(probes);
        assigner = new Assigner(new AssignmentStore(folder), config.local(), probes::assign, counters);
        assigner.restore();
        uplink = openUplink();
        uplink.ifPresent(link -> recorder.onDurable(link::onDurable));
        recorderThread.start();
        stampThread.start();
        reflectorThread.ifPresent(Thread::start);
        probeThread.start();
        uplink.ifPresent(Uplink::start);
        statusWriter = new StatusWriter(folder, this::statusJson, Threads.named("kerbstone-status"));
    }

    /**
     * Starts an agent that has an identity.
     *
     * @throws IOException with a sentence when the state folder or a socket cannot be used
     */
    public static AgentRuntime start(AgentConfig config, AgentIdentity identity, MonotonicClock clock, WallClock wall)
            throws IOException {
        long beginNs = clock.nowNs();
        StateFolder folder = new StateFolder(config.stateFolder());
        folder.create();
        StateLock lock = StateLock.tryLock(folder)
                .orElseThrow(() -> new IOException("Another agent works in " + folder.path()
                        + "; stop it first, or give this one its own stateFolder."));
        AgentRuntime runtime = new AgentRuntime(config, identity, lock, clock, wall);
        LOG.info(
                "Agent {} {} started in {} ms: state in {}, {}.",
                runtime.agentId,
                Version.TEXT,
                (clock.nowNs() - beginNs) / 1_000_000,
                config.stateFolder(),
                runtime.uplink.isPresent() ? "collector " + runtime.addresses() : "no collector");
        return runtime;
    }

    /** Completes when a thread died, with what it died of; the process should end. */
    public CompletableFuture<Throwable> death() {
        return death;
    }

    /** Frames that wait for the collector. */
    public long backlog() {
        return recorder.state().backlog();
    }

    /** Stops measuring, makes everything durable, gives the collector a moment to acknowledge, ends. */
    public void stop() {
        long beginNs = clock.nowNs();
        probes.stop();
        join(probeThread);
        stamp.stop();
        join(stampThread);
        reflector.ifPresent(StampReflector::stop);
        reflectorThread.ifPresent(AgentRuntime::join);
        prober.ifPresent(IcmpProber::close);
        closeQuietly("SNMP", snmp);
        closeQuietly("Web", web);
        CountDownLatch flushed = new CountDownLatch(1);
        if (recorderThread.isAlive()) {
            recorder.flush(flushed::countDown);
            await(flushed);
        }
        uplink.ifPresent(this::drain);
        uplink.ifPresent(Uplink::close);
        if (recorderThread.isAlive()) {
            recorder.stop();
            join(recorderThread);
        }
        statusWriter.close();
        workers.close();
        closeQuietly("lock", lock);
        LOG.info(
                "Agent {} stopped in {} ms; {} frames wait for the collector.",
                agentId,
                (clock.nowNs() - beginNs) / 1_000_000,
                recorder.state().backlog());
    }

    private Recorder openRecorder(StateFolder folder, Intake intake) throws IOException {
        Recorder.Settings settings = new Recorder.Settings(
                FolderStore.open(folder.journal()),
                agentId,
                identity.signingKey(),
                config.journalCapBytes(),
                agentClock::read,
                DefinitionsWriter.toJson(config.local(), Secrets.HIDE));
        return Recorder.open(settings, intake, counters, clock);
    }

    private Optional<StampReflector> openReflector(ReflectorSettings settings) {
        ReflectorOpening opening = SessionReflector.open(settings, clock, wall, agentClock::read);
        if (opening instanceof ReflectorOpening.Opened opened) {
            LOG.info(
                    "STAMP packets are answered at port {}.", opened.reflector().port());
            return Optional.of(new StampReflector(opened.reflector(), counters));
        }
        counters.add(Counter.STAMP_UNAVAILABLE);
        LOG.warn("STAMP packets are not answered: {}", ((ReflectorOpening.Unavailable) opening).sentence());
        return Optional.empty();
    }

    private ProbeLoop openProbes(Intake intake) {
        ProfileCatalogue catalogue = ProfileCatalogue.shipped();
        PathProber services = new WebPaths(web, resolver, new FactBook(intake::read), clock);
        return new ProbeLoop(
                agentId,
                new ProbeLoop.Tools(
                        prober,
                        Map.of(
                                ProbeKind.SNMP, new SnmpPaths(snmp, resolver, clock),
                                ProbeKind.STAMP, stamp,
                                ProbeKind.TCP, services,
                                ProbeKind.HTTP, services,
                                ProbeKind.DNS, services,
                                ProbeKind.NTP, services),
                        new DevicePolls(snmp, catalogue, workers, intake, counters),
                        new HostPolls(HostPolls.deviceIdOf(agentId), new HostReader(), workers, intake, counters),
                        resolver,
                        intake,
                        counters,
                        clock));
    }

    private List<CollectorAddress> addresses() {
        return addresses(config, identity);
    }

    /** The file's collectors; without any, the one this agent enrolled with. */
    public static List<CollectorAddress> addresses(AgentConfig config, AgentIdentity identity) {
        if (!config.collectors().isEmpty()) {
            return config.collectors();
        }
        return identity.enrolment()
                .flatMap(enrolment -> CollectorAddress.parse(enrolment.collector()))
                .map(List::of)
                .orElse(List.of());
    }

    private Optional<Uplink> openUplink() {
        if (addresses().isEmpty()) {
            return Optional.empty();
        }
        Uplink.Settings settings = new Uplink.Settings(
                addresses(),
                TlsContexts.agent(identity.tlsCredentials().orElseThrow(), wall),
                agentId,
                Version.TEXT,
                ClockReader.bootId(),
                clock,
                RandomGenerator.getDefault(),
                Threads.named("kerbstone-uplink", death::complete),
                death::complete);
        return Optional.of(new Uplink(settings, new Host(), counters));
    }

    private String statusJson() {
        Assignment assignment = assigner.inForce();
        UplinkStatus link = uplink.map(Uplink::status).orElse(new UplinkStatus(UplinkStatus.State.NONE, "", "", 0));
        return new AgentStatus(
                        Version.TEXT,
                        agentId,
                        ProcessHandle.current().pid(),
                        startedAtMs,
                        wall.nowMs(),
                        recorder.state(),
                        link,
                        agentClock.read(),
                        icmpProblem,
                        assignment.version(),
                        assignment.paths().size(),
                        assignment.devices().size())
                .toJson(counters);
    }

    /** Waits a moment for the acknowledgements of what was flushed; without a connection there is nothing to wait for. */
    private void drain(Uplink link) {
        long endNs = clock.nowNs() + DRAIN_MS_MAX * 1_000_000L;
        CountDownLatch never = new CountDownLatch(1);
        while (link.status().state() == UplinkStatus.State.CONNECTED
                && recorder.state().backlog() > 0
                && clock.nowNs() - endNs < 0) {
            try {
                if (never.await(20, TimeUnit.MILLISECONDS)) {
                    return;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(JOIN_MS_MAX, TimeUnit.MILLISECONDS)) {
                LOG.warn("The journal did not answer within {} ms; ending without it.", JOIN_MS_MAX);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join(JOIN_MS_MAX);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void closeQuietly(String what, AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            LOG.warn("{} could not be closed ({}).", what, e.toString());
        }
    }

    /** What the uplink asks for. */
    private final class Host implements UplinkHost {
        @Override
        public JournalState journal() {
            return recorder.state();
        }

        @Override
        public boolean fetch(List<Long> sequences, Consumer<Map<Long, byte[]>> to) {
            return recorder.fetch(sequences, to);
        }

        @Override
        public boolean acknowledge(SequenceRanges ranges) {
            return recorder.acknowledge(ranges);
        }

        @Override
        public boolean replaceAcknowledged(SequenceRanges ranges) {
            return recorder.replaceAcknowledged(ranges);
        }

        @Override
        public boolean startAnew(Runnable then) {
            return recorder.startAnew(then);
        }

        @Override
        public void onTime(TimeExchange exchange) {
            agentClock.onExchange(exchange);
        }

        @Override
        public long configVersion() {
            return assigner.inForce().version();
        }

        @Override
        public void assign(long version, String document, Consumer<List<String>> then) {
            boolean isTaken = workers.run(() -> then.accept(assigner.assign(version, document)));
            if (!isTaken) {
                then.accept(List.of("The agent is too busy to take an assignment; send it again."));
            }
        }
    }
}
