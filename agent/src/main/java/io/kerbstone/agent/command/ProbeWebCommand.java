package io.kerbstone.agent.command;

import io.kerbstone.agent.probe.FactBook;
import io.kerbstone.agent.probe.PathProber;
import io.kerbstone.agent.probe.Resolver;
import io.kerbstone.agent.probe.WebPaths;
import io.kerbstone.measurement.DeviceReadings;
import io.kerbstone.measurement.Reading;
import io.kerbstone.settings.PathDefinition;
import io.kerbstone.time.MonotonicClock;
import io.kerbstone.time.WallClock;
import io.kerbstone.web.WebProbe;
import io.kerbstone.web.WebProber;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the commands for services share: the prober, and the facts it found. */
abstract class ProbeWebCommand extends ProbePathCommand {
    static final int PORT_MAX = 65_535;

    private volatile List<Reading> known = List.of();
    private @Nullable WebProber prober;

    @Override
    final PathProber open(PathDefinition path) throws IOException {
        // Names are asked at once and before the first probe: here nobody else waits.
        Resolver resolver = new Resolver(
                task -> {
                    task.run();
                    return true;
                },
                MonotonicClock.SYSTEM);
        String host = WebProbe.hostOf(path);
        boolean isKnown = resolver.addressOf(host, MonotonicClock.SYSTEM.nowNs())
                .or(() -> resolver.addressOf(host, MonotonicClock.SYSTEM.nowNs()))
                .isPresent();
        if (!isKnown) {
            throw new IOException(messages().get("probe.unresolved", host));
        }
        prober = WebProber.open(MonotonicClock.SYSTEM, WallClock.SYSTEM).rehearse();
        return new WebPaths(prober, resolver, new FactBook(this::learn), MonotonicClock.SYSTEM);
    }

    private void learn(DeviceReadings facts) {
        known = facts.readings();
    }

    @Override
    final List<Reading> facts() {
        return known;
    }

    @Override
    final void close() {
        if (prober != null) {
            prober.close();
        }
    }
}
