package io.kerbstone.rigs.bench;

import io.kerbstone.collector.judge.Figures;
import io.kerbstone.measurement.Ledger;
import io.kerbstone.measurement.PathIndicators;
import io.kerbstone.measurement.Period;
import io.kerbstone.time.MonotonicClock;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code bench judge}: a store of many paths and days of one-minute intervals, then the figures of all paths over all of it,
 * after reopening the store and again; and for a few paths whether they are those of the plain computation.
 */
@Command(
        name = "judge",
        mixinStandardHelpOptions = true,
        description =
                "Availability, outages, loss and p95 of a year of many paths from the store, and bytes per interval.")
public final class JudgeBench implements Callable<Integer> {
    private static final long SEED = 20_260_101;
    private static final int SAMPLE = 5;
    private static final long ODD_START_MS = 10 * 86_400_000L + 47_821_000;
    private static final long ODD_END_MS = 9 * 86_400_000L + 25_322_500;

    @Option(names = "--paths", description = "how many paths (default: ${DEFAULT-VALUE})")
    private int paths = 640;

    @Option(names = "--days", description = "how many days, at least 25 (default: ${DEFAULT-VALUE})")
    private int days = 365;

    @Option(names = "--rounds", description = "how often each question is asked (default: ${DEFAULT-VALUE})")
    private int rounds = 5;

    @Option(names = "--folder", description = "keep the store here, and use what is there already")
    private @Nullable Path folder;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Path place = folder != null ? folder : Files.createTempDirectory("bench-judge");
        try {
            return run(place.resolve("store"));
        } finally {
            if (folder == null) {
                delete(place);
            }
        }
    }

    private int run(Path store) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        out.println(
                "bench judge: " + paths + " paths, " + days + " days of one-minute intervals; " + Machine.describe());
        if (!Files.exists(store)) {
            load(store, out);
        }
        try (YearStore year = new YearStore(store, SEED, paths, days)) {
            sizes(year, store, out);
        }
        Period whole;
        try (YearStore year = new YearStore(store, SEED, paths, days)) {
            whole = year.period();
        }
        Period odd = new Period(whole.startMs() + ODD_START_MS, whole.endMs() - ODD_END_MS);
        BenchTable table = new BenchTable("reopened s", "again s");
        for (Period period : List.of(whole, odd)) {
            String what = period.equals(whole) ? "whole local days" : "odd period";
            ask(store, what + ": availability, outages", period, table, JudgeBench::availability);
            ask(store, what + ": p95, loss, all", period, table, JudgeBench::p95);
        }
        table.print(out, false);
        return compare(store, List.of(whole, odd), out) ? 0 : 1;
    }

    private void load(Path store, PrintWriter out) {
        long beganNs = MonotonicClock.SYSTEM.nowNs();
        try (YearStore year = new YearStore(store, SEED, paths, days)) {
            year.define();
            year.load(new Progress("day", spec.commandLine().getErr()));
        }
        double seconds = seconds(beganNs);
        out.printf(
                Locale.ROOT,
                "loaded %,d intervals in %.1f s, %,.0f a second, rows of days, months and years made on the way%n",
                intervals(),
                seconds,
                intervals() / seconds);
        out.flush();
    }

    private long intervals() {
        return paths * (long) days * 1_440;
    }

    private void sizes(YearStore year, Path store, PrintWriter out) throws IOException {
        for (YearStore.Size size : year.sizes()) {
            out.printf(
                    Locale.ROOT,
                    "%-14s %,12d rows, %,8.0f bytes each, %.3f bytes per interval%n",
                    size.kind(),
                    size.rows(),
                    size.bytes() / (double) Math.max(1, size.rows()),
                    size.bytes() / (double) intervals());
        }
        try (Stream<Path> files = Files.walk(store)) {
            long onDisk = files.mapToLong(file -> file.toFile().length()).sum();
            out.printf(
                    Locale.ROOT,
                    "on disk %,d MB, %.2f bytes per interval%n",
                    onDisk >> 20,
                    onDisk / (double) intervals());
        }
        out.flush();
    }

    /** Asks once on a store just opened, and then again and again. */
    private void ask(Path store, String what, Period period, BenchTable table, Question question) {
        List<Double> cold = new ArrayList<>();
        List<Double> warm = new ArrayList<>();
        for (int opening = 0; opening < Math.min(3, rounds); opening++) {
            try (YearStore year = new YearStore(store, SEED, paths, days)) {
                Figures figures = year.figures();
                List<String> ids = year.pathIds();
                cold.add(timed(question, figures, ids, period));
                for (int round = 0; round < rounds; round++) {
                    warm.add(timed(question, figures, ids, period));
                }
            }
        }
        table.row(what, BenchTable.median(cold, s -> s), BenchTable.median(warm, s -> s));
    }

    @FunctionalInterface
    private interface Question {
        /** Asks for all paths; answers with something that depends on every one of them. */
        double ask(Figures figures, List<String> ids, Period period);
    }

    private static double timed(Question question, Figures figures, List<String> ids, Period period) {
        long beganNs = MonotonicClock.SYSTEM.nowNs();
        if (Double.isNaN(question.ask(figures, ids, period))) {
            throw new IllegalStateException("BUG: a figure is undefined");
        }
        return seconds(beganNs);
    }

    private static double availability(Figures figures, List<String> ids, Period period) {
        double sum = 0;
        for (Ledger ledger : figures.ledgers(ids, period)) {
            var availability = ledger.availability();
            sum += (availability == null ? Double.NaN : availability.decimal())
                    + ledger.outages().size();
        }
        return sum;
    }

    private static double p95(Figures figures, List<String> ids, Period period) {
        ToLongFunction<PathIndicators> p95 = path -> path.delays().percentileNs(95);
        return figures.paths(ids, period).stream()
                .mapToDouble(path -> p95.applyAsLong(path)
                        + path.loss().lost() / (double) path.loss().sent())
                .sum();
    }

    private boolean compare(Path store, List<Period> periods, PrintWriter out) {
        Random random = new Random(SEED);
        int equal = 0;
        int compared = 0;
        try (YearStore year = new YearStore(store, SEED, paths, days)) {
            for (int i = 0; i < Math.min(SAMPLE, paths); i++) {
                int path = random.nextInt(paths);
                for (Period period : periods) {
                    compared++;
                    PathIndicators plain = year.plain(path, period);
                    equal += plain.equals(year.figures().path("path-" + path, period)) ? 1 : 0;
                }
            }
        }
        out.println(equal + " of " + compared + " figures compared are those of the plain computation");
        out.flush();
        return equal == compared;
    }

    private static double seconds(long beganNs) {
        return (MonotonicClock.SYSTEM.nowNs() - beganNs) / 1e9;
    }

    private static void delete(Path place) throws IOException {
        try (Stream<Path> files = Files.walk(place)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
