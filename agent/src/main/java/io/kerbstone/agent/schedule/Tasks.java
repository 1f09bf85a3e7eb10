package io.kerbstone.agent.schedule;

import io.kerbstone.measurement.Rule;
import io.kerbstone.settings.Assignment;
import io.kerbstone.settings.DeviceDefinition;
import io.kerbstone.settings.PathDefinition;
import java.util.ArrayList;
import java.util.List;

/** The tasks an assignment makes. Stateless. */
public final class Tasks {
    /** Gap between two readings of the agent's own machine, ns. */
    public static final long HOST_GAP_NS = 60_000_000_000L;
    /** Further probes when one is lost under the sparse rule (docs/indicators.md). */
    public static final int SPARSE_CONFIRMATIONS = 2;

    private Tasks() {}

    /** One task per path and per device that is polled, and one for the machine itself. */
    public static List<Task> of(Assignment assignment, String hostDeviceId) {
        List<Task> tasks = new ArrayList<>();
        for (PathDefinition path : assignment.paths()) {
            int confirmations = path.rule().name().equals(Rule.SPARSE.name()) ? SPARSE_CONFIRMATIONS : 0;
            tasks.add(new Task(Task.Kind.PATH, path.id(), path.rule().probeGapNs(), confirmations, path.stream()));
        }
        for (DeviceDefinition device : assignment.devices()) {
            if (device.snmp().isPresent()) {
                tasks.add(new Task(Task.Kind.DEVICE, device.id(), device.pollIntervalMs() * 1_000_000L, 0));
            }
        }
        tasks.add(new Task(Task.Kind.HOST, hostDeviceId, HOST_GAP_NS, 0));
        return tasks;
    }
}
