package io.kerbstone.agent.probe;

import io.kerbstone.measurement.Observation;
import io.kerbstone.measurement.Outcome;
import io.kerbstone.measurement.Reading;
import io.kerbstone.measurement.Reading.Kind;
import io.kerbstone.settings.DeviceDefinition;
import io.kerbstone.settings.PathDefinition;
import io.kerbstone.time.MonotonicClock;
import io.kerbstone.web.WebProbe;
import io.kerbstone.web.WebProber;
import io.kerbstone.web.WebResult;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;

/** Probes paths of the kinds TCP, HTTP, DNS and NTP, and tells what else they showed. Asked by the measuring thread. */
public final class WebPaths implements PathProber {
    private static final double NS_PER_S = 1e9;

    private final WebProber prober;
    private final Resolver resolver;
    private final FactBook facts;
    private final MonotonicClock clock;

    /** Probes with the prober. */
    public WebPaths(WebProber prober, Resolver resolver, FactBook facts, MonotonicClock clock) {
        this.prober = prober;
        this.resolver = resolver;
        this.facts = facts;
        this.clock = clock;
    }

    @Override
    public void start(PathDefinition path, Optional<DeviceDefinition> device, long dueNs, Consumer<Observation> to) {
        String host = WebProbe.hostOf(path);
        Optional<InetAddress> address = resolver.addressOf(host, clock.nowNs());
        if (address.isEmpty()) {
            to.accept(new Observation(path.id(), dueNs, new Outcome.NotMeasured(Outcome.NotMeasuredReason.UNRESOLVED)));
            return;
        }
        WebProbe probe = new WebProbe(path.id(), path.target(), address.get(), path.options(), path.waitingTimeMs());
        prober.probe(probe, result -> {
            tell(result, host);
            to.accept(result.observation());
        });
    }

    private void tell(WebResult result, String host) {
        Observation observation = result.observation();
        List<Reading> all = new ArrayList<>(result.facts());
        OptionalLong tookNs = resolver.tookNs(host);
        if (!all.isEmpty() && tookNs.isPresent()) {
            all.add(Reading.number("phase/resolution", Kind.GAUGE, "s", tookNs.getAsLong() / NS_PER_S, ""));
        }
        facts.tell(observation.pathId(), observation.sentAtNs(), all);
    }

    @Override
    public void keepOnly(Set<String> pathIds) {
        facts.keepOnly(pathIds);
    }
}
