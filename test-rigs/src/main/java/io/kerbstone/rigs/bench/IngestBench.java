package io.kerbstone.rigs.bench;

import com.sun.management.OperatingSystemMXBean;
import io.kerbstone.collector.Collector;
import io.kerbstone.collector.CollectorSettings;
import io.kerbstone.collector.ingest.IngestCounters.Count;
import io.kerbstone.identity.AgentIdentity;
import io.kerbstone.identity.EnrolmentToken;
import io.kerbstone.identity.RefusedException;
import io.kerbstone.settings.Documents;
import io.kerbstone.settings.Mistakes;
import io.kerbstone.time.MonotonicClock;
import io.kerbstone.time.WallClock;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code bench ingest}: frames signed beforehand, by several agents over real TLS, to a whole collector on disk in this
 * process: verified, durable, acknowledged, judged. The agents' own threads are taken out of the CPU time; the kernel's
 * TCP, the garbage collector and the compiler are in it.
 */
@Command(
        name = "ingest",
        mixinStandardHelpOptions = true,
        description = "Samples verified, durable and judged per second and per CPU second, over TLS on loopback.")
public final class IngestBench implements Callable<Integer> {
    private static final long PATIENCE_MS = 300_000;
    private static final double NS = 1e9;
    private static final double MILLION = 1e6;

    @Option(names = "--agents", description = "how many agents send (default: ${DEFAULT-VALUE})")
    private int agents = 4;

    @Option(names = "--frames", description = "frames of each agent in a round (default: ${DEFAULT-VALUE})")
    private int frames = 1_000;

    @Option(names = "--paths", description = "paths in a frame, 10 samples each (default: ${DEFAULT-VALUE})")
    private int paths = 20;

    @Option(names = "--rounds", description = "rounds, the first to warm up (default: ${DEFAULT-VALUE})")
    private int rounds = 4;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    private final MonotonicClock clock = MonotonicClock.SYSTEM;
    private final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    /** Runs it alone; {@code ./kerbstone bench ingest} runs it as a subcommand. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new IngestBench()).execute(args));
    }

    /** What one round gave. */
    private record Round(double durablePerS, double judgedPerS, double cpuSPerMillion, double bytesPerSample) {}

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        Path folder = Files.createTempDirectory("ingest-bench");
        try {
            run(out, folder);
            return 0;
        } catch (IOException | RefusedException e) {
            spec.commandLine().getErr().println("bench ingest: " + e.getMessage());
            return 3;
        } finally {
            out.flush();
            delete(folder);
        }
    }

    private void run(PrintWriter out, Path folder) throws IOException, RefusedException {
        String yaml = "{data: '" + folder.resolve("data")
                + "', agents: {address: 127.0.0.1, port: 0}, web: {address: 127.0.0.1, port: 0}}";
        CollectorSettings settings = CollectorSettings.read(Documents.parseYaml(yaml, new Mistakes()), new Mistakes());
        List<BenchAgent> senders = new ArrayList<>();
        EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        try (Collector collector = Collector.start(settings, clock, WallClock.SYSTEM, cause -> spec.commandLine()
                .getErr()
                .println(cause))) {
            out.println(Machine.describe());
            for (int i = 0; i < agents; i++) {
                senders.add(enrolled(collector, folder.resolve("agent-" + i), loops));
            }
            List<Round> measured = new ArrayList<>();
            for (int i = 0; i < rounds; i++) {
                Round round = round(collector, senders);
                if (i > 0) {
                    measured.add(round);
                }
            }
            print(out, measured);
        } finally {
            loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
        }
    }

    private BenchAgent enrolled(Collector collector, Path folder, EventLoopGroup loops)
            throws IOException, RefusedException {
        EnrolmentToken token = EnrolmentToken.create(collector.fingerprint());
        long nowMs = WallClock.SYSTEM.nowMs();
        collector.registry().addToken(token.secretHash(), "bench", 60_000, 1, "bench", nowMs);
        AgentIdentity identity = AgentIdentity.create(folder);
        BenchAgent agent = new BenchAgent(identity, loops, collector.agentPort());
        agent.enrol(token);
        agent.connect();
        return agent;
    }

    private Round round(Collector collector, List<BenchAgent> senders) {
        List<List<byte[]>> prepared = new ArrayList<>();
        for (BenchAgent sender : senders) {
            prepared.add(sender.prepare(frames, paths));
        }
        long samples = (long) senders.size() * frames * paths * BenchAgent.SAMPLES_PER_PATH;
        long bytes = collector.ingest().counters().get(Count.BYTES);
        long senderCpu = senders.get(0).loopCpuNs();
        long cpu = system.getProcessCpuTime();
        long beganNs = clock.nowNs();
        for (int i = 0; i < senders.size(); i++) {
            senders.get(i).send(prepared.get(i));
        }
        await(() -> senders.stream().allMatch(BenchAgent::isAcknowledged));
        double durableS = (clock.nowNs() - beganNs) / NS;
        await(collector::isJudged);
        double judgedS = (clock.nowNs() - beganNs) / NS;
        double cpuS = (system.getProcessCpuTime() - cpu - (senders.get(0).loopCpuNs() - senderCpu)) / NS;
        double told = collector.ingest().counters().get(Count.BYTES) - bytes;
        return new Round(samples / durableS, samples / judgedS, cpuS / samples * MILLION, told / samples);
    }

    private void await(java.util.function.BooleanSupplier done) {
        long endNs = clock.nowNs() + PATIENCE_MS * 1_000_000;
        while (!done.getAsBoolean()) {
            if (clock.nowNs() > endNs) {
                throw new IllegalStateException("The collector did not answer within 5 minutes");
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    private void print(PrintWriter out, List<Round> measured) {
        out.println(agents + " agents, frames of " + paths + " paths x " + BenchAgent.SAMPLES_PER_PATH
                + " samples, medians of " + measured.size() + " rounds of " + (agents * frames) + " frames");
        BenchTable table =
                new BenchTable("durable/s", "judged/s", "CPU s/million", "million/CPU s", "archive B/sample");
        double cpu = BenchTable.median(measured, Round::cpuSPerMillion);
        table.row(
                "samples",
                BenchTable.median(measured, Round::durablePerS),
                BenchTable.median(measured, Round::judgedPerS),
                cpu,
                1 / cpu,
                BenchTable.median(measured, Round::bytesPerSample));
        table.print(out, false);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
