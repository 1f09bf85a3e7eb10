package io.kerbstone.collector;

import io.kerbstone.collector.alerts.AlertSettings;
import io.kerbstone.settings.Documents;
import io.kerbstone.settings.Mistakes;
import io.kerbstone.settings.Node;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The collector's configuration: {@code collector.yaml}, read once, checked whole.
 *
 * <pre>{@code
 * data: /var/lib/kerbstone-collector
 * agents: {address: 0.0.0.0, port: 8710}
 * web: {address: 0.0.0.0, port: 8443}
 * names: [collector.example.net, 192.0.2.10]   # what agents and browsers call this machine
 * zone: Asia/Shanghai                          # dates on pages, in reports and mails
 * alerts: ...                                  # see AlertSettings
 * }</pre>
 *
 * @param data the data folder
 * @param agents where agents connect
 * @param web where the pages and the API are
 * @param names names and addresses in the server certificate, without those of this machine that are always in it
 * @param zone zone of dates shown to people
 * @param alerts when and whom to wake
 */
public record CollectorSettings(
        Path data, Place agents, Place web, List<String> names, ZoneId zone, AlertSettings alerts) {
    /** Where the packages put the configuration. */
    public static final Path USUAL_FILE = Path.of("/etc/kerbstone/collector.yaml");
    /** Most names in the certificate. */
    public static final int NAMES_MAX = 50;
    /** Port for agents unless the file says otherwise. */
    public static final int AGENT_PORT = 8710;
    /** Port of the pages unless the file says otherwise. */
    public static final int WEB_PORT = 8443;

    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9.:_-]{1,253}");
    private static final int PORT_MAX = 65_535;

    /** Copies the list. */
    public CollectorSettings {
        names = List.copyOf(names);
    }

    /**
     * Where to listen.
     *
     * @param address an address of this machine; {@code 0.0.0.0} for all
     * @param port 0 takes a free one
     */
    public record Place(String address, int port) {}

    /** Reads the file; what is missing is the default. To be used only when no mistake was found. */
    public static CollectorSettings readFile(Path file, Mistakes mistakes) {
        return read(Documents.readYaml(file, mistakes), mistakes);
    }

    /** The defaults. */
    public static CollectorSettings usual() {
        return read(Documents.parseYaml("{}", new Mistakes()), new Mistakes());
    }

    /** Reads the document. */
    public static CollectorSettings read(Node node, Mistakes mistakes) {
        node.expectKeys(mistakes, "data", "agents", "web", "names", "zone", "alerts");
        return new CollectorSettings(
                Path.of(node.text("data", "data", mistakes)),
                place(node, "agents", AGENT_PORT, mistakes),
                place(node, "web", WEB_PORT, mistakes),
                names(node, mistakes),
                zone(node, mistakes),
                node.child("alerts")
                        .map(alerts -> AlertSettings.read(alerts, mistakes))
                        .orElse(AlertSettings.DEFAULT));
    }

    private static Place place(Node node, String key, int usualPort, Mistakes mistakes) {
        Node place = node.child(key).orElseGet(() -> Documents.parseYaml("{}", new Mistakes()));
        place.expectKeys(mistakes, "address", "port");
        String address = place.text("address", "0.0.0.0", mistakes);
        if (!NAME.matcher(address).matches()) {
            mistakes.add(place.where("address"), "is no address; write for instance 0.0.0.0 for all");
        }
        return new Place(address, (int) place.integer("port", 0, PORT_MAX, usualPort, mistakes));
    }

    private static List<String> names(Node node, Mistakes mistakes) {
        List<String> names = new ArrayList<>();
        for (Node item : node.sequence("names", NAMES_MAX, mistakes)) {
            String name = item.asText(mistakes);
            if (NAME.matcher(name).matches()) {
                names.add(name);
            } else {
                mistakes.add(item.where(), "is neither a host name nor an address");
            }
        }
        return names;
    }

    private static ZoneId zone(Node node, Mistakes mistakes) {
        String name = node.text("zone", "", mistakes);
        try {
            return name.isEmpty() ? ZoneId.systemDefault() : ZoneId.of(name);
        } catch (DateTimeException e) {
            mistakes.add(node.where("zone"), "there is no time zone '" + name + "'; write for instance Asia/Shanghai");
            return ZoneId.systemDefault();
        }
    }

    /** The same with another data folder. */
    public CollectorSettings withData(Path folder) {
        return new CollectorSettings(folder, agents, web, names, zone, alerts);
    }

    /** Every name for the certificate: those of the file, this machine's, and the loopback ones. */
    public List<String> certificateNames() {
        List<String> all = new ArrayList<>(names);
        String host = hostName();
        if (NAME.matcher(host).matches()) {
            all.add(host);
        }
        all.addAll(List.of("localhost", "127.0.0.1", "::1", localName()));
        return all.stream().distinct().toList();
    }

    /** How people reach this machine: the first name of the file, else its own. */
    public String publicName() {
        return names.isEmpty() ? hostName() : names.get(0);
    }

    /** How this machine itself reaches the pages. */
    String localName() {
        String address = web.address();
        return address.equals("0.0.0.0") || address.contains(":") ? "127.0.0.1" : address;
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
