package io.kerbstone.rigs.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kerbstone.icmp.IcmpProber;
import io.kerbstone.icmp.ProberCounters;
import io.kerbstone.icmp.ProberOpening;
import io.kerbstone.icmp.ProberSettings;
import io.kerbstone.icmp.Sweep;
import io.kerbstone.icmp.Targets;
import io.kerbstone.icmp.TypeP;
import io.kerbstone.measurement.Delays;
import io.kerbstone.measurement.MeanDelay;
import io.kerbstone.time.MonotonicClock;
import io.kerbstone.time.WallClock;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The product's prober as a process of its own, to be run at the near side of an impaired link: one sweep after the other, a JSON document for each, and one with the prober's counters at the end. Arguments: file of targets, us from
 * one round of them to the next, waiting time in ms, ms to listen for stragglers at the end, then the rounds of each sweep.
 */
final class LinkProber {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long NS_PER_US = 1_000;
    private static final long NS_PER_MS = 1_000_000;

    private LinkProber() {}

    public static void main(String[] args) throws IOException {
        List<InetAddress> targets =
                Targets.parse(Files.readString(Path.of(args[0]))).addresses();
        long roundNs = Long.parseLong(args[1]) * NS_PER_US;
        long waitingTimeNs = Long.parseLong(args[2]) * NS_PER_MS;
        long lingerNs = Long.parseLong(args[3]) * NS_PER_MS;
        try (IcmpProber prober = open()) {
            for (int i = 4; i < args.length; i++) {
                int rounds = Integer.parseInt(args[i]);
                System.out.println(
                        sweep(prober, new Sweep.Plan(targets, rounds, roundNs, 0, waitingTimeNs, TypeP.USUAL)));
            }
            listen(prober, lingerNs);
            ProberCounters counters = prober.counters();
            System.out.println(JSON.createObjectNode()
                    .put("late", counters.late())
                    .put("duplicate", counters.duplicate())
                    .put("invalid", counters.invalidReplies())
                    .put("droppedByKernel", counters.droppedByKernel()));
        }
    }

    private static IcmpProber open() throws IOException {
        ProberOpening opening = IcmpProber.open(ProberSettings.DEFAULT, MonotonicClock.SYSTEM, WallClock.SYSTEM);
        if (opening instanceof ProberOpening.Opened opened) {
            return opened.prober();
        }
        throw new IOException(((ProberOpening.Unavailable) opening).sentence());
    }

    private static void listen(IcmpProber prober, long forNs) {
        long endNs = MonotonicClock.SYSTEM.nowNs() + forNs;
        for (long leftNs = forNs; leftNs > 0; leftNs = endNs - MonotonicClock.SYSTEM.nowNs()) {
            prober.poll(leftNs, observation -> {
                throw new IllegalStateException("BUG: nothing waits: " + observation);
            });
        }
    }

    private static ObjectNode sweep(IcmpProber prober, Sweep.Plan plan) {
        long[] counts = new long[3];
        Delays.Builder all = new Delays.Builder();
        Sweep.run(plan, prober, MonotonicClock.SYSTEM, result -> {
            counts[0] += result.sample().sent();
            counts[1] += result.sample().lost();
            counts[2] += result.sample().notSent();
            all.merge(result.sample().delays());
        });
        Delays delays = all.build();
        MeanDelay mean = MeanDelay.of(delays);
        return JSON.createObjectNode()
                .put("sent", counts[0])
                .put("lost", counts[1])
                .put("notSent", counts[2])
                .put("medianNs", delays.count() == 0 ? 0 : delays.percentileNs(50))
                .put("replies", mean.count())
                .put("meanNs", mean.meanNs())
                .put("standardErrorNs", mean.standardErrorNs())
                .put("independent", mean.independent())
                .put("errorBoundNs", mean.errorBoundNs());
    }
}
