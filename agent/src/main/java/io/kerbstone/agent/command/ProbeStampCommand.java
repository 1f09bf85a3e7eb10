package io.kerbstone.agent.command;

import io.kerbstone.agent.probe.PathProber;
import io.kerbstone.agent.probe.Resolver;
import io.kerbstone.agent.probe.StampPaths;
import io.kerbstone.linux.ClockReader;
import io.kerbstone.settings.PathDefinition;
import io.kerbstone.settings.ProbeOptions;
import io.kerbstone.settings.Secret;
import io.kerbstone.stamp.PacketCodec;
import io.kerbstone.time.MonotonicClock;
import io.kerbstone.time.WallClock;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code probe stamp}: one session with a reflector. */
@Command(name = "stamp")
final class ProbeStampCommand extends ProbePathCommand {
    private static final int PORT_MAX = 65_535;
    private static final long JOIN_MS_MAX = 3_000;

    @Option(names = "--port", paramLabel = "862", defaultValue = "862")
    private int port = ProbeOptions.Stamp.PORT_DEFAULT;

    @Option(names = "--key-file", paramLabel = "FILE")
    private @Nullable Path keyFile;

    @Option(names = "--size", paramLabel = "BYTES", defaultValue = "0")
    private int size;

    @Option(names = "--dscp", paramLabel = "0..63", defaultValue = "0")
    private int dscp;

    private @Nullable StampPaths paths;
    private @Nullable Thread thread;

    @Override
    ProbeOptions options() {
        Secret key = KeyFile.read(keyFile, this);
        int least = key.isEmpty() ? ProbeOptions.Stamp.BYTES_MIN : ProbeOptions.Stamp.AUTHENTICATED_BYTES_MIN;
        return new ProbeOptions.Stamp(
                (int) inRange("--port", port, 1, PORT_MAX),
                (int) inRange("--size", size == 0 ? least : size, least, PacketCodec.BYTES_MAX),
                (int) inRange("--dscp", dscp, 0, ProbeOptions.DSCP_MAX),
                key);
    }

    @Override
    PathProber open(PathDefinition path) throws IOException {
        ClockReader clock = new ClockReader(MonotonicClock.SYSTEM, WallClock.SYSTEM);
        String bootId = ClockReader.bootId();
        // A command may wait for a name: it is asked for by the thread that wants to know.
        Resolver resolver = new Resolver(
                task -> {
                    task.run();
                    return true;
                },
                MonotonicClock.SYSTEM);
        resolver.addressOf(String.valueOf(target), MonotonicClock.SYSTEM.nowNs());
        StampPaths opened = new StampPaths(
                resolver, MonotonicClock.SYSTEM, WallClock.SYSTEM, () -> clock.read(bootId), facts -> {});
        paths = opened;
        thread = new Thread(opened, "kerbstone-stamp");
        thread.setDaemon(true);
        thread.start();
        return opened;
    }

    @Override
    void close() {
        if (paths != null && thread != null) {
            paths.stop();
            try {
                thread.join(JOIN_MS_MAX);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
