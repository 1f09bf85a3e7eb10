package io.kerbstone.rigs.bench;

import io.kerbstone.rigs.street.Folders;
import io.kerbstone.rigs.street.PlayedSwitch;
import io.kerbstone.rigs.street.Ports;
import io.kerbstone.rigs.street.Street;
import io.kerbstone.time.MonotonicClock;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code bench agent}: what an agent at its design load takes: a process of its own, started as a user starts it,
 * enrolled at a real collector, probing loopback addresses once a second by ICMP and polling played switches by SNMP.
 */
@Command(
        name = "agent",
        mixinStandardHelpOptions = true,
        description = "Memory and CPU of an agent with many paths and devices, as the kernel counts them.")
public final class AgentBench implements Callable<Integer> {
    private static final String AGENT = "bench-agent";
    private static final int HOSTS_IN_NET = 250;
    private static final long PATIENCE_S = 180;
    private static final double KB_PER_MIB = 1_024;
    private static final double NS = 1e9;

    @Option(names = "--paths", description = "loopback addresses probed each second (default: ${DEFAULT-VALUE})")
    private int paths = 2_000;

    @Option(names = "--devices", description = "switches polled each minute (default: ${DEFAULT-VALUE})")
    private int devices = 50;

    @Option(names = "--warm-up", description = "seconds that are not measured (default: ${DEFAULT-VALUE})")
    private int warmUpS = 90;

    @Option(names = "--seconds", description = "seconds that are (default: ${DEFAULT-VALUE})")
    private int seconds = 120;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    private final MonotonicClock clock = MonotonicClock.SYSTEM;

    /** Runs it alone; {@code ./kerbstone bench agent} runs it as a subcommand. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new AgentBench()).execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        Path folder = Files.createTempDirectory("agent-bench");
        List<PlayedSwitch> switches = new ArrayList<>();
        try (Street street = Street.of(folder, Ports.free(), "")) {
            for (int i = 0; i < devices; i++) {
                switches.add(PlayedSwitch.start(() -> true));
            }
            street.startCollector();
            street.enrol(AGENT, definitions(switches));
            street.startAgent(AGENT);
            out.println("agent bench on " + Machine.describe());
            measure(street, out);
            return 0;
        } catch (IOException | TimeoutException e) {
            spec.commandLine().getErr().println("bench agent: " + e.getMessage());
            return 3;
        } finally {
            out.flush();
            switches.forEach(PlayedSwitch::close);
            Folders.delete(folder);
        }
    }

    private String definitions(List<PlayedSwitch> switches) {
        StringBuilder yaml = new StringBuilder("devices:\n");
        for (int i = 0; i < switches.size(); i++) {
            yaml.append("  - {id: switch-%d, name: switch %d, address: 127.0.0.1, pollInterval: 1m, %s}%n"
                    .formatted(i, i, switches.get(i).yaml()));
        }
        yaml.append("paths:\n");
        for (int i = 0; i < paths; i++) {
            yaml.append("  - {id: path-%04d, kind: icmp, target: 127.0.%d.%d, rule: standard}%n"
                    .formatted(i, i / HOSTS_IN_NET, i % HOSTS_IN_NET + 1));
        }
        return yaml.toString();
    }

    private void measure(Street street, PrintWriter out) throws IOException, InterruptedException, TimeoutException {
        awaitJudged(street, paths);
        pause(warmUpS);
        ProcessCpu agent = new ProcessCpu(street.agent(AGENT).pid());
        String before = street.api().text("/metrics");
        double cpuBefore = agent.seconds();
        long wakeupsBefore = agent.wakeups();
        Map<String, Double> threads = agent.byThread(THREADS);
        long beganNs = clock.nowNs();
        pause(seconds);
        double wallS = (clock.nowNs() - beganNs) / NS;
        double cpuS = agent.seconds() - cpuBefore;
        double wakeups = (agent.wakeups() - wakeupsBefore) / wallS;
        agent.byThread(THREADS).forEach((name, s) -> threads.merge(name, -s, (a, b) -> -(a + b)));
        String after = street.api().text("/metrics");
        double samples = difference(before, after, "judge_observations");
        double bytes = difference(before, after, "ingest_bytes");
        out.printf(
                Locale.ROOT,
                "%,d ICMP paths at one probe a second, %d SNMP devices a minute; %d s after %d s to warm up%n%n",
                paths,
                devices,
                seconds,
                warmUpS);
        BenchTable table = new BenchTable(
                "RSS MiB",
                "PSS MiB",
                "anonymous MiB",
                "CPU % of a core",
                "threads",
                "wakeups/s",
                "samples/s",
                "B/sample");
        table.row(
                "kerbstone-agent",
                agent.memoryKb("Rss") / KB_PER_MIB,
                agent.memoryKb("Pss") / KB_PER_MIB,
                agent.memoryKb("Pss_Anon") / KB_PER_MIB,
                100 * cpuS / wallS,
                (double) agent.threads(),
                wakeups,
                samples / wallS,
                bytes / samples);
        table.print(out, false);
        out.println();
        out.println("CPU by thread, per cent of a core");
        BenchTable parts = new BenchTable(threads.keySet().toArray(String[]::new));
        parts.row(
                "", threads.values().stream().mapToDouble(s -> 100 * s / wallS).toArray());
        parts.print(out, false);
    }

    private static final List<String> THREADS = List.of(
            "kerbstone-probe",
            "kerbstone-journ",
            "kerbstone-uplin",
            "kerbstone-worke",
            "VM Thread",
            "VM Periodic",
            "C1 Comp");

    private static double difference(String before, String after, String name) {
        return metric(after, name) - metric(before, name);
    }

    private static long metric(String metrics, String name) {
        return ProcessCpu.number(metrics, "kerbstone_" + name + "_total ");
    }

    private void awaitJudged(Street street, long observations)
            throws IOException, InterruptedException, TimeoutException {
        long endNs = clock.nowNs() + PATIENCE_S * 1_000_000_000;
        while (metric(street.api().text("/metrics"), "judge_observations") < observations) {
            pause(1);
            if (clock.nowNs() > endNs) {
                throw new TimeoutException("the collector has too few observations; the agent said:\n"
                        + street.agent(AGENT).tail(20));
            }
        }
    }

    private void pause(long pauseS) {
        long endNs = clock.nowNs() + pauseS * 1_000_000_000;
        for (long leftNs = pauseS * 1_000_000_000; leftNs > 0; leftNs = endNs - clock.nowNs()) {
            LockSupport.parkNanos(leftNs);
        }
    }
}
