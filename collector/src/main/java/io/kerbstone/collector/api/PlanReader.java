package io.kerbstone.collector.api;

import io.kerbstone.collector.registry.AgentRecord;
import io.kerbstone.collector.registry.DeviceRecord;
import io.kerbstone.collector.registry.GroupRecord;
import io.kerbstone.collector.registry.PathRecord;
import io.kerbstone.collector.registry.Plan;
import io.kerbstone.collector.registry.Registry;
import io.kerbstone.measurement.GroupPolicy;
import io.kerbstone.measurement.Target;
import io.kerbstone.settings.Assignment;
import io.kerbstone.settings.DefinitionsReader;
import io.kerbstone.settings.Documents;
import io.kerbstone.settings.Mistakes;
import io.kerbstone.settings.Node;
import io.kerbstone.settings.PathDefinition;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads a plan from YAML: {@code devices}, {@code paths} and {@code groups} as in agent.yaml and in the API, with {@code
 * agent} beside each. A path with {@code agents} instead stands for one path of each, {@code ID-AGENT}, and for the vantage group
 * {@code ID} of them. Used once.
 */
final class PlanReader {
    /** Most devices, paths or groups of one plan. */
    static final int ITEMS_MAX = 10_000;

    private final Registry registry;
    private final Mistakes mistakes;
    private final List<DeviceRecord> devices = new ArrayList<>();
    private final List<PathRecord> paths = new ArrayList<>();
    private final List<GroupRecord> groups = new ArrayList<>();
    private final Set<String> ids = new HashSet<>();

    PlanReader(Registry registry, Mistakes mistakes) {
        this.registry = registry;
        this.mistakes = mistakes;
    }

    /** The plan; it may be used only when there are no mistakes. */
    Plan read(String document) {
        Node node = Documents.parseYaml(document, mistakes);
        node.expectKeys(mistakes, "devices", "paths", "groups");
        node.sequence("devices", ITEMS_MAX, mistakes).forEach(this::device);
        node.sequence("paths", ITEMS_MAX, mistakes).forEach(this::path);
        node.sequence("groups", ITEMS_MAX, mistakes).forEach(this::group);
        DefinitionsReader.refusePlaceholders(
                new Assignment(
                        0,
                        devices.stream().map(DeviceRecord::definition).toList(),
                        paths.stream().map(PathRecord::definition).toList()),
                mistakes);
        return new Plan(devices, paths, groups);
    }

    private void device(Node item) {
        DeviceRecord device = new DeviceRecord(
                DefinitionsReader.readDevice(item.without("agent"), mistakes), item.id("agent", mistakes), false);
        once(item, "device", device.id());
        devices.add(device);
    }

    private void path(Node item) {
        PathDefinition path = DefinitionsReader.readPath(item.without("agent", "agents"), mistakes);
        if (!item.has("agents")) {
            add(item, path, item.id("agent", mistakes));
            return;
        }
        if (item.has("agent")) {
            mistakes.add(item.where("agent"), "does not go with agents; name all of them there");
        }
        List<String> members = item.sequence("agents", ITEMS_MAX, mistakes).stream()
                .map(agent -> agent.asId(mistakes))
                .distinct()
                .map(agent -> add(item, ofAgent(path, agent, registry), agent))
                .toList();
        once(item, "group", path.id());
        groups.add(vantage(path, members));
    }

    private String add(Node item, PathDefinition path, String agentId) {
        once(item, "path", path.id());
        paths.add(new PathRecord(path, agentId, false));
        return path.id();
    }

    private void group(Node item) {
        GroupRecord group = Edits.readGroup(item, mistakes);
        once(item, "group", group.id());
        groups.add(group);
    }

    private void once(Node item, String kind, String id) {
        if (!id.isEmpty() && !ids.add(kind + " " + id)) {
            mistakes.add(item.where("id"), kind + " '" + id + "' is here twice; give each its own id");
        }
    }

    /** One agent's own path to a target that several probe. */
    static PathDefinition ofAgent(PathDefinition path, String agentId, Registry registry) {
        String agentName = registry.agent(agentId).map(AgentRecord::name).orElse(agentId);
        String name = path.name() + " · " + agentName;
        int longest = DefinitionsReader.NAME_LENGTH_MAX;
        return path.named(path.id() + "-" + agentId, name.length() > longest ? name.substring(0, longest) : name);
    }

    /** The group of such paths. */
    static GroupRecord vantage(PathDefinition path, List<String> members) {
        return new GroupRecord(
                path.id(), path.name(), new GroupPolicy(GroupPolicy.Kind.VANTAGE, 1), members, Target.DEFAULT);
    }
}
