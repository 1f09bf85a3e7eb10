package io.kerbstone.agent.command;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.kerbstone.icmp.IcmpProber;
import io.kerbstone.icmp.ProberOpening;
import io.kerbstone.icmp.ProberSettings;
import io.kerbstone.icmp.Sweep;
import io.kerbstone.icmp.Targets;
import io.kerbstone.measurement.Delays;
import io.kerbstone.measurement.WilsonInterval;
import io.kerbstone.settings.Durations;
import io.kerbstone.settings.PathDefinition;
import io.kerbstone.settings.ProbeOptions;
import io.kerbstone.time.MonotonicClock;
import io.kerbstone.time.WallClock;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code probe icmp}: measures one or many targets once. Exit 1 when one of them did not answer at all. */
@Command(name = "probe")
final class ProbeCommand extends Common implements Callable<Integer> {
    /** Most bytes of a file of targets. */
    static final long TARGETS_BYTES_MAX = 8L << 20;
    /** Gap between two probes to different targets, ns: 10,000 a second. */
    static final long GAP_NS = 100_000;

    private static final JsonFactory JSON = new JsonFactory();

    /** What can be probed so far. */
    enum Kind {
        icmp
    }

    @Parameters(index = "0", paramLabel = "KIND", descriptionKey = "KIND")
    private Kind kind = Kind.icmp;

    @Parameters(index = "1", arity = "0..1", paramLabel = "TARGET", descriptionKey = "TARGET")
    private @Nullable String target;

    @Option(names = "--targets", paramLabel = "FILE")
    private @Nullable Path targets;

    @Option(names = "--count", paramLabel = "N", defaultValue = "5")
    private int count = 5;

    @Option(names = "--interval", paramLabel = "10ms", defaultValue = "1s")
    private String interval = "1s";

    @Option(names = "--timeout", paramLabel = "1s", defaultValue = "1s")
    private String timeout = "1s";

    @Option(names = "--size", paramLabel = "BYTES", defaultValue = "56")
    private int size = ProbeOptions.PAYLOAD_BYTES_DEFAULT;

    @Option(names = "--json")
    private boolean isJson;

    private int silent;

    @Override
    public Integer call() {
        Sweep.Plan plan;
        try {
            Targets parsed = Targets.parse(targetText());
            if (!parsed.mistakes().isEmpty()) {
                parsed.mistakes().forEach(this::tell);
                return COULD_NOT;
            }
            if (parsed.addresses().isEmpty()) {
                throw wrongUse(messages().get("probe.noTarget"));
            }
            plan = plan(parsed.addresses());
        } catch (IOException e) {
            tell(messages().get("probe.file", String.valueOf(targets), e.toString()));
            return COULD_NOT;
        }
        ProberOpening opening = IcmpProber.open(ProberSettings.DEFAULT, MonotonicClock.SYSTEM, WallClock.SYSTEM);
        if (opening instanceof ProberOpening.Unavailable none) {
            tell(messages().get("probe.icmp", none.sentence()));
            return COULD_NOT;
        }
        try (IcmpProber prober = ((ProberOpening.Opened) opening).prober()) {
            Names names = new Names(plan.targets(), target);
            Sweep.run(plan, prober, MonotonicClock.SYSTEM, result -> print(names.take(result.target()), result));
        }
        return silent == 0 ? DONE : NO;
    }

    private String targetText() throws IOException {
        if ((target == null) == (targets == null)) {
            throw wrongUse(messages().get("probe.noTarget"));
        }
        if (targets == null) {
            return target == null ? "" : target;
        }
        if (Files.size(targets) > TARGETS_BYTES_MAX) {
            throw wrongUse(messages().get("probe.tooLarge", targets));
        }
        return Files.readString(targets);
    }

    private Sweep.Plan plan(List<InetAddress> addresses) {
        long intervalMs = durationMs("--interval", interval, 0, 3_600_000);
        long timeoutMs = durationMs("--timeout", timeout, 1, PathDefinition.WAITING_TIME_MS_MAX);
        if (count < 1 || count > Sweep.Plan.MOST_COUNT || size < 0 || size > ProberSettings.MOST_PAYLOAD_BYTES) {
            throw wrongUse(messages().get("probe.range", Sweep.Plan.MOST_COUNT, ProberSettings.MOST_PAYLOAD_BYTES));
        }
        return new Sweep.Plan(
                addresses,
                count,
                intervalMs * 1_000_000L,
                addresses.size() == 1 ? 0 : GAP_NS,
                timeoutMs * 1_000_000L,
                size);
    }

    private long durationMs(String option, String text, long min, long max) {
        long ms = Durations.parseMs(text).orElse(-1);
        if (ms < min || ms > max) {
            throw wrongUse(messages().get("probe.duration", option, text, Durations.text(max)));
        }
        return ms;
    }

    private void print(String name, Sweep.Result result) {
        if (result.delays().count() == 0) {
            silent++;
        }
        out().println(isJson ? json(name, result) : line(name, result));
        out().flush();
    }

    private String line(String name, Sweep.Result result) {
        Delays delays = result.delays();
        if (delays.count() == 0) {
            return messages().get("probe.silent", name, result.sent(), result.lost(), result.notSent());
        }
        return messages()
                .get(
                        "probe.line",
                        name,
                        result.sent(),
                        result.lost(),
                        result.notSent(),
                        us(delays.minNs()),
                        us(delays.sumNs() / delays.count()),
                        us(delays.percentileNs(99)),
                        us(delays.maxNs()),
                        us(delays.errorBoundNs()));
    }

    private static String us(long ns) {
        return String.format(Locale.ROOT, "%.1f", ns / 1e3);
    }

    private String json(String name, Sweep.Result result) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("target", name);
            json.writeStringField("kind", kind.name());
            json.writeNumberField("sent", result.sent());
            json.writeNumberField("lost", result.lost());
            json.writeNumberField("notSent", result.notSent());
            json.writeFieldName("rttUs");
            writeDelays(json, result.delays());
            json.writeFieldName("lossInterval95");
            if (result.sent() == 0) {
                json.writeNull();
            } else {
                WilsonInterval loss = WilsonInterval.of(result.lost(), result.sent());
                json.writeArray(new double[] {loss.low(), loss.high()}, 0, 2);
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a StringWriter does not fail
        }
        return text.toString();
    }

    private static void writeDelays(JsonGenerator json, Delays delays) throws IOException {
        if (delays.count() == 0) {
            json.writeNull();
            return;
        }
        json.writeStartObject();
        json.writeNumberField("min", delays.minNs() / 1e3);
        json.writeNumberField("mean", (double) delays.sumNs() / delays.count() / 1e3);
        for (int percent : new int[] {50, 90, 95, 99}) {
            json.writeNumberField("p" + percent, delays.percentileNs(percent) / 1e3);
        }
        json.writeNumberField("max", delays.maxNs() / 1e3);
        json.writeNumberField("errorBound", delays.errorBoundNs() / 1e3);
        json.writeEndObject();
    }

    /** What people called an address: the name as given for a single target, else the address. */
    private static final class Names {
        private final Map<InetAddress, Deque<String>> left = new HashMap<>();

        Names(List<InetAddress> addresses, @Nullable String given) {
            for (InetAddress address : addresses) {
                String name = addresses.size() == 1 && given != null ? given : address.getHostAddress();
                left.computeIfAbsent(address, key -> new ArrayDeque<>()).add(name);
            }
        }

        String take(InetAddress address) {
            Deque<String> names = left.get(address);
            return names == null || names.isEmpty() ? address.getHostAddress() : names.remove();
        }
    }
}
