package io.kerbstone.settings;

import io.kerbstone.measurement.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads one path: what all kinds share, and what each kind has of its own. Stateless. */
final class PathReader {
    private static final int PORT_MAX = 65_535;

    private PathReader() {}

    static PathDefinition read(Node node, Mistakes mistakes) {
        ProbeKind kind = node.choice("kind", ProbeKind.class, ProbeKind.ICMP, mistakes);
        expectKeys(node, kind, mistakes);
        String id = node.id("id", mistakes);
        Optional<String> device = node.child("device").map(value -> value.asId(mistakes));
        if (kind == ProbeKind.SNMP && device.isEmpty()) {
            mistakes.add(node.where("device"), "is missing; a path of kind snmp leads to a device");
        }
        if (kind == ProbeKind.SNMP && node.has("target")) {
            mistakes.add(node.where("target"), "does not go with kind snmp; the device's address counts");
        }
        return new PathDefinition(
                id,
                DefinitionsReader.name(node, id, mistakes),
                target(node, kind, mistakes),
                device,
                rule(node, mistakes),
                node.durationMs(
                        "waitingTime",
                        PathDefinition.WAITING_TIME_MS_MIN,
                        PathDefinition.WAITING_TIME_MS_MAX,
                        PathDefinition.WAITING_TIME_MS_DEFAULT,
                        mistakes),
                node.choice("stream", Stream.class, Stream.PERIODIC, mistakes),
                options(node, kind, mistakes));
    }

    private static void expectKeys(Node node, ProbeKind kind, Mistakes mistakes) {
        List<String> keys =
                new ArrayList<>(List.of("id", "name", "kind", "target", "device", "rule", "waitingTime", "stream"));
        keys.addAll(
                switch (kind) {
                    case ICMP -> List.of("payloadBytes", "dscp");
                    case SNMP -> List.of();
                    case STAMP -> List.of("port", "payloadBytes", "dscp", "key");
                    case TCP, NTP -> List.of("port");
                    case HTTP -> List.of("status", "text", "verify");
                    case DNS -> List.of("port", "query", "recordType", "answer");
                });
        node.expectKeys(mistakes, keys.toArray(String[]::new));
    }

    private static String target(Node node, ProbeKind kind, Mistakes mistakes) {
        return switch (kind) {
            case SNMP -> "";
            case HTTP -> url(node, mistakes);
            case ICMP, STAMP, TCP, DNS, NTP -> DefinitionsReader.address(node, "target", mistakes);
        };
    }

    private static String url(Node node, Mistakes mistakes) {
        String text = node.text("target", mistakes);
        if (node.has("target") && !ProbeOptions.Http.isUrl(text)) {
            mistakes.add(
                    node.where("target"), "is no URL of a web server; write for instance https://192.0.2.7/health");
        }
        return text;
    }

    private static ProbeOptions options(Node node, ProbeKind kind, Mistakes mistakes) {
        return switch (kind) {
            case ICMP ->
                new ProbeOptions.Echo(
                        payload(node, 0, ProbeOptions.PAYLOAD_BYTES_DEFAULT, mistakes), dscp(node, mistakes));
            case SNMP -> new ProbeOptions.Snmp();
            case STAMP -> stamp(node, mistakes);
            case TCP -> new ProbeOptions.Tcp((int) node.integer("port", 1, PORT_MAX, mistakes));
            case HTTP -> http(node, mistakes);
            case DNS -> dns(node, mistakes);
            case NTP -> new ProbeOptions.Ntp(port(node, ProbeOptions.Ntp.PORT_DEFAULT, mistakes));
        };
    }

    private static ProbeOptions.Stamp stamp(Node node, Mistakes mistakes) {
        Secret key = node.has("key") ? node.secret("key", mistakes) : Secret.NONE;
        int least = node.has("key") ? ProbeOptions.Stamp.AUTHENTICATED_BYTES_MIN : ProbeOptions.Stamp.BYTES_MIN;
        return new ProbeOptions.Stamp(
                port(node, ProbeOptions.Stamp.PORT_DEFAULT, mistakes),
                payload(node, least, least, mistakes),
                dscp(node, mistakes),
                key);
    }

    private static ProbeOptions.Http http(Node node, Mistakes mistakes) {
        String status = node.text("status", "200-299", mistakes);
        String text = node.text("text", "", mistakes);
        if (text.length() > ProbeOptions.Http.TEXT_LENGTH_MAX) {
            mistakes.add(
                    node.where("text"),
                    "is longer than " + ProbeOptions.Http.TEXT_LENGTH_MAX + " characters; shorten it");
        }
        boolean isVerified = node.flag("verify", true, mistakes);
        return ProbeOptions.Http.of(status, text, isVerified).orElseGet(() -> {
            mistakes.add(node.where("status"), "is neither a status nor a range of them; write 200 or 200-299");
            return new ProbeOptions.Http(200, 299, text, isVerified);
        });
    }

    private static ProbeOptions.Dns dns(Node node, Mistakes mistakes) {
        String query = node.text("query", mistakes);
        if (node.has("query") && !ProbeOptions.Dns.isName(query)) {
            mistakes.add(node.where("query"), "is no name a name server knows; write for instance example.org");
        }
        return new ProbeOptions.Dns(
                port(node, ProbeOptions.Dns.PORT_DEFAULT, mistakes),
                query,
                node.choice("recordType", ProbeOptions.Dns.RecordType.class, ProbeOptions.Dns.RecordType.A, mistakes),
                node.text("answer", "", mistakes));
    }

    private static int port(Node node, int usual, Mistakes mistakes) {
        return (int) node.integer("port", 1, PORT_MAX, usual, mistakes);
    }

    private static int payload(Node node, int least, int usual, Mistakes mistakes) {
        return (int) node.integer("payloadBytes", least, ProbeOptions.PAYLOAD_BYTES_MAX, usual, mistakes);
    }

    private static int dscp(Node node, Mistakes mistakes) {
        return (int) node.integer("dscp", 0, ProbeOptions.DSCP_MAX, 0, mistakes);
    }

    private static Rule rule(Node node, Mistakes mistakes) {
        String name = node.text("rule", Rule.STANDARD.name(), mistakes);
        return Rule.named(name).orElseGet(() -> {
            List<String> known = Rule.SHIPPED.stream().map(Rule::name).toList();
            String advice = Choices.nearest(name, known)
                    .map(near -> "did you mean '" + near + "'?")
                    .orElse("use one of " + String.join(", ", known));
            mistakes.add(node.where("rule"), "there is no rule '" + name + "'; " + advice);
            return Rule.STANDARD;
        });
    }
}
