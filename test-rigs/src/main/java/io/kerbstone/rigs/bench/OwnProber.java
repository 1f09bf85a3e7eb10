package io.kerbstone.rigs.bench;

import com.sun.management.OperatingSystemMXBean;
import io.kerbstone.icmp.IcmpProber;
import io.kerbstone.icmp.ProberOpening;
import io.kerbstone.icmp.ProberSettings;
import io.kerbstone.icmp.Sweep;
import io.kerbstone.icmp.TypeP;
import io.kerbstone.measurement.Delays;
import io.kerbstone.time.MonotonicClock;
import io.kerbstone.time.WallClock;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.util.List;

/**
 * The product's prober in this process. A sweep counts the CPU time of the whole process, so compiler and collector
 * threads of Java are in it; only the start of Java is not. Owned by one thread.
 */
final class OwnProber implements AutoCloseable {
    private static final double NS_PER_S = 1e9;
    private static final double NS_PER_US = 1e3;
    private static final long WAITING_TIME_NS = 1_000_000_000L;
    private static final long GAP_NS = 1_000_000L;

    private final OperatingSystemMXBean process = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private final MonotonicClock clock = MonotonicClock.SYSTEM;
    private final IcmpProber prober;

    /** Throws IOException in words where this machine has no ICMP for us. */
    OwnProber(boolean sendStamps) throws IOException {
        ProberOpening opening =
                IcmpProber.open(ProberSettings.DEFAULT.withSendStamps(sendStamps), clock, WallClock.SYSTEM);
        if (opening instanceof ProberOpening.Opened opened) {
            prober = opened.prober();
        } else {
            throw new IOException(((ProberOpening.Unavailable) opening).sentence());
        }
    }

    SweepRun sweep(List<InetAddress> targets) {
        int[] replied = new int[1];
        long cpuBefore = process.getProcessCpuTime();
        long before = clock.nowNs();
        Sweep.Plan plan = new Sweep.Plan(targets, 1, 0, 0, WAITING_TIME_NS, TypeP.USUAL);
        Sweep.run(
                plan,
                prober,
                clock,
                result -> replied[0] += (int) result.sample().delays().count());
        double wall = (clock.nowNs() - before) / NS_PER_S;
        return new SweepRun(targets.size(), replied[0], wall, (process.getProcessCpuTime() - cpuBefore) / NS_PER_S);
    }

    DelayRun delays(InetAddress target, int count) {
        Delays.Builder all = new Delays.Builder();
        Sweep.Plan plan = new Sweep.Plan(List.of(target), count, GAP_NS, 0, WAITING_TIME_NS, TypeP.USUAL);
        Sweep.run(plan, prober, clock, result -> all.merge(result.sample().delays()));
        Delays delays = all.build();
        return new DelayRun(
                count,
                (int) delays.count(),
                delays.percentileNs(50) / NS_PER_US,
                delays.percentileNs(99) / NS_PER_US,
                delays.errorBoundNs() / NS_PER_US);
    }

    /** The targets in turn at a steady rate. */
    HoldRun hold(List<InetAddress> targets, int perSecond, long durationNs) {
        return new Hold(prober, targets, clock).run(perSecond, durationNs, cpuSeconds(), this);
    }

    /** User and system time of this process so far. */
    double cpuSeconds() {
        return process.getProcessCpuTime() / NS_PER_S;
    }

    @Override
    public void close() {
        prober.close();
    }
}
