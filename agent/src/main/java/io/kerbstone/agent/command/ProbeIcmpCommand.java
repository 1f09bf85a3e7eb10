package io.kerbstone.agent.command;

import io.kerbstone.icmp.IcmpProber;
import io.kerbstone.icmp.ProberOpening;
import io.kerbstone.icmp.ProberSettings;
import io.kerbstone.icmp.Sweep;
import io.kerbstone.icmp.Targets;
import io.kerbstone.icmp.TypeP;
import io.kerbstone.settings.ProbeOptions;
import io.kerbstone.time.MonotonicClock;
import io.kerbstone.time.WallClock;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code probe icmp}: echo to one or many targets. */
@Command(name = "icmp")
final class ProbeIcmpCommand extends ProbeKindCommand {
    /** Most bytes of a file of targets. */
    static final long TARGETS_BYTES_MAX = 8L << 20;
    /** Gap between two probes to different targets, ns: 10,000 a second. */
    static final long GAP_NS = 100_000;

    @Option(names = "--targets", paramLabel = "FILE")
    private @Nullable Path targets;

    @Option(names = "--payload", paramLabel = "BYTES", defaultValue = "56")
    private int payload = ProbeOptions.PAYLOAD_BYTES_DEFAULT;

    @Option(names = "--dscp", paramLabel = "0..63", defaultValue = "0")
    private int dscp;

    @Override
    public Integer call() {
        Sweep.Plan plan;
        try {
            Targets parsed = Targets.parse(targetText());
            if (!parsed.mistakes().isEmpty()) {
                parsed.mistakes().forEach(this::tell);
                return COULD_NOT;
            }
            if (parsed.addresses().isEmpty()) {
                throw wrongUse(messages().get("probe.noTarget"));
            }
            plan = plan(parsed.addresses());
        } catch (IOException e) {
            tell(messages().get("probe.file", String.valueOf(targets), e.toString()));
            return COULD_NOT;
        }
        ProberOpening opening = IcmpProber.open(ProberSettings.DEFAULT, MonotonicClock.SYSTEM, WallClock.SYSTEM);
        if (opening instanceof ProberOpening.Unavailable none) {
            tell(messages().get("probe.icmp", none.sentence()));
            return COULD_NOT;
        }
        try (IcmpProber prober = ((ProberOpening.Opened) opening).prober()) {
            Names names = new Names(plan.targets(), target);
            Sweep.run(
                    plan,
                    prober,
                    MonotonicClock.SYSTEM,
                    result -> print(names.take(result.target()), result.sample(), List.of()));
        }
        return answer();
    }

    private String targetText() throws IOException {
        if ((target == null) == (targets == null)) {
            throw wrongUse(messages().get("probe.noTarget"));
        }
        if (targets == null) {
            return target == null ? "" : target;
        }
        if (Files.size(targets) > TARGETS_BYTES_MAX) {
            throw wrongUse(messages().get("probe.tooLarge", targets));
        }
        return Files.readString(targets);
    }

    private Sweep.Plan plan(List<InetAddress> addresses) {
        return new Sweep.Plan(
                addresses,
                count(),
                intervalNs(),
                addresses.size() == 1 ? 0 : GAP_NS,
                waitingTimeNs(),
                new TypeP((int) inRange("--payload", payload, 0, ProbeOptions.PAYLOAD_BYTES_MAX), (int)
                        inRange("--dscp", dscp, 0, ProbeOptions.DSCP_MAX)));
    }

    /** What people called an address: the name as given for a single target, else the address. */
    private static final class Names {
        private final Map<InetAddress, Deque<String>> left = new HashMap<>();

        Names(List<InetAddress> addresses, @Nullable String given) {
            for (InetAddress address : addresses) {
                String name = addresses.size() == 1 && given != null ? given : address.getHostAddress();
                left.computeIfAbsent(address, key -> new ArrayDeque<>()).add(name);
            }
        }

        String take(InetAddress address) {
            Deque<String> names = left.get(address);
            return names == null || names.isEmpty() ? address.getHostAddress() : names.remove();
        }
    }
}
