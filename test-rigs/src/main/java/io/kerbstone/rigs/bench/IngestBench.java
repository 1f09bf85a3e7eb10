package io.kerbstone.rigs.bench;

import io.kerbstone.identity.AgentIdentity;
import io.kerbstone.identity.EnrolmentToken;
import io.kerbstone.identity.RefusedException;
import io.kerbstone.rigs.street.Folders;
import io.kerbstone.rigs.street.Ports;
import io.kerbstone.rigs.street.Street;
import io.kerbstone.time.MonotonicClock;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code bench ingest}: frames signed beforehand, sent by several agents over real TLS to a whole collector, which is a
 * process of its own: verified, durable, acknowledged, judged. What is told is that process alone, as the kernel counts
 * it, with its compiler, garbage collector and TCP; the flushes of packed rows that fall into the measured rounds are in
 * it.
 */
@Command(
        name = "ingest",
        mixinStandardHelpOptions = true,
        description = "CPU of a collector per million samples verified, durable and judged, over TLS on loopback.")
public final class IngestBench implements Callable<Integer> {
    private static final long PATIENCE_MS = 300_000;
    private static final double NS = 1e9;
    private static final double MILLION = 1e6;
    private static final List<BenchAgent.Shape> SHAPES = List.of(
            new BenchAgent.Shape(20, 10),
            new BenchAgent.Shape(50, 10),
            new BenchAgent.Shape(200, 10),
            new BenchAgent.Shape(2_000, 1));

    @Option(names = "--agents", description = "how many agents send (default: ${DEFAULT-VALUE})")
    private int agents = 4;

    @Option(names = "--samples", description = "samples of a round, about (default: ${DEFAULT-VALUE})")
    private int samples = 6_000_000;

    @Option(names = "--warm-up", description = "rounds that are not measured (default: ${DEFAULT-VALUE})")
    private int warmUp = 2;

    @Option(names = "--rounds", description = "rounds that are (default: ${DEFAULT-VALUE})")
    private int rounds = 3;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    private final MonotonicClock clock = MonotonicClock.SYSTEM;

    /** Runs it alone; {@code ./kerbstone bench ingest} runs it as a subcommand. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new IngestBench()).execute(args));
    }

    /** The threads of a collector that frames pass through, by the beginnings of their names. */
    private static final Map<String, String> STAGES = stages();

    private static Map<String, String> stages() {
        Map<String, String> stages = new LinkedHashMap<>();
        stages.put("gateway", "TLS, frames");
        stages.put("check", "verify, decode");
        stages.put("ingest", "archive, commit");
        stages.put("judge", "judge, flush");
        stages.put("VM Thread", "collect garbage");
        stages.put("C1 Comp", "compile (1)");
        stages.put("C2 Comp", "compile (2)");
        return stages;
    }

    /** What one round gave; seconds, of CPU unless it says wall. */
    private record Round(
            long samples,
            double durableWallS,
            double judgedWallS,
            double cpuS,
            long bytes,
            Map<String, Double> stages) {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        Path folder = Files.createTempDirectory("ingest-bench");
        try {
            run(out, folder);
            return 0;
        } catch (IOException | RefusedException | TimeoutException e) {
            spec.commandLine().getErr().println("bench ingest: " + e.getMessage());
            return 3;
        } finally {
            out.flush();
            Folders.delete(folder);
        }
    }

    private void run(PrintWriter out, Path folder)
            throws IOException, RefusedException, InterruptedException, TimeoutException {
        out.println("ingest bench on " + Machine.describe());
        out.printf(
                Locale.ROOT,
                "%d agents over TLS; %d rounds of about %,d samples after %d to warm up%n%n",
                agents,
                rounds,
                samples,
                warmUp);
        Map<BenchAgent.Shape, List<Round>> measured = new LinkedHashMap<>();
        EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        try (Street street = Street.of(folder, Ports.free(), "")) {
            street.startCollector();
            for (BenchAgent.Shape shape : SHAPES) {
                measured.put(shape, rounds(street, shape, loops));
            }
        } finally {
            loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
        }
        print(out, measured);
        printStages(out, measured);
    }

    private List<Round> rounds(Street street, BenchAgent.Shape shape, EventLoopGroup loops)
            throws IOException, RefusedException, InterruptedException {
        List<BenchAgent> senders = new ArrayList<>();
        for (int i = 0; i < agents; i++) {
            String name = "agent-" + shape.paths() + "-" + shape.samplesPerPath() + "-" + i;
            senders.add(enrolled(street, street.state(name), loops));
        }
        List<Round> measured = new ArrayList<>();
        for (int i = 0; i < warmUp + rounds; i++) {
            Round round = round(street, senders, shape);
            if (i >= warmUp) {
                measured.add(round);
            }
        }
        senders.forEach(BenchAgent::close);
        return measured;
    }

    private BenchAgent enrolled(Street street, Path folder, EventLoopGroup loops)
            throws IOException, RefusedException, InterruptedException {
        BenchAgent agent = new BenchAgent(AgentIdentity.create(folder), loops, street.agentPort());
        agent.enrol(EnrolmentToken.parse(street.token()));
        agent.connect();
        return agent;
    }

    private Round round(Street street, List<BenchAgent> senders, BenchAgent.Shape shape)
            throws IOException, InterruptedException {
        int frames = Math.max(1, samples / senders.size() / shape.samples());
        List<List<byte[]>> prepared = senders.parallelStream()
                .map(sender -> sender.prepare(frames, shape))
                .toList();
        long sent = (long) senders.size() * frames * shape.samples();
        ProcessCpu cpu = new ProcessCpu(street.collector().pid());
        String before = street.api().text("/metrics");
        double cpuBefore = cpu.seconds();
        Map<String, Double> stages = new LinkedHashMap<>(cpu.byThread(List.copyOf(STAGES.keySet())));
        long beganNs = clock.nowNs();
        for (int i = 0; i < senders.size(); i++) {
            senders.get(i).send(prepared.get(i));
        }
        awaitAcknowledged(senders);
        double durableS = (clock.nowNs() - beganNs) / NS;
        awaitJudged(street, judged(before) + sent);
        double judgedS = (clock.nowNs() - beganNs) / NS;
        cpu.byThread(List.copyOf(STAGES.keySet())).forEach((name, s) -> stages.merge(name, -s, (a, b) -> -(a + b)));
        double cpuS = cpu.seconds() - cpuBefore;
        String after = street.api().text("/metrics");
        long bytes = metric(after, "ingest_bytes") - metric(before, "ingest_bytes");
        return new Round(sent, durableS, judgedS, cpuS, bytes, stages);
    }

    private static long metric(String metrics, String name) {
        return ProcessCpu.number(metrics, "kerbstone_" + name + "_total ");
    }

    private static long judged(String metrics) {
        return metric(metrics, "judge_observations");
    }

    private void awaitAcknowledged(List<BenchAgent> senders) throws IOException {
        long endNs = clock.nowNs() + PATIENCE_MS * 1_000_000;
        while (!senders.stream().allMatch(BenchAgent::isAcknowledged)) {
            LockSupport.parkNanos(2_000_000);
            endAt(endNs);
        }
    }

    private void awaitJudged(Street street, long observations) throws IOException, InterruptedException {
        long endNs = clock.nowNs() + PATIENCE_MS * 1_000_000;
        while (judged(street.api().text("/metrics")) < observations) {
            LockSupport.parkNanos(50_000_000);
            endAt(endNs);
        }
    }

    private void endAt(long endNs) throws IOException {
        if (clock.nowNs() > endNs) {
            throw new IOException("the collector did not answer within 5 minutes");
        }
    }

    private static double sum(List<Round> rounds, java.util.function.ToDoubleFunction<Round> of) {
        return rounds.stream().mapToDouble(of).sum();
    }

    private static void print(PrintWriter out, Map<BenchAgent.Shape, List<Round>> measured) {
        BenchTable table = new BenchTable("durable/s", "judged/s", "CPU s/million", "archive B/sample");
        measured.forEach((shape, rounds) -> {
            double all = sum(rounds, Round::samples);
            table.row(
                    shape.samples() + " a frame (" + shape + ")",
                    all / sum(rounds, Round::durableWallS),
                    all / sum(rounds, Round::judgedWallS),
                    sum(rounds, Round::cpuS) / all * MILLION,
                    sum(rounds, Round::bytes) / all);
        });
        table.print(out, false);
    }

    private static void printStages(PrintWriter out, Map<BenchAgent.Shape, List<Round>> measured) {
        out.println();
        out.println("CPU s per million samples, by the collector's threads");
        List<String> names = new ArrayList<>(STAGES.keySet());
        names.add("other");
        BenchTable table = new BenchTable(
                names.stream().map(name -> STAGES.getOrDefault(name, name)).toArray(String[]::new));
        measured.forEach((shape, rounds) -> table.row(
                shape.samples() + " a frame (" + shape + ")",
                names.stream()
                        .mapToDouble(name -> sum(rounds, r -> r.stages.getOrDefault(name, 0.0))
                                / sum(rounds, Round::samples)
                                * MILLION)
                        .toArray()));
        table.print(out, false);
    }
}
