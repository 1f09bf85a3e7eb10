package io.kerbstone.collector.registry;

import io.kerbstone.settings.Assignment;
import io.kerbstone.settings.ProbeKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Holds a whole plan against the registry as it would be afterwards; names every reason against it. Used once. */
final class PlanCheck {
    private final Map<String, AgentRecord> agents;
    private final Map<String, DeviceRecord> devices;
    private final Map<String, PathRecord> paths;
    private final Map<String, GroupRecord> groups;
    private final List<String> refusals = new ArrayList<>();

    PlanCheck(
            Map<String, AgentRecord> agents,
            Map<String, DeviceRecord> devices,
            Map<String, PathRecord> paths,
            Map<String, GroupRecord> groups) {
        this.agents = agents;
        this.devices = new HashMap<>(devices);
        this.paths = new HashMap<>(paths);
        this.groups = new HashMap<>(groups);
    }

    List<String> refusals(Plan plan) {
        for (DeviceRecord device : plan.devices()) {
            DeviceRecord old = devices.put(device.id(), device);
            check("Device", device.id(), device.agentId(), old == null ? device.agentId() : old.agentId());
        }
        for (PathRecord path : plan.paths()) {
            PathRecord old = paths.put(path.id(), path);
            check("Path", path.id(), path.agentId(), old == null ? path.agentId() : old.agentId());
        }
        plan.paths().forEach(this::checkDevice);
        for (GroupRecord group : plan.groups()) {
            groups.put(group.id(), group);
            group.pathIds().stream()
                    .filter(id -> !paths.containsKey(id))
                    .forEach(id -> refusals.add("Group '" + group.id() + "': there is no path '" + id + "'."));
        }
        checkSizes();
        return refusals;
    }

    private void check(String kind, String id, String agentId, String oldAgentId) {
        AgentRecord agent = agents.get(agentId);
        if (agent == null || agent.status() == AgentRecord.Status.REVOKED) {
            refusals.add(kind + " '" + id + "': there is no agent '" + agentId + "'. Enrol it first.");
        } else if (!oldAgentId.equals(agentId)) {
            refusals.add(kind + " '" + id + "' belongs to agent '" + oldAgentId
                    + "'. Give it another id, or remove it there.");
        }
    }

    private void checkDevice(PathRecord path) {
        Optional<DeviceRecord> device = path.definition().deviceId().map(devices::get);
        boolean isThere = device.filter(found -> found.agentId().equals(path.agentId()))
                .filter(found -> found.definition().snmp().isPresent())
                .isPresent();
        if (path.definition().kind() == ProbeKind.SNMP && !isThere) {
            refusals.add(
                    "Path '" + path.id() + "' needs a device of agent '" + path.agentId() + "' with SNMP settings.");
        }
    }

    private void checkSizes() {
        Map<String, Integer> pathsOf = new HashMap<>();
        paths.values().forEach(path -> pathsOf.merge(path.agentId(), 1, Integer::sum));
        Map<String, Integer> devicesOf = new HashMap<>();
        devices.values().forEach(device -> devicesOf.merge(device.agentId(), 1, Integer::sum));
        pathsOf.forEach((agent, count) -> tooMany(count, Assignment.PATHS_MAX, "paths of agent '" + agent + "'"));
        devicesOf.forEach((agent, count) -> tooMany(count, Assignment.DEVICES_MAX, "devices of agent '" + agent + "'"));
        tooMany(groups.size(), Registry.GROUPS_MAX, "groups");
    }

    private void tooMany(int count, int most, String what) {
        if (count > most) {
            refusals.add("These would be " + count + " " + what + "; at most " + most + " are possible.");
        }
    }
}
