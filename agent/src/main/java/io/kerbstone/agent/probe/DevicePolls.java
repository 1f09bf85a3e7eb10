package io.kerbstone.agent.probe;

import io.kerbstone.agent.record.Intake;
import io.kerbstone.agent.status.Counter;
import io.kerbstone.agent.status.Counters;
import io.kerbstone.measurement.DeviceReadings;
import io.kerbstone.measurement.Reading;
import io.kerbstone.profiles.Normaliser;
import io.kerbstone.profiles.Profile;
import io.kerbstone.profiles.ProfileCatalogue;
import io.kerbstone.settings.DeviceDefinition;
import io.kerbstone.snmp.SnmpReader;
import io.kerbstone.snmp.SnmpTarget;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Polls devices: at most one poll of a device at a time and a bounded number together; remembers counters from poll to
 * poll. Asked by the measuring thread, completed elsewhere.
 */
public final class DevicePolls {
    /** Most polls under way together. */
    public static final int POLLS_MAX = 64;

    private static final Logger LOG = LoggerFactory.getLogger(DevicePolls.class);

    private final SnmpReader reader;
    private final ProfileCatalogue catalogue;
    private final Workers workers;
    private final Intake intake;
    private final Counters counters;
    private final Semaphore slots = new Semaphore(POLLS_MAX);
    private final Map<String, Memory> memories = new ConcurrentHashMap<>();
    private final Set<String> busy = ConcurrentHashMap.newKeySet();

    /** What must be known of the last poll. */
    private record Memory(String profileId, io.kerbstone.profiles.Counters counters, DeviceReadings.Status status) {}

    /** Polls with the reader; what it makes goes into the intake. */
    public DevicePolls(
            SnmpReader reader, ProfileCatalogue catalogue, Workers workers, Intake intake, Counters counters) {
        this.reader = reader;
        this.catalogue = catalogue;
        this.workers = workers;
        this.intake = intake;
        this.counters = counters;
    }

    /** Forgets devices that are not assigned any more. */
    public void keepOnly(Set<String> deviceIds) {
        memories.keySet().retainAll(deviceIds);
    }

    /** Begins a poll, unless the last one still runs or too many do. */
    @SuppressWarnings("FutureReturnValueIgnored") // whenComplete is the end of the line
    public void poll(DeviceDefinition device, SnmpTarget target, long nowNs) {
        if (!busy.add(device.id())) {
            counters.add(Counter.SNMP_BUSY);
            notMeasured(device, nowNs);
            return;
        }
        if (!slots.tryAcquire()) {
            busy.remove(device.id());
            counters.add(Counter.SNMP_BUSY);
            notMeasured(device, nowNs);
            return;
        }
        DeviceSurvey.start(reader, target, catalogue, device.profile(), DeviceSurvey.WAITING_TIME_MS)
                .thenAcceptAsync(result -> finish(device, result, nowNs), this::runSoon)
                .whenComplete((nothing, error) -> {
                    slots.release();
                    busy.remove(device.id());
                    if (error != null) {
                        LOG.error("BUG: the poll of device {} ended in an error", device.id(), error);
                    }
                });
    }

    /** Says that the device was not polled though it was due. */
    public void notMeasured(DeviceDefinition device, long dueNs) {
        intake.read(new DeviceReadings(device.id(), "", dueNs, DeviceReadings.Status.NOT_MEASURED, List.of()));
    }

    private void runSoon(Runnable task) {
        if (!workers.run(task)) {
            task.run(); // late is better than never; it is bounded by the polls under way
        }
    }

    private void finish(DeviceDefinition device, DeviceSurvey.Result result, long nowNs) {
        Memory before = memories.get(device.id());
        String profileId = result.profile().map(Profile::id).orElse("");
        List<Reading> readings = List.of();
        io.kerbstone.profiles.Counters remembered = io.kerbstone.profiles.Counters.NONE;
        Optional<Profile> profile = result.profile();
        if (profile.isPresent()) {
            if (before != null && before.profileId.equals(profileId)) {
                remembered = before.counters;
            }
            Normaliser.Normalised made = Normaliser.apply(profile.get(), result.varbinds(), remembered, nowNs);
            readings = made.readings();
            remembered = made.counters();
        } else if (before != null) {
            profileId = before.profileId;
            remembered = before.counters;
        }
        tellChange(device, before, result);
        memories.put(device.id(), new Memory(profileId, remembered, result.status()));
        intake.read(new DeviceReadings(device.id(), profileId, nowNs, result.status(), readings));
    }

    /** A device that stops or begins to answer is told once, not at every poll. */
    private static void tellChange(DeviceDefinition device, @Nullable Memory before, DeviceSurvey.Result result) {
        if (before != null && before.status == result.status()) {
            return;
        }
        if (result.status() == DeviceReadings.Status.COMPLETE) {
            LOG.info(
                    "Device {} is read completely with profile {}.",
                    device.id(),
                    result.profile().map(Profile::id).orElse(""));
        } else {
            LOG.warn("Device {}: {} {}", device.id(), result.status(), String.join(" ", result.notes()));
        }
    }
}
