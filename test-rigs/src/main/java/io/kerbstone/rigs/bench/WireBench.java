package io.kerbstone.rigs.bench;

import io.kerbstone.rigs.street.Namespace;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The part of {@code bench probe} that asks what each prober adds of its own: told delays against the same packets in a
 * capture on the link, a veth pair into a namespace whose kernel answers. Needs root, iproute2 and tcpdump.
 */
final class WireBench {
    private static final int NAMESPACE = 77;
    private static final String DEVICE = "kerb" + NAMESPACE;
    private static final double MEDIAN = 50;
    private static final double TAIL = 99;

    private final Path folder;
    private final int probes;

    WireBench(Path folder, int probes) {
        this.folder = folder;
        this.probes = probes;
    }

    /** One who tells delays. */
    interface Teller {
        DelayRun tell(InetAddress target, int probes) throws IOException, InterruptedException;
    }

    /** What one run gave: told minus wire, us. */
    record Excess(double medianUs, double p99Us, double wireMedianUs, int seen) {}

    void run(PrintWriter out, Map<String, Teller> tellers, int rounds) throws IOException, InterruptedException {
        Map<String, List<Excess>> all = new LinkedHashMap<>();
        try (Namespace namespace = Namespace.open(NAMESPACE)) {
            InetAddress target = InetAddress.getByName(namespace.address());
            for (int round = 0; round <= rounds; round++) {
                for (Map.Entry<String, Teller> teller : tellers.entrySet()) {
                    Excess excess = once(teller.getValue(), target);
                    List<Excess> mine = all.computeIfAbsent(teller.getKey(), name -> new ArrayList<>());
                    if (round > 0) {
                        mine.add(excess); // the first round warms up
                    }
                }
            }
        }
        out.printf(
                Locale.ROOT,
                "%nExcess over the wire: a veth pair, one probe each ms, %,d probes, told minus captured; %d rounds in turns%n",
                probes,
                rounds);
        BenchTable table = new BenchTable("median us", "p99 us", "wire median us", "captured %");
        all.forEach((name, mine) -> table.row(
                name,
                BenchTable.median(mine, Excess::medianUs),
                BenchTable.median(mine, Excess::p99Us),
                BenchTable.median(mine, Excess::wireMedianUs),
                BenchTable.median(mine, run -> 100.0 * run.seen() / probes)));
        table.print(out, all.size() > 1);
    }

    private Excess once(Teller teller, InetAddress target) throws IOException, InterruptedException {
        try (Wire wire = Wire.listen(DEVICE, folder.resolve("wire.pcap"))) {
            DelayRun told = teller.tell(target, probes);
            double[] seen = wire.roundTripsUs();
            double median = Fping.percentile(seen, MEDIAN);
            return new Excess(
                    told.medianUs() - median, told.p99Us() - Fping.percentile(seen, TAIL), median, seen.length);
        }
    }
}
