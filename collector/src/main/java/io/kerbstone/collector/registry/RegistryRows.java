package io.kerbstone.collector.registry;

import io.kerbstone.collector.store.Database;
import io.kerbstone.collector.store.Database.Transaction;
import io.kerbstone.collector.store.Row;
import io.kerbstone.measurement.GroupPolicy;
import io.kerbstone.measurement.Target;
import io.kerbstone.settings.DefinitionsReader;
import io.kerbstone.settings.DefinitionsWriter;
import io.kerbstone.settings.DeviceDefinition;
import io.kerbstone.settings.Documents;
import io.kerbstone.settings.Mistakes;
import io.kerbstone.settings.Node;
import io.kerbstone.settings.PathDefinition;
import io.kerbstone.settings.Secrets;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** The statements of the registry. Stateless but for the database and the sealer it uses; safe for many threads. */
final class RegistryRows {
    private final Database database;
    private final Sealer sealer;

    RegistryRows(Database database, Sealer sealer) {
        this.database = database;
        this.sealer = sealer;
    }

    /** A token as it is stored: never its secret. */
    record TokenRow(String secretHash, String site, long expiresAtMs, int uses, int used) {}

    List<AgentRecord> agents() {
        return database.query("SELECT * FROM agents", RegistryRows::agent);
    }

    private static AgentRecord agent(Row row) {
        String mistakes = row.text("mistakes");
        return new AgentRecord(
                row.text("id"),
                row.text("name"),
                row.text("site"),
                row.bytes("signing_key"),
                row.flag("revoked") ? AgentRecord.Status.REVOKED : AgentRecord.Status.ACTIVE,
                row.number("enrolled_at_ms"),
                row.number("last_seen_ms"),
                false,
                row.text("software_version"),
                row.number("config_version"),
                row.number("applied_version"),
                mistakes.isEmpty() ? List.of() : List.of(mistakes.split("\n")));
    }

    /** Inserts the agent and uses the token up by one; false when the token had none left. */
    boolean enrol(AgentRecord agent, String secretHash) {
        return database.transaction(t -> {
            if (t.update("UPDATE tokens SET used = used + 1 WHERE secret_hash = ? AND used < uses", secretHash) == 0) {
                return false;
            }
            t.update(
                    "INSERT INTO agents (id, name, site, signing_key, revoked, enrolled_at_ms, last_seen_ms,"
                            + " software_version, config_version, applied_version, mistakes, local_at_ns)"
                            + " VALUES (?, ?, ?, ?, 0, ?, 0, '', 1, 0, '', 0)",
                    agent.id(),
                    agent.name(),
                    agent.site(),
                    agent.signingKey(),
                    agent.enrolledAtMs());
            return true;
        });
    }

    void saveState(AgentRecord agent) {
        String mistakes = String.join("\n", agent.mistakes());
        database.update(
                "UPDATE agents SET revoked = ?, last_seen_ms = ?, software_version = ?, config_version = ?,"
                        + " applied_version = ?, mistakes = ? WHERE id = ?",
                agent.status() == AgentRecord.Status.REVOKED ? 1 : 0,
                agent.lastSeenMs(),
                cut(agent.softwareVersion(), 64),
                agent.configVersion(),
                agent.appliedVersion(),
                cut(mistakes, 8000),
                agent.id());
    }

    private static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length);
    }

    void insertToken(TokenRow token, String by, long nowMs) {
        database.transaction(t -> {
            t.update("DELETE FROM tokens WHERE expires_at_ms < ? AND used = 0", nowMs - Registry.TOKEN_KEPT_MS);
            t.update(
                    "INSERT INTO tokens (secret_hash, site, created_by, created_at_ms, expires_at_ms, uses, used)"
                            + " VALUES (?, ?, ?, ?, ?, ?, 0)",
                    token.secretHash(),
                    token.site(),
                    by,
                    nowMs,
                    token.expiresAtMs(),
                    token.uses());
            return true;
        });
    }

    Optional<TokenRow> token(String secretHash) {
        return database.first(
                "SELECT * FROM tokens WHERE secret_hash = ?",
                row -> new TokenRow(
                        row.text("secret_hash"),
                        row.text("site"),
                        row.number("expires_at_ms"),
                        Math.toIntExact(row.number("uses")),
                        Math.toIntExact(row.number("used"))),
                secretHash);
    }

    List<PathRecord> paths() {
        return database.query(
                "SELECT * FROM paths",
                row -> new PathRecord(
                        open(row, DefinitionsReader::readPath), row.text("agent_id"), row.flag("is_local")));
    }

    List<DeviceRecord> devices() {
        return database.query(
                "SELECT * FROM devices",
                row -> new DeviceRecord(
                        open(row, DefinitionsReader::readDevice), row.text("agent_id"), row.flag("is_local")));
    }

    private <T> T open(Row row, BiFunction<Node, Mistakes, T> reader) {
        Mistakes mistakes = new Mistakes();
        String json = new String(sealer.open(row.bytes("document")), StandardCharsets.UTF_8);
        T definition = reader.apply(Documents.parseJson(json, mistakes), mistakes);
        if (!mistakes.isEmpty()) {
            throw new IllegalStateException("BUG: stored definition " + row.text("id") + ": " + mistakes.list());
        }
        return definition;
    }

    void put(PathRecord path, AgentRecord agent) {
        database.transaction(t -> {
            put(t, path);
            return version(t, agent);
        });
    }

    void put(DeviceRecord device, AgentRecord agent) {
        database.transaction(t -> {
            put(t, device);
            return version(t, agent);
        });
    }

    void deletePath(PathRecord path, AgentRecord agent) {
        database.transaction(t -> {
            t.update("DELETE FROM paths WHERE id = ?", path.id());
            return version(t, agent);
        });
    }

    void deleteDevice(DeviceRecord device, AgentRecord agent) {
        database.transaction(t -> {
            t.update("DELETE FROM devices WHERE id = ?", device.id());
            return version(t, agent);
        });
    }

    private static int version(Transaction t, AgentRecord agent) {
        return t.update("UPDATE agents SET config_version = ? WHERE id = ?", agent.configVersion(), agent.id());
    }

    private void put(Transaction t, PathRecord path) {
        put(
                t,
                "paths",
                path.id(),
                path.agentId(),
                path.local(),
                DefinitionsWriter.toJson(path.definition(), Secrets.REVEAL));
    }

    private void put(Transaction t, DeviceRecord device) {
        String json = DefinitionsWriter.toJson(device.definition(), Secrets.REVEAL);
        put(t, "devices", device.id(), device.agentId(), device.local(), json);
    }

    private void put(Transaction t, String table, String id, String agentId, boolean local, String json) {
        byte[] sealed = sealer.seal(json.getBytes(StandardCharsets.UTF_8));
        t.update("DELETE FROM " + table + " WHERE id = ?", id);
        t.update(
                "INSERT INTO " + table + " (id, agent_id, is_local, document) VALUES (?, ?, ?, ?)",
                id,
                agentId,
                local ? 1 : 0,
                sealed);
    }

    /** Replaces what an agent's own file defines; false when something newer is stored already. */
    boolean replaceLocal(String agentId, long atNs, List<DeviceDefinition> devices, List<PathDefinition> paths) {
        return database.transaction(t -> {
            if (t.update("UPDATE agents SET local_at_ns = ? WHERE id = ? AND local_at_ns <= ?", atNs, agentId, atNs)
                    == 0) {
                return false;
            }
            t.update("DELETE FROM devices WHERE agent_id = ? AND is_local = 1", agentId);
            t.update("DELETE FROM paths WHERE agent_id = ? AND is_local = 1", agentId);
            devices.forEach(device -> put(t, new DeviceRecord(device, agentId, true)));
            paths.forEach(path -> put(t, new PathRecord(path, agentId, true)));
            return true;
        });
    }

    List<GroupRecord> groups() {
        return database.query("SELECT * FROM path_groups", this::group);
    }

    private GroupRecord group(Row row) {
        String id = row.text("id");
        return new GroupRecord(
                id,
                row.text("name"),
                new GroupPolicy(GroupPolicy.Kind.valueOf(row.text("policy")), Math.toIntExact(row.number("k"))),
                database.query(
                        "SELECT path_id FROM group_members WHERE group_id = ? ORDER BY place",
                        member -> member.text("path_id"),
                        id),
                new Target(row.real("availability"), row.number("delay_ns"), row.real("loss_ratio")));
    }

    void put(GroupRecord group) {
        database.transaction(t -> {
            deleteGroup(t, group.id());
            t.update(
                    "INSERT INTO path_groups (id, name, policy, k, availability, delay_ns, loss_ratio)"
                            + " VALUES (?, ?, ?, ?, ?, ?, ?)",
                    group.id(),
                    group.name(),
                    group.policy().kind().name(),
                    group.policy().k(),
                    group.target().availability(),
                    group.target().delayNs(),
                    group.target().lossRatio());
            for (int place = 0; place < group.pathIds().size(); place++) {
                t.update(
                        "INSERT INTO group_members (group_id, place, path_id) VALUES (?, ?, ?)",
                        group.id(),
                        place,
                        group.pathIds().get(place));
            }
            return true;
        });
    }

    void deleteGroup(String id) {
        database.transaction(t -> deleteGroup(t, id));
    }

    private static int deleteGroup(Transaction t, String id) {
        t.update("DELETE FROM group_members WHERE group_id = ?", id);
        return t.update("DELETE FROM path_groups WHERE id = ?", id);
    }
}
