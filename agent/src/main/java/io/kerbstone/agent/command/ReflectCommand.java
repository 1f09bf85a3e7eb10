package io.kerbstone.agent.command;

import io.kerbstone.linux.ClockReader;
import io.kerbstone.settings.ProbeOptions;
import io.kerbstone.stamp.Network;
import io.kerbstone.stamp.ReflectorOpening;
import io.kerbstone.stamp.ReflectorSettings;
import io.kerbstone.stamp.SessionReflector;
import io.kerbstone.time.MonotonicClock;
import io.kerbstone.time.WallClock;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code reflect}: a reflector for as long as the command runs, without a configuration. */
@Command(name = "reflect")
final class ReflectCommand extends Common implements Callable<Integer> {
    private static final InetAddress ANY = any();
    private static final long WAIT_NS_MAX = 1_000_000_000L;

    @Option(names = "--allowed", paramLabel = "CIDR", required = true, split = ",")
    private List<String> allowed = new ArrayList<>();

    @Option(names = "--port", paramLabel = "862", defaultValue = "862")
    private int port = ProbeOptions.Stamp.PORT_DEFAULT;

    @Option(names = "--key-file", paramLabel = "FILE")
    private @Nullable Path keyFile;

    @Option(names = "--stateless")
    private boolean isStateless;

    @Override
    public Integer call() {
        ClockReader clock = new ClockReader(MonotonicClock.SYSTEM, WallClock.SYSTEM);
        String bootId = ClockReader.bootId();
        ReflectorOpening opening =
                SessionReflector.open(settings(), MonotonicClock.SYSTEM, WallClock.SYSTEM, () -> clock.read(bootId));
        if (opening instanceof ReflectorOpening.Unavailable none) {
            tell(messages().get("reflect.failed", none.sentence()));
            return COULD_NOT;
        }
        try (SessionReflector reflector = ((ReflectorOpening.Opened) opening).reflector()) {
            tell(messages().get("reflect.listens", reflector.port()));
            while (!Thread.currentThread().isInterrupted()) {
                reflector.poll(WAIT_NS_MAX);
            }
        }
        return DONE;
    }

    private static InetAddress any() {
        try {
            return InetAddress.getByAddress(new byte[Integer.BYTES]);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("BUG: four zeros are an address", e);
        }
    }

    private ReflectorSettings settings() {
        List<Network> networks = new ArrayList<>();
        for (String text : allowed) {
            networks.add(
                    Network.parse(text).orElseThrow(() -> wrongUse(messages().get("reflect.network", text))));
        }
        if (port < 0 || port > 65_535) {
            throw wrongUse(messages().get("probe.range", "--port", 0, 65_535, port));
        }
        return new ReflectorSettings(
                List.of(ANY),
                port,
                networks,
                KeyFile.read(keyFile, this),
                !isStateless,
                ReflectorSettings.PACKETS_PER_SECOND_DEFAULT,
                ReflectorSettings.SESSIONS_MAX);
    }
}
