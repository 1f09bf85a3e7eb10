package io.kerbstone.collector.registry;

import io.kerbstone.collector.store.Database;
import io.kerbstone.measurement.GroupPolicy;
import io.kerbstone.measurement.Target;
import io.kerbstone.settings.Assignment;
import io.kerbstone.settings.DefinitionsWriter;
import io.kerbstone.settings.DeviceDefinition;
import io.kerbstone.settings.Ids;
import io.kerbstone.settings.PathDefinition;
import io.kerbstone.settings.ProbeKind;
import io.kerbstone.settings.Secrets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * The one door to agents, tokens, devices, paths and groups. Reads come from memory; changes are made one at a time,
 * written to the store, and recorded in the audit trail before they are told. Safe for many threads. Listeners run on
 * the thread that made the change, so they only enqueue.
 */
public final class Registry {
    /** The name under which the collector signs its own records; no agent gets it. */
    public static final String COLLECTOR = "collector";
    /** Most agents. */
    public static final int AGENTS_MAX = 10_000;
    /** Most groups. */
    public static final int GROUPS_MAX = 5_000;
    /** Longest life of a token, ms. */
    public static final long TOKEN_TTL_MS_MAX = 30L * 86_400_000;
    /** Most uses of a token. */
    public static final int TOKEN_USES_MAX = 1_000;

    static final long TOKEN_KEPT_MS = 86_400_000;

    private final RegistryRows rows;
    private final AuditTrail audit;
    private final Map<String, AgentRecord> agents = new ConcurrentSkipListMap<>();
    private final Map<String, PathRecord> paths = new ConcurrentSkipListMap<>();
    private final Map<String, DeviceRecord> devices = new ConcurrentSkipListMap<>();
    private final Map<String, GroupRecord> groups = new ConcurrentSkipListMap<>();
    private final List<Consumer<AgentEvent>> agentListeners = new CopyOnWriteArrayList<>();
    private final List<Consumer<String>> assignmentListeners = new CopyOnWriteArrayList<>();

    /** Reads everything from the store. */
    public Registry(Database database, Sealer sealer, AuditTrail audit) {
        this.rows = new RegistryRows(database, sealer);
        this.audit = audit;
        rows.agents().forEach(agent -> agents.put(agent.id(), agent));
        rows.paths().forEach(path -> paths.put(path.id(), path));
        rows.devices().forEach(device -> devices.put(device.id(), device));
        rows.groups().forEach(group -> groups.put(group.id(), group));
    }

    /** All agents, by id. */
    public List<AgentRecord> agents() {
        return List.copyOf(agents.values());
    }

    /** The agent of that id. */
    public Optional<AgentRecord> agent(String id) {
        return Optional.ofNullable(agents.get(id));
    }

    /** All paths, by id. */
    public List<PathRecord> paths() {
        return List.copyOf(paths.values());
    }

    /** The path of that id. */
    public Optional<PathRecord> path(String id) {
        return Optional.ofNullable(paths.get(id));
    }

    /** All devices, by id. */
    public List<DeviceRecord> devices() {
        return List.copyOf(devices.values());
    }

    /** The device of that id. */
    public Optional<DeviceRecord> device(String id) {
        return Optional.ofNullable(devices.get(id));
    }

    /** All groups, by id; among them one of all paths ({@link GroupRecord#ALL}). */
    public List<GroupRecord> groups() {
        Map<String, GroupRecord> all = new ConcurrentSkipListMap<>(groups);
        all.computeIfAbsent(GroupRecord.ALL, id -> everything());
        return List.copyOf(all.values());
    }

    /** The group of that id. */
    public Optional<GroupRecord> group(String id) {
        GroupRecord stored = groups.get(id);
        return stored != null
                ? Optional.of(stored)
                : id.equals(GroupRecord.ALL) ? Optional.of(everything()) : Optional.empty();
    }

    private GroupRecord everything() {
        GroupPolicy inSeries = new GroupPolicy(GroupPolicy.Kind.ALL, 1);
        return new GroupRecord(GroupRecord.ALL, "All paths", inSeries, List.copyOf(paths.keySet()), Target.DEFAULT);
    }

    /** Tells of agents that come, go, are enrolled and revoked. */
    public void onAgentEvent(Consumer<AgentEvent> listener) {
        agentListeners.add(listener);
    }

    /** Tells the id of an agent whose assignment changed. */
    public void onAssignment(Consumer<String> listener) {
        assignmentListeners.add(listener);
    }

    /** What an agent is told to poll and probe. */
    public synchronized Assignment assignment(String agentId) {
        AgentRecord agent = agents.get(agentId);
        return new Assignment(
                agent == null ? 0 : agent.configVersion(),
                devices.values().stream()
                        .filter(device -> !device.local() && device.agentId().equals(agentId))
                        .map(DeviceRecord::definition)
                        .toList(),
                paths.values().stream()
                        .filter(path -> !path.local() && path.agentId().equals(agentId))
                        .map(PathRecord::definition)
                        .toList());
    }

    /** Makes everything as the plan says, in one go, each change a record of its own; with any refusal, nothing. */
    public synchronized Plan.Result apply(Plan plan, String by, long nowMs) {
        List<String> refusals = new PlanCheck(agents, devices, paths, groups).refusals(plan);
        List<String> changed = new ArrayList<>();
        if (!refusals.isEmpty()) {
            return new Plan.Result(refusals, changed, 0);
        }
        plan.devices().stream()
                .filter(one -> !one.equals(devices.get(one.id())))
                .forEach(one -> {
                    putDevice(one.definition(), one.agentId(), by, nowMs).ifPresent(refusals::add);
                    changed.add(one.id());
                });
        plan.paths().stream().filter(one -> !one.equals(paths.get(one.id()))).forEach(one -> {
            putPath(one.definition(), one.agentId(), by, nowMs).ifPresent(refusals::add);
            changed.add(one.id());
        });
        plan.groups().stream().filter(one -> !one.equals(groups.get(one.id()))).forEach(one -> {
            putGroup(one, by, nowMs).ifPresent(refusals::add);
            changed.add(one.id());
        });
        if (!refusals.isEmpty()) {
            throw new IllegalStateException("BUG: refused after the check: " + refusals);
        }
        int all = plan.devices().size() + plan.paths().size() + plan.groups().size();
        return new Plan.Result(refusals, changed, all - changed.size());
    }

    /** Adds or replaces a path; answers why it cannot be, or nothing. */
    public synchronized Optional<String> putPath(PathDefinition definition, String agentId, String by, long nowMs) {
        PathRecord path = new PathRecord(definition, agentId, false);
        Optional<String> refusal = refusal(path);
        if (refusal.isPresent()) {
            return refusal;
        }
        rows.put(path, nextAssignment(agentId));
        paths.put(path.id(), path);
        audit.record(
                new AuditEntry(nowMs, by, "path.put", path.id(), DefinitionsWriter.toJson(definition, Secrets.HIDE)));
        return changed(agentId);
    }

    private Optional<String> refusal(PathRecord path) {
        PathRecord old = paths.get(path.id());
        Optional<String> device = path.definition().deviceId();
        if (old != null && !old.agentId().equals(path.agentId())) {
            return Optional.of("Path '" + path.id() + "' is probed by agent '" + old.agentId()
                    + "'. From another agent it is another path: give it an id of its own.");
        }
        if (old == null && count(paths.values().stream().map(PathRecord::agentId), path) >= Assignment.PATHS_MAX) {
            return Optional.of("Agent '" + path.agentId() + "' has " + Assignment.PATHS_MAX + " paths already.");
        }
        if (path.definition().kind() == ProbeKind.SNMP && !isSnmpDeviceOf(path.agentId(), device)) {
            return Optional.of("Path '" + path.id() + "' needs a device of agent '" + path.agentId()
                    + "' with SNMP settings; add the device first.");
        }
        return refusal(path.id(), path.agentId());
    }

    private static long count(java.util.stream.Stream<String> agentIds, PathRecord path) {
        return agentIds.filter(path.agentId()::equals).count();
    }

    private boolean isSnmpDeviceOf(String agentId, Optional<String> deviceId) {
        return deviceId.map(devices::get)
                .filter(device -> device.agentId().equals(agentId))
                .filter(device -> device.definition().snmp().isPresent())
                .isPresent();
    }

    private Optional<String> refusal(String id, String agentId) {
        if (!Ids.isId(id)) {
            return Optional.of("'" + id + "' is no id: use 1 to " + Ids.LENGTH_MAX + " of a-z A-Z 0-9 . _ -");
        }
        AgentRecord agent = agents.get(agentId);
        return agent == null || agent.status() == AgentRecord.Status.REVOKED
                ? Optional.of("There is no agent '" + agentId + "'. Enrol it first.")
                : Optional.empty();
    }

    /** Removes a path; what was measured stays in the archive. */
    public synchronized Optional<String> deletePath(String id, String by, long nowMs) {
        PathRecord path = paths.get(id);
        if (path == null) {
            return Optional.of("There is no path '" + id + "'.");
        }
        if (path.local()) {
            return Optional.of("Path '" + id + "' comes from the file of its agent; remove it there.");
        }
        rows.deletePath(path, nextAssignment(path.agentId()));
        paths.remove(id);
        audit.record(new AuditEntry(nowMs, by, "path.delete", id, ""));
        return changed(path.agentId());
    }

    /** Adds or replaces a device; answers why it cannot be, or nothing. */
    public synchronized Optional<String> putDevice(DeviceDefinition definition, String agentId, String by, long nowMs) {
        DeviceRecord device = new DeviceRecord(definition, agentId, false);
        DeviceRecord old = devices.get(device.id());
        if (old != null && !old.agentId().equals(agentId)) {
            return Optional.of("Device '" + device.id() + "' is polled by agent '" + old.agentId()
                    + "'. Remove it there first, or give it another id.");
        }
        long others = devices.values().stream()
                .filter(other -> other.agentId().equals(agentId))
                .count();
        if (old == null && others >= Assignment.DEVICES_MAX) {
            return Optional.of("Agent '" + agentId + "' has " + Assignment.DEVICES_MAX + " devices already.");
        }
        Optional<String> refusal = refusal(device.id(), agentId);
        if (refusal.isPresent()) {
            return refusal;
        }
        rows.put(device, nextAssignment(agentId));
        devices.put(device.id(), device);
        String shown = DefinitionsWriter.toJson(definition, Secrets.HIDE);
        audit.record(new AuditEntry(nowMs, by, "device.put", device.id(), shown));
        return changed(agentId);
    }

    /** Removes a device that no path leads to. */
    public synchronized Optional<String> deleteDevice(String id, String by, long nowMs) {
        DeviceRecord device = devices.get(id);
        if (device == null) {
            return Optional.of("There is no device '" + id + "'.");
        }
        if (device.local()) {
            return Optional.of("Device '" + id + "' comes from the file of its agent; remove it there.");
        }
        Optional<PathRecord> path = paths.values().stream()
                .filter(p -> !p.local() && p.definition().deviceId().equals(Optional.of(id)))
                .findFirst();
        if (path.isPresent()) {
            return Optional.of("Path '" + path.get().id() + "' leads to device '" + id + "'; remove the path first.");
        }
        rows.deleteDevice(device, nextAssignment(device.agentId()));
        devices.remove(id);
        audit.record(new AuditEntry(nowMs, by, "device.delete", id, ""));
        return changed(device.agentId());
    }

    private AgentRecord nextAssignment(String agentId) {
        AgentRecord agent = agents.get(agentId);
        if (agent == null) {
            throw new IllegalStateException("BUG: assignment for unknown agent " + agentId);
        }
        AgentRecord next = agent.assigned(agent.configVersion() + 1);
        agents.put(agentId, next);
        return next;
    }

    private Optional<String> changed(String agentId) {
        assignmentListeners.forEach(listener -> listener.accept(agentId));
        return Optional.empty();
    }

    /** Adds or replaces a group; answers why it cannot be, or nothing. */
    public synchronized Optional<String> putGroup(GroupRecord group, String by, long nowMs) {
        Optional<String> unknown =
                group.pathIds().stream().filter(id -> !paths.containsKey(id)).findFirst();
        if (!Ids.isId(group.id())) {
            return Optional.of("'" + group.id() + "' is no id: use 1 to 64 of a-z A-Z 0-9 . _ -");
        }
        if (unknown.isPresent()) {
            return Optional.of("There is no path '" + unknown.get() + "'.");
        }
        if (group.pathIds().size() > GroupRecord.MAX_PATHS) {
            return Optional.of("A group holds at most " + GroupRecord.MAX_PATHS + " paths.");
        }
        if (!groups.containsKey(group.id()) && groups.size() >= GROUPS_MAX) {
            return Optional.of("There are " + GROUPS_MAX + " groups already.");
        }
        rows.put(group);
        groups.put(group.id(), group);
        audit.record(new AuditEntry(nowMs, by, "group.put", group.id(), group.toString()));
        return Optional.empty();
    }

    /** Removes a stored group. */
    public synchronized Optional<String> deleteGroup(String id, String by, long nowMs) {
        if (groups.remove(id) == null) {
            return Optional.of("There is no stored group '" + id + "'.");
        }
        rows.deleteGroup(id);
        audit.record(new AuditEntry(nowMs, by, "group.delete", id, ""));
        return Optional.empty();
    }

    /** Cuts an agent off for good; answers why it cannot be, or nothing. */
    public synchronized Optional<String> revoke(String agentId, String by, long nowMs) {
        AgentRecord agent = agents.get(agentId);
        if (agent == null) {
            return Optional.of("There is no agent '" + agentId + "'.");
        }
        if (agent.status() == AgentRecord.Status.REVOKED) {
            return Optional.empty();
        }
        AgentRecord revoked = agent.revoked();
        rows.saveState(revoked);
        agents.put(agentId, revoked);
        audit.record(new AuditEntry(nowMs, by, "agent.revoke", agentId, ""));
        tell(new AgentEvent(agentId, AgentEvent.Kind.REVOKED, nowMs));
        return Optional.empty();
    }

    /**
     * Keeps a new enrolment token.
     *
     * @param secretHash hash of its secret, which is not kept
     * @return why it cannot be, or nothing
     */
    public synchronized Optional<String> addToken(
            String secretHash, String site, long ttlMs, int uses, String by, long nowMs) {
        if (ttlMs < 1 || ttlMs > TOKEN_TTL_MS_MAX) {
            return Optional.of("A token lives for at most 30 days.");
        }
        if (uses < 1 || uses > TOKEN_USES_MAX) {
            return Optional.of("A token serves 1 to " + TOKEN_USES_MAX + " agents.");
        }
        if (site.length() > 200) {
            return Optional.of("The name of a site has at most 200 characters.");
        }
        rows.insertToken(new RegistryRows.TokenRow(secretHash, site, nowMs + ttlMs, uses, 0), by, nowMs);
        audit.record(new AuditEntry(nowMs, by, "token.create", secretHash.substring(0, 8), site));
        return Optional.empty();
    }

    /** What an agent that wants to be enrolled is told. */
    public sealed interface Enrolment {
        /** Welcome, under this id. */
        record Enrolled(String agentId) implements Enrolment {}

        /** No, and why. */
        record Refused(String sentence) implements Enrolment {}
    }

    /** Whether the token is good now; answers why not, or nothing. Changes nothing. */
    public Optional<String> refusalOfToken(String secretHash, long nowMs) {
        Optional<RegistryRows.TokenRow> token = rows.token(secretHash);
        if (token.isEmpty()) {
            return Optional.of(
                    "This token is not known here. Check that it was copied whole, and that it is for this collector.");
        }
        if (token.get().used() >= token.get().uses()) {
            return Optional.of("This token has been used up. Make a new one: kerbstone-collector token create");
        }
        return token.get().expiresAtMs() <= nowMs
                ? Optional.of("This token has expired. Make a new one: kerbstone-collector token create")
                : Optional.empty();
    }

    /** The id an agent of that name would get now. */
    public String freeAgentId(String name) {
        String base =
                name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]+", "-").replaceAll("^[-.]+|[-.]+$", "");
        base = base.isEmpty() || base.equals(COLLECTOR) ? "agent" : base.substring(0, Math.min(base.length(), 56));
        String id = base;
        for (int i = 2; agents.containsKey(id); i++) {
            id = base + "-" + i;
        }
        return id;
    }

    /** Enrols an agent under an id that {@link #freeAgentId} gave, using the token up by one. */
    public synchronized Enrolment enrol(String secretHash, String agentId, String name, byte[] signingKey, long nowMs) {
        Optional<String> refusal = refusalOfToken(secretHash, nowMs);
        if (refusal.isEmpty() && agents.size() >= AGENTS_MAX) {
            refusal = Optional.of("This collector has " + AGENTS_MAX + " agents already.");
        }
        if (refusal.isEmpty() && agents.containsKey(agentId)) {
            refusal = Optional.of("Another agent took the name meanwhile. Try again.");
        }
        if (refusal.isPresent()) {
            return new Enrolment.Refused(refusal.get());
        }
        String site = rows.token(secretHash).map(RegistryRows.TokenRow::site).orElse("");
        AgentRecord agent = new AgentRecord(
                agentId,
                name.isEmpty() ? agentId : name.substring(0, Math.min(name.length(), 200)),
                site,
                signingKey.clone(),
                AgentRecord.Status.ACTIVE,
                nowMs,
                0,
                false,
                "",
                1,
                0,
                List.of());
        if (!rows.enrol(agent, secretHash)) {
            return new Enrolment.Refused(
                    "This token has been used up. Make a new one: kerbstone-collector token create");
        }
        agents.put(agentId, agent);
        audit.record(new AuditEntry(nowMs, COLLECTOR, "agent.enrol", agentId, site));
        tell(new AgentEvent(agentId, AgentEvent.Kind.ENROLLED, nowMs));
        return new Enrolment.Enrolled(agentId);
    }

    /** An agent greeted us. */
    public synchronized void connected(String agentId, String softwareVersion, long nowMs) {
        change(agentId, agent -> agent.seen(true, nowMs, softwareVersion));
        tell(new AgentEvent(agentId, AgentEvent.Kind.CONNECTED, nowMs));
    }

    /** The connection of an agent ended. */
    public synchronized void disconnected(String agentId, long nowMs) {
        change(agentId, agent -> agent.seen(false, nowMs, agent.softwareVersion()));
        tell(new AgentEvent(agentId, AgentEvent.Kind.DISCONNECTED, nowMs));
    }

    /** A message of a connected agent came; kept in memory only. */
    public void seen(String agentId, long nowMs) {
        agents.computeIfPresent(agentId, (id, agent) -> agent.seen(agent.connected(), nowMs, agent.softwareVersion()));
    }

    /** An agent said what it made of its assignment. */
    public synchronized void applied(String agentId, long version, List<String> mistakes) {
        change(agentId, agent -> agent.applied(version, mistakes));
    }

    private void change(String agentId, java.util.function.UnaryOperator<AgentRecord> change) {
        AgentRecord changed = agents.computeIfPresent(agentId, (id, agent) -> change.apply(agent));
        if (changed != null) {
            rows.saveState(changed);
        }
    }

    /**
     * Takes over what an agent's own file defines.
     *
     * @param atNs wall time of the frame that said so, ns since 1970 UTC; an older one than the last changes nothing
     */
    public synchronized void applyLocal(String agentId, long atNs, Assignment local) {
        if (!agents.containsKey(agentId) || !rows.replaceLocal(agentId, atNs, local.devices(), local.paths())) {
            return;
        }
        paths.values().removeIf(path -> path.local() && path.agentId().equals(agentId));
        devices.values().removeIf(device -> device.local() && device.agentId().equals(agentId));
        local.devices().forEach(d -> devices.put(StreamKey.of(agentId, d.id()), new DeviceRecord(d, agentId, true)));
        local.paths().forEach(p -> paths.put(StreamKey.of(agentId, p.id()), new PathRecord(p, agentId, true)));
    }

    private void tell(AgentEvent event) {
        agentListeners.forEach(listener -> listener.accept(event));
    }
}
