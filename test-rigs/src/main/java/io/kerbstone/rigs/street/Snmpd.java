package io.kerbstone.rigs.street;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The machine's own snmpd (net-snmp) as a child process on a free port of loopback, by v2c and v3. */
public final class Snmpd implements AutoCloseable {
    /** The community it answers. */
    public static final String COMMUNITY = "street";
    /** The security name it answers by SHA-256 and AES. */
    public static final String SECURITY_NAME = "kerbstone";
    /** Pass phrase of authentication. */
    public static final String AUTH_KEY = "a pass phrase";
    /** Pass phrase of privacy. */
    public static final String PRIV_KEY = "another phrase";

    private final Program program;
    private final int port;

    private Snmpd(Program program, int port) {
        this.program = program;
        this.port = port;
    }

    /** Starts it in a folder of its own; empty when net-snmp is not installed. */
    public static Optional<Snmpd> start(Path folder) throws IOException {
        Optional<Path> found = Tools.find("snmpd");
        if (found.isEmpty()) {
            return Optional.empty();
        }
        int port;
        try (DatagramSocket free = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Files.createDirectories(folder);
        Path configuration = folder.resolve("snmpd.conf");
        Files.write(
                configuration,
                List.of(
                        "rocommunity " + COMMUNITY + " 127.0.0.1",
                        "createUser " + SECURITY_NAME + " SHA-256 \"" + AUTH_KEY + "\" AES \"" + PRIV_KEY + "\"",
                        "rouser " + SECURITY_NAME + " priv"));
        List<String> command = List.of(
                found.get().toString(),
                "-f",
                "-C",
                "-c",
                configuration.toString(),
                "-Lo",
                "-I",
                "-smux",
                "udp:127.0.0.1:" + port);
        Map<String, String> environment =
                Map.of("SNMP_PERSISTENT_DIR", folder.resolve("persistent").toString());
        return Optional.of(new Snmpd(Program.start("snmpd", command, environment), port));
    }

    /** The definition of a device that reads it by v2c. */
    public String v2cDevice(String id, String agent) {
        return "{\"id\":\"%s\",\"name\":\"snmpd, v2c\",\"agent\":\"%s\",\"address\":\"127.0.0.1\",\"pollInterval\":\"10s\",\"snmp\":{\"version\":\"v2c\",\"port\":%d,\"community\":\"%s\"}}"
                .formatted(id, agent, port, COMMUNITY);
    }

    /** The definition of a device that reads it by v3. */
    public String v3Device(String id, String agent) {
        return "{\"id\":\"%s\",\"name\":\"snmpd, v3\",\"agent\":\"%s\",\"address\":\"127.0.0.1\",\"pollInterval\":\"10s\",\"snmp\":{\"version\":\"v3\",\"port\":%d,\"securityName\":\"%s\",\"level\":\"authPriv\",\"auth\":\"sha256\",\"authKey\":\"%s\",\"priv\":\"aes128\",\"privKey\":\"%s\"}}"
                .formatted(id, agent, port, SECURITY_NAME, AUTH_KEY, PRIV_KEY);
    }

    @Override
    public void close() {
        program.close();
    }
}
