package io.kerbstone.agent.command;

import io.kerbstone.icmp.Sweep;
import io.kerbstone.measurement.Reading;
import io.kerbstone.measurement.Sample;
import io.kerbstone.settings.Durations;
import io.kerbstone.settings.PathDefinition;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What the commands of all kinds of probes share: target, pace, and how a sample is told. Exit 1 when a target did
 * not answer at all. */
abstract class ProbeKindCommand extends Common implements Callable<Integer> {
    /** Longest gap between two probes to one target, ms. */
    static final long INTERVAL_MS_MAX = 3_600_000;

    private static final long NS_PER_MS = 1_000_000;

    @Parameters(index = "0", arity = "0..1", paramLabel = "TARGET", descriptionKey = "TARGET")
    @Nullable
    String target;

    @Option(names = "--count", paramLabel = "N", defaultValue = "5")
    private int count = 5;

    @Option(names = "--interval", paramLabel = "10ms", defaultValue = "1s")
    private String interval = "1s";

    @Option(names = "--timeout", paramLabel = "1s", defaultValue = "1s")
    private String timeout = "1s";

    @Option(names = "--json")
    private boolean isJson;

    private int silent;

    /** The name on the command line and in JSON. */
    final String kind() {
        return spec.name();
    }

    final int count() {
        return (int) inRange("--count", count, 1, Sweep.Plan.MOST_COUNT);
    }

    final long intervalNs() {
        return durationMs("--interval", interval, 0, INTERVAL_MS_MAX) * NS_PER_MS;
    }

    final long waitingTimeMs() {
        return durationMs("--timeout", timeout, 1, PathDefinition.WAITING_TIME_MS_MAX);
    }

    final long waitingTimeNs() {
        return waitingTimeMs() * NS_PER_MS;
    }

    /** The value of an option if it is allowed. */
    final long inRange(String option, long value, long min, long max) {
        if (value < min || value > max) {
            throw wrongUse(messages().get("probe.range", option, min, max, value));
        }
        return value;
    }

    private long durationMs(String option, String text, long min, long max) {
        long ms = Durations.parseMs(text).orElse(-1);
        if (ms < min || ms > max) {
            throw wrongUse(messages().get("probe.duration", option, text, Durations.text(max)));
        }
        return ms;
    }

    /** Tells what was measured of one target, under the name people gave it. */
    final void print(String name, Sample sample, List<Reading> facts) {
        if (sample.delays().count() == 0) {
            silent++;
        }
        ProbeText text = new ProbeText(name, kind(), sample, facts);
        out().println(isJson ? text.json() : text.line(messages()));
        out().flush();
    }

    /** Exit code after everything was printed. */
    final int answer() {
        return silent == 0 ? DONE : NO;
    }
}
