package io.kerbstone.agent.probe;

import io.kerbstone.agent.record.Intake;
import io.kerbstone.icmp.PathCounts;
import io.kerbstone.icmp.ProberCounters;
import io.kerbstone.linux.Scheduling;
import io.kerbstone.measurement.DeviceReadings;
import io.kerbstone.measurement.PathFacts;
import io.kerbstone.measurement.Reading;
import io.kerbstone.settings.PathDefinition;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the evidence holds of ICMP paths beside their observations: the address a name stood for, late and duplicate
 * replies, and why silence was not held against the network. Owned by the measuring thread.
 */
final class IcmpFacts {
    /** Gap between two reports of counts, ns. */
    static final long COUNTS_GAP_NS = 60_000_000_000L;
    /** An address is told again after this, changed or not, ns. */
    static final long ADDRESS_GAP_NS = 3_600_000_000_000L;

    private static final double NS_PER_MS = 1e6;
    private static final String SOURCE = "icmp";

    private final String hostDeviceId;
    private final Intake intake;
    private final Map<String, Told> byName = new HashMap<>();
    private Optional<ProberCounters> before = Optional.empty();
    private long countedNs;

    /** What was told last of a path whose target is a name; no address at first. */
    private record Told(Optional<InetAddress> address, long atNs) {}

    IcmpFacts(String hostDeviceId, Intake intake) {
        this.hostDeviceId = hostDeviceId;
        this.intake = intake;
    }

    /** These are the paths from now on; the address of each name is told anew. */
    void replace(Collection<PathDefinition> paths) {
        byName.clear();
        for (PathDefinition path : paths) {
            if (!Resolver.isAddress(path.target())) {
                byName.put(path.id(), new Told(Optional.empty(), 0));
            }
        }
    }

    /** A probe goes there: told when it is another address than before, and once an hour. */
    void probed(PathDefinition path, Optional<InetAddress> address, long nowNs) {
        Told told = byName.get(path.id());
        if (told == null || address.isEmpty() || (told.address.equals(address) && nowNs - told.atNs < ADDRESS_GAP_NS)) {
            return;
        }
        byName.put(path.id(), new Told(address, nowNs));
        Reading fact =
                Reading.text("address", Reading.Kind.IDENTITY, address.get().getHostAddress(), path.target());
        intake.read(PathFacts.of(path.id(), nowNs, List.of(fact)));
    }

    /** Whether {@link #counted} is worth asking for. */
    boolean isTime(long nowNs) {
        return before.isEmpty() || nowNs - countedNs >= COUNTS_GAP_NS;
    }

    /** What was counted since the last time, of paths on which something was, and of this machine if it was held up. */
    void counted(Map<String, PathCounts.Count> counts, ProberCounters now, long nowNs) {
        ProberCounters last = before.orElse(now);
        List<Reading> host = hostReadings(last, now);
        counts.forEach((pathId, count) -> {
            List<Reading> facts = new ArrayList<>();
            add(facts, "late", count.late());
            add(facts, "duplicates", count.duplicates());
            add(facts, "starved", count.starved());
            if (count.starved() > 0) {
                facts.addAll(host);
            }
            intake.read(PathFacts.of(pathId, nowNs, facts));
        });
        if (now.starved() > last.starved() || now.heldUpNs() > last.heldUpNs()) {
            intake.read(
                    new DeviceReadings(hostDeviceId, HostPolls.PROFILE, nowNs, DeviceReadings.Status.COMPLETE, host));
        }
        before = Optional.of(now);
        countedNs = nowNs;
    }

    /** How long, since the last time, what kept the measuring thread from its work; ms. */
    private static List<Reading> hostReadings(ProberCounters last, ProberCounters now) {
        Scheduling since = now.scheduling().since(last.scheduling());
        return List.of(
                ms("agent.heldUp", now.heldUpNs() - last.heldUpNs(), SOURCE),
                ms("agent.runDelay", since.runDelayNs(), "/proc/thread-self/schedstat"),
                ms("agent.steal", since.stealNs(), "/proc/stat"),
                ms("agent.throttled", since.throttledNs(), "cpu.stat"),
                ms("agent.cpuPressure", since.pressureNs(), "/proc/pressure/cpu"));
    }

    private static Reading ms(String series, long ns, String source) {
        return Reading.number(series, Reading.Kind.GAUGE, "ms", ns / NS_PER_MS, source);
    }

    private static void add(List<Reading> facts, String series, long count) {
        if (count > 0) {
            facts.add(Reading.number(series, Reading.Kind.GAUGE, "", (double) count, SOURCE));
        }
    }
}
