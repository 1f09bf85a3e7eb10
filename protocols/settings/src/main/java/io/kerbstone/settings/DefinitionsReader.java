package io.kerbstone.settings;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads definitions of devices and paths: the same shape in agent.yaml, in the API and on the wire. What it hands back
 * may be used only when no mistake was recorded. Stateless.
 */
public final class DefinitionsReader {
    /** Longest name of a device or path, characters. */
    public static final int NAME_LENGTH_MAX = 200;
    /** Shortest pass phrase of SNMPv3 (RFC 3414, section 11.2). */
    public static final int PASS_PHRASE_LENGTH_MIN = 8;

    private static final Pattern ADDRESS = Pattern.compile("[a-zA-Z0-9._:%-]{1,253}");

    private DefinitionsReader() {}

    /** Reads a whole assignment document: {@code version}, {@code devices}, {@code paths}. */
    public static Assignment readAssignment(Node node, Mistakes mistakes) {
        node.expectKeys(mistakes, "version", "devices", "paths");
        return readDefinitions(node.integer("version", 0, Long.MAX_VALUE, 0, mistakes), node, mistakes);
    }

    /** Reads {@code devices} and {@code paths} of a document that has other keys too; the caller checks its keys. */
    public static Assignment readDefinitions(long version, Node node, Mistakes mistakes) {
        Map<String, DeviceDefinition> devices = new HashMap<>();
        List<DeviceDefinition> deviceList = new ArrayList<>();
        for (Node item : node.sequence("devices", Assignment.DEVICES_MAX, mistakes)) {
            DeviceDefinition device = readDevice(item, mistakes);
            deviceList.add(device);
            if (devices.put(device.id(), device) != null && !device.id().isEmpty()) {
                mistakes.add(item.where("id"), "device '" + device.id() + "' is here twice; give each its own id");
            }
        }
        Set<String> pathIds = new HashSet<>();
        List<PathDefinition> paths = new ArrayList<>();
        for (Node item : node.sequence("paths", Assignment.PATHS_MAX, mistakes)) {
            PathDefinition path = readPath(item, mistakes);
            paths.add(path);
            if (!pathIds.add(path.id()) && !path.id().isEmpty()) {
                mistakes.add(item.where("id"), "path '" + path.id() + "' is here twice; give each its own id");
            }
            checkDevice(item, path, devices, mistakes);
        }
        return new Assignment(version, deviceList, paths);
    }

    private static void checkDevice(
            Node item, PathDefinition path, Map<String, DeviceDefinition> devices, Mistakes mistakes) {
        if (path.deviceId().isEmpty()) {
            return;
        }
        DeviceDefinition device = devices.get(path.deviceId().get());
        if (device == null) {
            mistakes.add(
                    item.where("device"),
                    "there is no device '" + path.deviceId().get() + "'; add it under devices or name another");
        } else if (path.kind() == ProbeKind.SNMP && device.snmp().isEmpty()) {
            mistakes.add(item.where("device"), "device '" + device.id() + "' has no snmp settings; add them");
        }
    }

    /** Records a mistake for each device and path whose secrets are only the placeholder, as a page shows them. */
    public static void refusePlaceholders(Assignment assignment, Mistakes mistakes) {
        for (PathDefinition path : assignment.paths()) {
            if (path.options() instanceof ProbeOptions.Stamp stamp
                    && stamp.key().isPlaceholder()) {
                refusePlaceholder("path '" + path.id() + "'", mistakes);
            }
        }
        for (DeviceDefinition device : assignment.devices()) {
            if (device.snmp().filter(DefinitionsReader::hasPlaceholder).isPresent()) {
                refusePlaceholder("device '" + device.id() + "'", mistakes);
            }
        }
    }

    private static void refusePlaceholder(String whose, Mistakes mistakes) {
        mistakes.add(whose, "has the placeholder " + Secret.PLACEHOLDER + " for a secret; write the real value");
    }

    private static boolean hasPlaceholder(SnmpAccess snmp) {
        return snmp.community().isPlaceholder()
                || snmp.authKey().isPlaceholder()
                || snmp.privKey().isPlaceholder();
    }

    /** Reads one device. */
    public static DeviceDefinition readDevice(Node node, Mistakes mistakes) {
        node.expectKeys(mistakes, "id", "name", "address", "snmp", "profile", "pollInterval");
        String id = node.id("id", mistakes);
        return new DeviceDefinition(
                id,
                name(node, id, mistakes),
                address(node, "address", mistakes),
                node.child("snmp").map(snmp -> readSnmp(snmp, mistakes)),
                node.child("profile").map(profile -> profile.asId(mistakes)).orElse(DeviceDefinition.PROFILE_AUTO),
                node.durationMs(
                        "pollInterval",
                        DeviceDefinition.POLL_INTERVAL_MS_MIN,
                        DeviceDefinition.POLL_INTERVAL_MS_MAX,
                        DeviceDefinition.POLL_INTERVAL_MS_DEFAULT,
                        mistakes));
    }

    /** Reads one path. That its device exists is checked only where the devices are at hand. */
    public static PathDefinition readPath(Node node, Mistakes mistakes) {
        return PathReader.read(node, mistakes);
    }

    /** Reads the {@code snmp} part of a device. */
    public static SnmpAccess readSnmp(Node node, Mistakes mistakes) {
        if (node.kind() != Node.Kind.MAPPING) {
            node.expectKeys(mistakes, "version", "port", "community", "securityName");
            return SnmpAccess.v2c(SnmpAccess.PORT_DEFAULT, Secret.NONE);
        }
        SnmpAccess.Version version = node.choice("version", SnmpAccess.Version.class, SnmpAccess.Version.V2C, mistakes);
        int port = (int) node.integer("port", 1, 65_535, SnmpAccess.PORT_DEFAULT, mistakes);
        if (version == SnmpAccess.Version.V2C) {
            node.expectKeys(mistakes, "version", "port", "community");
            return SnmpAccess.v2c(port, node.secret("community", mistakes));
        }
        return readV3(node, port, mistakes);
    }

    private static SnmpAccess readV3(Node node, int port, Mistakes mistakes) {
        node.expectKeys(
                mistakes, "version", "port", "securityName", "level", "auth", "authKey", "priv", "privKey", "context");
        SnmpAccess.SecurityLevel level =
                node.choice("level", SnmpAccess.SecurityLevel.class, SnmpAccess.SecurityLevel.AUTH_PRIV, mistakes);
        boolean isAuth = level != SnmpAccess.SecurityLevel.NO_AUTH_NO_PRIV;
        boolean isPriv = level == SnmpAccess.SecurityLevel.AUTH_PRIV;
        return new SnmpAccess(
                SnmpAccess.Version.V3,
                port,
                Secret.NONE,
                node.text("securityName", mistakes),
                level,
                protocol(node, "auth", SnmpAccess.AuthProtocol.SHA256, SnmpAccess.AuthProtocol.NONE, isAuth, mistakes),
                passPhrase(node, "authKey", isAuth, mistakes),
                protocol(node, "priv", SnmpAccess.PrivProtocol.AES128, SnmpAccess.PrivProtocol.NONE, isPriv, mistakes),
                passPhrase(node, "privKey", isPriv, mistakes),
                node.text("context", "", mistakes));
    }

    private static <E extends Enum<E>> E protocol(
            Node node, String key, E usual, E none, boolean isNeeded, Mistakes mistakes) {
        E chosen = node.choice(key, usual.getDeclaringClass(), isNeeded ? usual : none, mistakes);
        if ((chosen != none) != isNeeded) {
            mistakes.add(
                    node.where(key), isNeeded ? "the level asks for one other than none" : "the level asks for none");
        }
        return chosen;
    }

    private static Secret passPhrase(Node node, String key, boolean isNeeded, Mistakes mistakes) {
        if (!isNeeded) {
            if (node.has(key)) {
                mistakes.add(node.where(key), "is not used at this level; raise the level or leave it out");
            }
            return Secret.NONE;
        }
        Secret phrase = node.secret(key, mistakes);
        if (node.has(key) && phrase.reveal().length() < PASS_PHRASE_LENGTH_MIN) {
            mistakes.add(node.where(key), "is too short; use at least " + PASS_PHRASE_LENGTH_MIN + " characters");
        }
        return phrase;
    }

    static String name(Node node, String id, Mistakes mistakes) {
        String name = node.text("name", id, mistakes);
        if (name.length() > NAME_LENGTH_MAX) {
            mistakes.add(node.where("name"), "is longer than " + NAME_LENGTH_MAX + " characters");
        }
        return name;
    }

    static String address(Node node, String key, Mistakes mistakes) {
        String address = node.text(key, mistakes);
        if (node.has(key) && !ADDRESS.matcher(address).matches()) {
            mistakes.add(node.where(key), "is neither an address nor a host name; write for instance 192.0.2.7");
        }
        return address;
    }
}
