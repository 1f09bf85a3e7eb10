package io.kerbstone.agent.probe;

import io.kerbstone.agent.record.Intake;
import io.kerbstone.agent.status.Counter;
import io.kerbstone.agent.status.Counters;
import io.kerbstone.host.HostReader;
import io.kerbstone.measurement.DeviceReadings;
import io.kerbstone.settings.Ids;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** Readings of the agent's own machine, as those of a device. Asked by one thread, read by a worker. */
public final class HostPolls {
    /** The profile these readings name. */
    public static final String PROFILE = "host";

    private static final String SUFFIX = ".host";

    private final String deviceId;
    private final HostReader reader;
    private final Workers workers;
    private final Intake intake;
    private final Counters counters;
    private final AtomicBoolean isReading = new AtomicBoolean();

    /** Reads with the reader on a worker. */
    public HostPolls(String deviceId, HostReader reader, Workers workers, Intake intake, Counters counters) {
        this.deviceId = deviceId;
        this.reader = reader;
        this.workers = workers;
        this.intake = intake;
        this.counters = counters;
    }

    /** The id under which an agent's own machine is a device: the agent's id and {@code .host} (docs/decisions/0041). */
    public static String deviceIdOf(String agentId) {
        int room = Ids.LENGTH_MAX - SUFFIX.length();
        return agentId.substring(0, Math.min(agentId.length(), room)) + SUFFIX;
    }

    /** Reads once, unless the last reading still hangs (a dead network filesystem does that). */
    public void poll(long nowNs) {
        if (!isReading.compareAndSet(false, true)) {
            notMeasured(nowNs);
            return;
        }
        if (!workers.run(() -> read(nowNs))) {
            isReading.set(false);
            notMeasured(nowNs);
        }
    }

    private void read(long nowNs) {
        try {
            intake.read(
                    new DeviceReadings(deviceId, PROFILE, nowNs, DeviceReadings.Status.COMPLETE, reader.read(nowNs)));
        } finally {
            isReading.set(false);
        }
    }

    private void notMeasured(long nowNs) {
        counters.add(Counter.HOST_FAILURES);
        intake.read(new DeviceReadings(deviceId, PROFILE, nowNs, DeviceReadings.Status.NOT_MEASURED, List.of()));
    }
}
