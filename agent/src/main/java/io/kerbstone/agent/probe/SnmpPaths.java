package io.kerbstone.agent.probe;

import io.kerbstone.measurement.Observation;
import io.kerbstone.measurement.Outcome;
import io.kerbstone.settings.DeviceDefinition;
import io.kerbstone.settings.PathDefinition;
import io.kerbstone.snmp.SnmpReader;
import io.kerbstone.snmp.SnmpTarget;
import io.kerbstone.time.MonotonicClock;
import java.net.InetAddress;
import java.util.Optional;
import java.util.function.Consumer;

/** Probes paths of kind SNMP: one GET of sysUpTime to the device. Asked by the measuring thread. */
public final class SnmpPaths implements PathProber {
    private final SnmpReader reader;
    private final Resolver resolver;
    private final MonotonicClock clock;

    /** Probes with the reader. */
    public SnmpPaths(SnmpReader reader, Resolver resolver, MonotonicClock clock) {
        this.reader = reader;
        this.resolver = resolver;
        this.clock = clock;
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // the observation is the answer
    public void start(PathDefinition path, Optional<DeviceDefinition> device, long dueNs, Consumer<Observation> to) {
        Optional<InetAddress> address = device.flatMap(known -> resolver.addressOf(known.address(), clock.nowNs()));
        if (device.flatMap(DeviceDefinition::snmp).isEmpty()) {
            to.accept(notMeasured(path, dueNs, Outcome.NotMeasuredReason.NOT_SENT));
        } else if (address.isEmpty()) {
            to.accept(notMeasured(path, dueNs, Outcome.NotMeasuredReason.UNRESOLVED));
        } else {
            SnmpTarget target =
                    new SnmpTarget(address.get(), device.get().snmp().get());
            reader.probe(path.id(), target, path.waitingTimeMs())
                    .exceptionally(error -> notMeasured(path, dueNs, Outcome.NotMeasuredReason.NOT_SENT))
                    .thenAccept(to);
        }
    }

    private static Observation notMeasured(PathDefinition path, long dueNs, Outcome.NotMeasuredReason reason) {
        return new Observation(path.id(), dueNs, new Outcome.NotMeasured(reason));
    }
}
