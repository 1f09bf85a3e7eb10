package io.kerbstone.snmp;

import io.kerbstone.settings.Secret;
import io.kerbstone.settings.SnmpAccess;
import io.kerbstone.settings.SnmpAccess.AuthProtocol;
import io.kerbstone.settings.SnmpAccess.PrivProtocol;
import io.kerbstone.settings.SnmpAccess.SecurityLevel;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Debian's snmpd as a child process in the foreground on a free port of loopback, with its own configuration. */
final class Snmpd implements AutoCloseable {
    static final String COMMUNITY = "street";
    static final String AUTH_KEY = "a pass phrase";
    static final String PRIV_KEY = "another phrase";

    private final Process process;
    private final int port;

    private Snmpd(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts it in the folder on a free port; the caller waits until it answers. */
    static Snmpd start(Path folder) throws IOException {
        int port;
        try (DatagramSocket free = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        return start(folder, port);
    }

    /** Ends this one and starts another in its place: same port and users, another engine. */
    Snmpd replace(Path folder) throws IOException {
        close();
        return start(folder, port);
    }

    private static Snmpd start(Path folder, int port) throws IOException {
        String program = Needs.tool("snmpd");
        Path configuration = folder.resolve("snmpd.conf");
        Files.write(configuration, configuration());
        ProcessBuilder builder = new ProcessBuilder(
                        program,
                        "-f",
                        "-C",
                        "-c",
                        configuration + "," + folder.resolve("persistent/snmpd.conf"), // -C would not read it
                        "-Lf",
                        folder.resolve("log").toString(),
                        "-p",
                        folder.resolve("pid").toString(),
                        "-I",
                        "-smux",
                        "udp:127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out").toFile());
        builder.environment()
                .put("SNMP_PERSISTENT_DIR", folder.resolve("persistent").toString());
        return new Snmpd(builder.start(), port);
    }

    private static List<String> configuration() {
        return List.of(
                "rocommunity " + COMMUNITY + " 127.0.0.1",
                "sysLocation a cabinet",
                "createUser open",
                "createUser md5 MD5 \"" + AUTH_KEY + "\"",
                "createUser sha SHA \"" + AUTH_KEY + "\" AES \"" + PRIV_KEY + "\"",
                "createUser sha256 SHA-256 \"" + AUTH_KEY + "\" AES \"" + PRIV_KEY + "\"",
                "createUser sha512 SHA-512 \"" + AUTH_KEY + "\" AES-256 \"" + PRIV_KEY + "\"",
                "createUser shaLong SHA \"" + AUTH_KEY + "\" AES-256 \"" + PRIV_KEY + "\"",
                "rouser open noauth",
                "rouser md5 auth",
                "rouser sha auth",
                "rouser sha256 priv",
                "rouser sha512 priv",
                "rouser shaLong priv");
    }

    SnmpTarget v2c(String community) {
        return target(SnmpAccess.v2c(port, Secret.of(community)));
    }

    SnmpTarget open(String securityName) {
        return v3(securityName, SecurityLevel.NO_AUTH_NO_PRIV, AuthProtocol.NONE, "", PrivProtocol.NONE, "");
    }

    SnmpTarget signed(String securityName, AuthProtocol auth, String authKey) {
        return v3(securityName, SecurityLevel.AUTH_NO_PRIV, auth, authKey, PrivProtocol.NONE, "");
    }

    SnmpTarget sealed(String securityName, AuthProtocol auth, String authKey, PrivProtocol priv, String privKey) {
        return v3(securityName, SecurityLevel.AUTH_PRIV, auth, authKey, priv, privKey);
    }

    private SnmpTarget v3(
            String name, SecurityLevel level, AuthProtocol auth, String authKey, PrivProtocol priv, String privKey) {
        return target(new SnmpAccess(
                SnmpAccess.Version.V3,
                port,
                Secret.NONE,
                name,
                level,
                auth,
                Secret.of(authKey),
                priv,
                Secret.of(privKey),
                ""));
    }

    private static SnmpTarget target(SnmpAccess access) {
        return new SnmpTarget(InetAddress.getLoopbackAddress(), access);
    }

    @Override
    public void close() {
        process.destroy(); // it writes its engine id and boots down
        if (process.onExit()
                .completeOnTimeout(process, 10, TimeUnit.SECONDS)
                .join()
                .isAlive()) {
            process.destroyForcibly();
        }
    }
}
