package io.kerbstone.rigs.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.kerbstone.rigs.street.Folders;
import io.kerbstone.rigs.street.Ports;
import io.kerbstone.time.MonotonicClock;
import io.kerbstone.time.WallClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./kerbstone demo}: exit code 0 when first indicators were shown, 2 for a taken port, 3 otherwise. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = "Runs a collector, an agent and a small street on this machine until Ctrl-C.")
public final class Demo implements Callable<Integer> {
    private static final int WEB_PORT = 8443;
    private static final long FIGURES_SECONDS = 60;
    private static final long LOOK_EVERY_MS = 1_000;
    private static final int HOUR_MS = 3_600_000;

    @Option(names = "--seconds", paramLabel = "N", description = "stop by itself after so long (default: Ctrl-C)")
    long seconds;

    @Option(
            names = "--port",
            paramLabel = "P",
            defaultValue = "" + WEB_PORT,
            description = "port of the pages (${DEFAULT-VALUE})")
    int port;

    @Option(names = "--lang", paramLabel = "zh|en", description = "language (default: the locale's)")
    String lang = Locale.getDefault().getLanguage();

    @Spec
    @SuppressWarnings("NullAway") // picocli sets it before call
    CommandSpec spec;

    private final CountDownLatch stop = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final AtomicBoolean closed = new AtomicBoolean();

    @Override
    public Integer call() throws IOException, InterruptedException {
        Says says = Says.in(Locale.forLanguageTag(lang), spec.commandLine().getOut());
        if (!Ports.isFree(port)) {
            says.line("portTaken", String.valueOf(port));
            return 2;
        }
        Path folder = Files.createTempDirectory("kerbstone-demo");
        says.line("starting", folder);
        DemoStreet street = new DemoStreet(folder, port);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> interrupted(), "demo stops"));
        try {
            return run(street, says);
        } catch (IOException | TimeoutException e) {
            says.line("failed", String.valueOf(e.getMessage()));
            return 3;
        } finally {
            says.line("stopping", folder);
            close(street, folder);
        }
    }

    private int run(DemoStreet street, Says says) throws IOException, InterruptedException, TimeoutException {
        long startNs = MonotonicClock.SYSTEM.nowNs();
        street.start(says);
        says.line("page", String.valueOf(port));
        says.line("signIn", "admin", street.password());
        says.line("waiting");
        if (!awaitFigures(street)) {
            says.line("noFigures", FIGURES_SECONDS, street.tail());
            return 3;
        }
        says.line("first", TimeUnit.NANOSECONDS.toSeconds(MonotonicClock.SYSTEM.nowNs() - startNs));
        show(street, says);
        says.line("silent");
        says.line("stopHint");
        if (seconds > 0) {
            stop.await(seconds, TimeUnit.SECONDS);
        } else {
            stop.await();
        }
        return 0;
    }

    private boolean awaitFigures(DemoStreet street) throws IOException, InterruptedException {
        long deadlineNs = MonotonicClock.SYSTEM.nowNs() + TimeUnit.SECONDS.toNanos(FIGURES_SECONDS);
        while (MonotonicClock.SYSTEM.nowNs() < deadlineNs) {
            boolean all = true;
            for (String id : street.pathIds()) {
                all &= figures(street, id).path("rttUs").isObject()
                        && !state(street, id).equals("UNKNOWN");
            }
            if (all || stop.await(LOOK_EVERY_MS, TimeUnit.MILLISECONDS)) {
                return all;
            }
        }
        return false;
    }

    private static JsonNode figures(DemoStreet street, String id) throws IOException, InterruptedException {
        long nowMs = WallClock.SYSTEM.nowMs();
        return street.indicators(id, nowMs - HOUR_MS, nowMs);
    }

    private static String state(DemoStreet street, String id) throws IOException, InterruptedException {
        return street.path(id).path("live").path("state").asText();
    }

    private static void show(DemoStreet street, Says says) throws IOException, InterruptedException {
        says.line("headings");
        List<String> ids = street.pathIds();
        for (String id : ids) {
            JsonNode figures = figures(street, id);
            JsonNode mean = figures.path("rttUs").path("mean");
            says.line(
                    "row",
                    padded(state(street, id), 8),
                    padded(percent(figures.path("availabilityDecimal")), 14),
                    padded(mean.isNumber() ? "%.3f ms".formatted(mean.asDouble() / 1000) : "-", 12),
                    padded(percent(figures.path("loss").path("ratioDecimal")), 10),
                    street.path(id).path("name").asText());
        }
    }

    private static String percent(JsonNode ratio) {
        return ratio.isNumber() ? "%.4f %%".formatted(ratio.asDouble() * 100) : "-";
    }

    private static String padded(String text, int width) {
        return String.format("%-" + width + "s", text);
    }

    /** Ctrl-C: the running call winds up, and the machine waits for it. */
    private void interrupted() {
        stop.countDown();
        if (!closed.get()) {
            try {
                stopped.await(40, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void close(DemoStreet street, Path folder) throws IOException {
        try {
            street.close();
            Folders.delete(folder);
        } finally {
            closed.set(true);
            stopped.countDown();
        }
    }
}
