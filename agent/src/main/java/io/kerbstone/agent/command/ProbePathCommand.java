package io.kerbstone.agent.command;

import io.kerbstone.agent.probe.PathProber;
import io.kerbstone.agent.probe.ProbeSeries;
import io.kerbstone.measurement.Reading;
import io.kerbstone.measurement.Rule;
import io.kerbstone.measurement.Sample;
import io.kerbstone.settings.PathDefinition;
import io.kerbstone.settings.ProbeOptions;
import io.kerbstone.settings.Stream;
import io.kerbstone.time.MonotonicClock;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** One target by a kind that has a {@link PathProber}: a subclass has the options of its kind and makes the prober. */
abstract class ProbePathCommand extends ProbeKindCommand {
    /** How the options given say to probe; throws {@link #wrongUse} when they do not. */
    abstract ProbeOptions options();

    /** A prober for this one command, closed by {@link #close}; the message of an exception is told to people. */
    abstract PathProber open(PathDefinition path) throws IOException;

    /** What the probes showed beside their outcomes. */
    List<Reading> facts() {
        return List.of();
    }

    /** Ends what {@link #open} began. */
    abstract void close();

    @Override
    public final Integer call() throws InterruptedException {
        if (target == null) {
            throw wrongUse(messages().get("probe.noTarget"));
        }
        PathDefinition path = new PathDefinition(
                kind(), kind(), target, Optional.empty(), Rule.STANDARD, waitingTimeMs(), Stream.PERIODIC, options());
        int count = count();
        long intervalNs = intervalNs();
        try {
            PathProber prober = open(path);
            Sample sample = ProbeSeries.run(path, prober, count, intervalNs, MonotonicClock.SYSTEM);
            print(target, sample, facts());
        } catch (IOException e) {
            tell(messages().get("probe.failed", kind(), String.valueOf(e.getMessage())));
            return COULD_NOT;
        } finally {
            close();
        }
        return answer();
    }
}
