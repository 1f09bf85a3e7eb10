package io.kerbstone.collector.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kerbstone.collector.registry.DeviceRecord;
import io.kerbstone.collector.registry.GroupRecord;
import io.kerbstone.collector.registry.PathRecord;
import io.kerbstone.collector.registry.Plan;
import io.kerbstone.collector.registry.Registry;
import io.kerbstone.measurement.GroupPolicy;
import io.kerbstone.measurement.Target;
import io.kerbstone.settings.Choices;
import io.kerbstone.settings.DefinitionsReader;
import io.kerbstone.settings.DefinitionsWriter;
import io.kerbstone.settings.DeviceDefinition;
import io.kerbstone.settings.Documents;
import io.kerbstone.settings.Mistakes;
import io.kerbstone.settings.Node;
import io.kerbstone.settings.PathDefinition;
import io.kerbstone.settings.ProbeOptions;
import io.kerbstone.settings.Secret;
import io.kerbstone.settings.Secrets;
import io.kerbstone.settings.SnmpAccess;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Changes of devices, paths and groups, as documents: forms and the API go the same way and get the same mistakes. Each
 * change answers with every mistake found; an empty list means done. Stateless, safe for many threads.
 */
public final class Edits {
    /** Longest name of a group, characters. */
    public static final int GROUP_NAME_LENGTH_MAX = 200;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final double NS_PER_MS = 1_000_000;
    private static final double DELAY_MS_MAX = 60_000;
    private static final String AGENT = "agent";

    private final Registry registry;

    /** Changes in this registry. */
    public Edits(Registry registry) {
        this.registry = registry;
    }

    /**
     * Who wants the change and how.
     *
     * @param by the user
     * @param nowMs when, ms since 1970 UTC
     * @param idInAddress for a change of something that is there: its id, which the document must not contradict
     */
    public record Asked(String by, long nowMs, Optional<String> idInAddress) {}

    /** Adds or replaces a device; the document is as in agent.yaml, with {@code agent} beside. */
    public List<String> putDevice(String document, Asked asked) {
        Mistakes mistakes = new Mistakes();
        Body body = body(document, asked, true, mistakes);
        DeviceDefinition device = unhidden(DefinitionsReader.readDevice(body.node, mistakes));
        device.snmp()
                .filter(snmp -> isPlaceholder(snmp))
                .ifPresent(snmp -> mistakes.add("snmp", "write the real secret instead of " + Secret.PLACEHOLDER));
        return mistakes.isEmpty()
                ? list(registry.putDevice(device, body.agent, asked.by, asked.nowMs))
                : sentences(mistakes);
    }

    /** Adds or replaces a path; the document is as in agent.yaml, with {@code agent} beside. */
    public List<String> putPath(String document, Asked asked) {
        Mistakes mistakes = new Mistakes();
        Body body = body(document, asked, true, mistakes);
        PathDefinition path = unhidden(DefinitionsReader.readPath(body.node, mistakes), mistakes);
        return mistakes.isEmpty()
                ? list(registry.putPath(path, body.agent, asked.by, asked.nowMs))
                : sentences(mistakes);
    }

    /**
     * Adds one path for each of several agents that probe one target, {@code ID-AGENT} each, and the vantage group {@code ID} of
     * them; with any mistake, nothing. The document is that of one path.
     */
    public List<String> putVantage(String document, List<String> agents, Asked asked) {
        Mistakes mistakes = new Mistakes();
        PathDefinition path = DefinitionsReader.readPath(body(document, asked, true, mistakes).node, mistakes);
        if (!mistakes.isEmpty()) {
            return sentences(mistakes);
        }
        List<PathRecord> paths = agents.stream()
                .map(agent -> new PathRecord(PlanReader.ofAgent(path, agent, registry), agent, false))
                .toList();
        List<String> ids = paths.stream().map(PathRecord::id).toList();
        List<String> taken = taken(path.id(), ids);
        if (!taken.isEmpty()) {
            return taken;
        }
        Plan plan = new Plan(List.of(), paths, List.of(PlanReader.vantage(path, ids)));
        return registry.apply(plan, asked.by, asked.nowMs).refusals();
    }

    private List<String> taken(String groupId, List<String> pathIds) {
        List<String> taken = new ArrayList<>();
        if (registry.group(groupId).isPresent()) {
            taken.add("There is a group '" + groupId + "' already; choose another id.");
        }
        pathIds.stream()
                .filter(id -> registry.path(id).isPresent())
                .forEach(id -> taken.add("There is a path '" + id + "' already; choose another id."));
        return taken;
    }

    /** Adds or replaces a group. */
    public List<String> putGroup(String document, Asked asked) {
        Mistakes mistakes = new Mistakes();
        GroupRecord group = readGroup(body(document, asked, false, mistakes).node, mistakes);
        return mistakes.isEmpty() ? list(registry.putGroup(group, asked.by, asked.nowMs)) : sentences(mistakes);
    }

    /** Reads a group; whether its paths exist is checked elsewhere. */
    static GroupRecord readGroup(Node node, Mistakes mistakes) {
        node.expectKeys(mistakes, "id", "name", "policy", "k", "paths", "target");
        String id = node.id("id", mistakes);
        String name = node.text("name", id, mistakes);
        if (name.isBlank() || name.length() > GROUP_NAME_LENGTH_MAX) {
            mistakes.add(node.where("name"), "has 1 to " + GROUP_NAME_LENGTH_MAX + " characters");
        }
        GroupPolicy.Kind kind = node.choice("policy", GroupPolicy.Kind.class, GroupPolicy.Kind.ALL, mistakes);
        List<String> paths = node.sequence("paths", GroupRecord.MAX_PATHS, mistakes).stream()
                .map(item -> item.asText(mistakes))
                .distinct()
                .toList();
        int k = (int) node.integer("k", 1, Math.max(1, paths.size()), 1, mistakes);
        if (node.has("k") && kind != GroupPolicy.Kind.AT_LEAST) {
            mistakes.add(node.where("k"), "goes with the policy atLeast only");
        }
        Target target = node.child("target").map(t -> readTarget(t, mistakes)).orElse(Target.DEFAULT);
        return new GroupRecord(id, name, new GroupPolicy(kind, k), paths, target);
    }

    private static Target readTarget(Node node, Mistakes mistakes) {
        node.expectKeys(mistakes, "availability", "delayMs", "loss");
        Target usual = Target.DEFAULT;
        double delayMs = node.decimal("delayMs", 0.001, DELAY_MS_MAX, usual.delayNs() / NS_PER_MS, mistakes);
        return new Target(
                node.decimal("availability", 0, 1, usual.availability(), mistakes),
                Math.round(delayMs * NS_PER_MS),
                node.decimal("loss", 0, 1, usual.lossRatio(), mistakes));
    }

    /** A device as a document; its secrets are hidden, and what comes back hidden is left as it is. */
    public static ObjectNode document(DeviceRecord device) {
        ObjectNode json = tree(DefinitionsWriter.toJson(device.definition(), Secrets.HIDE));
        return json.put("id", device.id()).put(AGENT, device.agentId()).put("local", device.local());
    }

    /** A path as a document; its secrets are hidden, and what comes back hidden is left as it is. */
    public static ObjectNode document(PathRecord path) {
        ObjectNode json = tree(DefinitionsWriter.toJson(path.definition(), Secrets.HIDE));
        return json.put("id", path.id()).put(AGENT, path.agentId()).put("local", path.local());
    }

    /** A group as a document. */
    public static ObjectNode document(GroupRecord group) {
        ObjectNode json = JSON.createObjectNode()
                .put("id", group.id())
                .put("name", group.name())
                .put("policy", Choices.textOf(group.policy().kind()));
        if (group.policy().kind() == GroupPolicy.Kind.AT_LEAST) {
            json.put("k", group.policy().k());
        }
        group.pathIds().forEach(json.putArray("paths")::add);
        json.putObject("target")
                .put("availability", group.target().availability())
                .put("delayMs", group.target().delayNs() / NS_PER_MS)
                .put("loss", group.target().lossRatio());
        return json;
    }

    private record Body(Node node, String agent) {}

    /** Takes {@code agent} out of the document and puts the id of the address in; then reads it within limits. */
    private static Body body(String document, Asked asked, boolean hasAgent, Mistakes mistakes) {
        JsonNode tree = parse(document, mistakes);
        if (!(tree instanceof ObjectNode object)) {
            return new Body(Documents.parseJson("{}", new Mistakes()), "");
        }
        String agent = "";
        if (hasAgent) {
            JsonNode given = object.remove(AGENT);
            agent = given == null || !given.isTextual() ? "" : given.textValue();
            if (agent.isEmpty()) {
                mistakes.add(AGENT, "is missing; name the agent that does the work, by its id");
            }
            object.remove("local");
        }
        asked.idInAddress.ifPresent(id -> {
            JsonNode given = object.get("id");
            if (given != null && !given.asText().equals(id)) {
                mistakes.add("id", "is not the one in the address; an id cannot be changed");
            }
            object.put("id", id);
        });
        return new Body(Documents.parseJson(Replies.text(object), mistakes), agent);
    }

    private static JsonNode parse(String document, Mistakes mistakes) {
        // First by the strict reader, which knows all limits and tells lines; then as a tree that can be changed.
        Documents.parseJson(document, mistakes);
        if (!mistakes.isEmpty()) {
            return JSON.missingNode();
        }
        try {
            JsonNode tree = JSON.readTree(document);
            if (!tree.isObject()) {
                mistakes.add("document", "should be keys and values");
            }
            return tree;
        } catch (JsonProcessingException e) {
            mistakes.add("document", "cannot be read: " + e.getOriginalMessage());
            return JSON.missingNode();
        }
    }

    private DeviceDefinition unhidden(DeviceDefinition device) {
        Optional<SnmpAccess> old = registry.device(device.id())
                .filter(known -> !known.local())
                .flatMap(known -> known.definition().snmp());
        if (device.snmp().isEmpty() || old.isEmpty()) {
            return device;
        }
        SnmpAccess snmp = device.snmp().get();
        SnmpAccess full = new SnmpAccess(
                snmp.version(),
                snmp.port(),
                kept(snmp.community(), old.get().community()),
                snmp.securityName(),
                snmp.level(),
                snmp.auth(),
                kept(snmp.authKey(), old.get().authKey()),
                snmp.priv(),
                kept(snmp.privKey(), old.get().privKey()),
                snmp.contextName());
        return new DeviceDefinition(
                device.id(),
                device.name(),
                device.address(),
                Optional.of(full),
                device.profile(),
                device.pollIntervalMs());
    }

    private static Secret kept(Secret given, Secret old) {
        return given.isPlaceholder() && !old.isEmpty() ? old : given;
    }

    private PathDefinition unhidden(PathDefinition path, Mistakes mistakes) {
        if (!(path.options() instanceof ProbeOptions.Stamp stamp)
                || !stamp.key().isPlaceholder()) {
            return path;
        }
        Secret old = registry.path(path.id())
                .map(record -> record.definition().options())
                .filter(ProbeOptions.Stamp.class::isInstance)
                .map(options -> ((ProbeOptions.Stamp) options).key())
                .orElse(Secret.NONE);
        if (old.isEmpty()) {
            mistakes.add("key", "write the real secret instead of " + Secret.PLACEHOLDER);
        }
        return path.withOptions(new ProbeOptions.Stamp(stamp.port(), stamp.payloadBytes(), stamp.dscp(), old));
    }

    private static boolean isPlaceholder(SnmpAccess snmp) {
        return snmp.community().isPlaceholder()
                || snmp.authKey().isPlaceholder()
                || snmp.privKey().isPlaceholder();
    }

    private static List<String> list(Optional<String> refusal) {
        return refusal.map(List::of).orElse(List.of());
    }

    /** The document was written anew on one line, so line numbers would only mislead. */
    private static List<String> sentences(Mistakes mistakes) {
        return mistakes.list().stream()
                .map(sentence -> sentence.replace(" (line 1)", ""))
                .toList();
    }

    private static ObjectNode tree(String json) {
        try {
            return (ObjectNode) JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("BUG: our own writer writes JSON", e);
        }
    }
}
