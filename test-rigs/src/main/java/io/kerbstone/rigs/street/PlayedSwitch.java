package io.kerbstone.rigs.street;

import io.kerbstone.snmp.responder.Recording;
import io.kerbstone.snmp.responder.SnmpResponder;
import io.kerbstone.time.MonotonicClock;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** The demo's switch of eight ports, played by SNMP v2c on a free port of loopback in this process. Safe for many threads. */
public final class PlayedSwitch implements AutoCloseable {
    private static final String COMMUNITY = "demo";
    private static final String WALK = "/io/kerbstone/profiles/walks/kerbstone-demo-switch.snmprec";

    private final SnmpResponder responder;
    private final int port;

    private PlayedSwitch(SnmpResponder responder) throws IOException {
        this.responder = responder;
        port = responder.address().getPort();
    }

    /** Begins to play; it is silent while {@code answers} is false. */
    public static PlayedSwitch start(BooleanSupplier answers) throws IOException {
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        SnmpResponder.Config config = new SnmpResponder.Config(Map.of(COMMUNITY, walk()), anyPort, answers);
        return new PlayedSwitch(SnmpResponder.open(config, MonotonicClock.SYSTEM));
    }

    private static Recording walk() throws IOException {
        try (InputStream in = PlayedSwitch.class.getResourceAsStream(WALK)) {
            if (in == null) {
                throw new IllegalStateException("BUG: the demo switch's walk is not on the class path");
            }
            return Recording.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    /** How a definition in JSON says to read it. */
    public String json() {
        return "\"snmp\":{\"version\":\"v2c\",\"port\":%d,\"community\":\"%s\"}".formatted(port, COMMUNITY);
    }

    /** How a definition in YAML says to read it. */
    public String yaml() {
        return json().replace("\":", "\": ");
    }

    @Override
    public void close() {
        try {
            responder.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
