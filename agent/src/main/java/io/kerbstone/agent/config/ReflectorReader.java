package io.kerbstone.agent.config;

import io.kerbstone.settings.Mistakes;
import io.kerbstone.settings.Node;
import io.kerbstone.settings.ProbeOptions;
import io.kerbstone.settings.Secret;
import io.kerbstone.stamp.Network;
import io.kerbstone.stamp.ReflectorSettings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads {@code stamp.reflector} of agent.yaml. Stateless. */
final class ReflectorReader {
    /** Most networks that may be allowed. */
    static final int ALLOWED_MAX = 64;

    private static final String ADDRESS_DEFAULT = "0.0.0.0";
    private static final int PORT_MAX = 65_535;

    private ReflectorReader() {}

    /** The reflector; empty when the file names none: then nothing listens. */
    static Optional<ReflectorSettings> read(Node root, Mistakes mistakes) {
        Optional<Node> stamp = root.child("stamp");
        stamp.ifPresent(node -> node.expectKeys(mistakes, "reflector"));
        return stamp.flatMap(node -> node.child("reflector")).map(node -> reflector(node, mistakes));
    }

    private static ReflectorSettings reflector(Node node, Mistakes mistakes) {
        node.expectKeys(mistakes, "address", "port", "allowed", "key", "stateful", "packetsPerSecond");
        Secret key = node.has("key") ? node.secret("key", mistakes) : Secret.NONE;
        if (node.has("key") && (key.isEmpty() || key.isPlaceholder())) {
            mistakes.add(node.where("key"), "is no key; write the one its senders have, or leave it out");
        }
        return new ReflectorSettings(
                List.of(address(node, mistakes)),
                (int) node.integer("port", 1, PORT_MAX, ProbeOptions.Stamp.PORT_DEFAULT, mistakes),
                allowed(node, mistakes),
                key,
                node.flag("stateful", true, mistakes),
                node.integer(
                        "packetsPerSecond",
                        1,
                        ReflectorSettings.PACKETS_PER_SECOND_MAX,
                        ReflectorSettings.PACKETS_PER_SECOND_DEFAULT,
                        mistakes),
                ReflectorSettings.SESSIONS_MAX);
    }

    private static InetAddress address(Node node, Mistakes mistakes) {
        String text = node.text("address", ADDRESS_DEFAULT, mistakes);
        try {
            if (!text.contains("/") && Network.parse(text).isPresent()) {
                return InetAddress.getByName(text);
            }
        } catch (UnknownHostException e) {
            // said below
        }
        mistakes.add(
                node.where("address"), "is no address of this machine; write for instance 192.0.2.7, 0.0.0.0 or '::'");
        return InetAddress.getLoopbackAddress();
    }

    private static List<Network> allowed(Node node, Mistakes mistakes) {
        List<Network> networks = new ArrayList<>();
        for (Node item : node.sequence("allowed", ALLOWED_MAX, mistakes)) {
            String text = item.asText(mistakes);
            Optional<Network> network = Network.parse(text);
            if (network.isEmpty()) {
                mistakes.add(
                        item.where(),
                        "is no network; write for instance 192.0.2.0/24, with no bits set beyond the length");
            }
            network.ifPresent(networks::add);
        }
        if (networks.isEmpty() && mistakes.isEmpty()) {
            mistakes.add(
                    node.where("allowed"),
                    "names nobody; list the networks of the senders, for instance [192.0.2.0/24]");
        }
        return networks;
    }
}
