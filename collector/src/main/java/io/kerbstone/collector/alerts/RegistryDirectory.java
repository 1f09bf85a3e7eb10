package io.kerbstone.collector.alerts;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.kerbstone.collector.judge.PathLive;
import io.kerbstone.collector.registry.AgentRecord;
import io.kerbstone.collector.registry.AuditEntry;
import io.kerbstone.collector.registry.AuditTrail;
import io.kerbstone.collector.registry.PathRecord;
import io.kerbstone.collector.registry.Registry;
import io.kerbstone.collector.registry.StreamKey;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalLong;

/** The registry and the judge as alerts see them. Safe for many threads. */
public final class RegistryDirectory implements Directory {
    private static final double NS_PER_US = 1000;

    private final Registry registry;

    /** Looks into this registry. */
    public RegistryDirectory(Registry registry) {
        this.registry = registry;
    }

    @Override
    public Optional<Alert.Subject> path(String pathId) {
        return registry.path(pathId).flatMap(path -> registry.agent(path.agentId())
                .filter(RegistryDirectory::isActive)
                .map(agent -> subject(path, agent)));
    }

    private Alert.Subject subject(PathRecord path, AgentRecord agent) {
        return new Alert.Subject(path.id(), path.name(), target(path), agent.id(), agent.name());
    }

    /** A path by SNMP has no target of its own: its device's address counts. */
    private String target(PathRecord path) {
        String own = path.definition().target();
        return !own.isEmpty()
                ? own
                : path.definition()
                        .deviceId()
                        .flatMap(id -> registry.device(path.local() ? StreamKey.of(path.agentId(), id) : id))
                        .map(device -> device.definition().address())
                        .orElse("");
    }

    private static boolean isActive(AgentRecord agent) {
        return agent.status() == AgentRecord.Status.ACTIVE;
    }

    @Override
    public Collection<AgentEntry> agents() {
        return registry.agents().stream()
                .filter(RegistryDirectory::isActive)
                .map(agent -> new AgentEntry(
                        new Alert.Subject(agent.id(), agent.name(), "", agent.id(), agent.name()),
                        agent.lastSeenMs(),
                        agent.connected()))
                .toList();
    }

    @Override
    public int pathsOf(String agentId) {
        return (int) registry.paths().stream()
                .filter(path -> path.agentId().equals(agentId))
                .count();
    }

    /** The judge's word on a path as news; empty when the path was removed meanwhile. */
    public Optional<PathNews> news(PathLive live) {
        return registry.path(live.pathId())
                .map(path -> new PathNews(
                        live.pathId(),
                        live.state(),
                        live.sinceMs(),
                        live.lastIntervalMs() + path.definition().rule().intervalMs(),
                        Double.isNaN(live.lastRttUs())
                                ? OptionalLong.empty()
                                : OptionalLong.of(Math.round(live.lastRttUs() * NS_PER_US))));
    }

    /** Records acknowledgements in the audit trail. */
    public static Alerts.Audit audit(AuditTrail trail) {
        return alert -> alert.acknowledgement()
                .ifPresent(by -> trail.record(new AuditEntry(
                        by.atMs(), by.by(), "alert.acknowledge", Long.toString(alert.id()), detail(alert, by))));
    }

    private static String detail(Alert alert, Alert.Acknowledgement by) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("kind", alert.kind().name())
                .put("subject", alert.subject().id())
                .put("sinceMs", alert.sinceMs())
                .put("note", by.note())
                .toString();
    }
}
