package io.kerbstone.rigs.bench;

import io.kerbstone.measurement.DelayVerdict;
import io.kerbstone.measurement.LossVerdict;
import io.kerbstone.measurement.SampleSize;
import io.kerbstone.measurement.Target;
import io.kerbstone.measurement.Verdict;
import io.kerbstone.rigs.link.Impairment;
import io.kerbstone.rigs.link.Impairment.Jitter;
import io.kerbstone.rigs.link.LinkPlan;
import io.kerbstone.rigs.street.Tools;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code bench link}: the prober over the impaired link, held against the truth. Loss must be counted to the last probe, the
 * median of the delays lie within 20 us of the truth and no further from it than fping's, and a verdict be wrong in at
 * most one of a hundred runs. Exit 1 when one of these is not so.
 */
@Command(
        name = "link",
        mixinStandardHelpOptions = true,
        description = "Loss, delay and verdicts of the prober held against the truth of the impaired link. Needs root.")
public final class LinkBench implements Callable<Integer> {
    /** How far the median of the measured delays may lie from the truth. */
    static final double MEDIAN_ERROR_NS_MAX = 20_000;

    private static final double NS_PER_US = 1e3;
    private static final long MS = 1_000_000;
    private static final int SOME_PROBES = 20_000;
    private static final int FEW_PROBES = 500;
    private static final int FEW_REPLIES = 50;
    private static final int REPLIES = 1_000;
    private static final int FPING_PROBES = 1_000;
    private static final double WRONG_SHARE_MAX = 0.01;
    /** A run in which the machine was held up proves nothing and is repeated, so often at most. */
    private static final int REPEATS_MAX = 5;

    @Option(names = "--seeds", description = "seeded runs of each verdict (default: ${DEFAULT-VALUE})")
    private int seeds = 100;

    @Option(names = "--rounds", description = "turns of the prober and fping (default: ${DEFAULT-VALUE})")
    private int rounds = 7;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    private int repeats;
    private boolean failed;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (!Tools.isRoot() || Tools.find("ip").isEmpty()) {
            throw new IOException("bench link needs root and the command ip (on Debian: iproute2)");
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println("link bench on " + Machine.describe());
        printLoss(out);
        printDelay(out);
        printLossVerdicts(out);
        printDelayVerdicts(out);
        out.println();
        out.println(repeats + " runs repeated because this machine held the prober or the relay up");
        out.println(failed ? "NOT PROVEN" : "proven");
        out.flush();
        return failed ? 1 : 0;
    }

    /** A link that loses the same both ways, so that of all probes so many are lost. */
    static LinkPlan losing(double loss, long seed) {
        Impairment way = Impairment.NONE.withDelayNs(MS / 2).withLoss(1 - Math.sqrt(1 - loss), 1);
        return LinkPlan.of(way, way, seed);
    }

    /** The same with duplicates, reordering and replies that come after the waiting time. */
    static LinkPlan withStragglers(LinkPlan plan) {
        Impairment there = plan.forward().withDuplicate(0.01);
        Impairment back = plan.back().withReorder(0.005, 1_500 * MS);
        return LinkPlan.of(there, back, plan.seed());
    }

    /** A link with a round trip of so long, and a jitter each way. */
    static LinkPlan lasting(long roundTripNs, long jitterNs, long seed) {
        Impairment way = Impairment.NONE.withDelayNs(roundTripNs / 2).withJitter(jitterNs, Jitter.NORMAL);
        return LinkPlan.of(way, way, seed);
    }

    private void printLoss(PrintWriter out) throws IOException, InterruptedException {
        out.printf("%nLoss: %,d probes each; what the prober counted and the truth%n", SOME_PROBES);
        BenchTable table = new BenchTable("lost", "truly lost", "late + duplicate", "truly");
        for (double loss : new double[] {0.008, 0.012, 0.05}) {
            LinkPlan plan = losing(loss, Math.round(loss * 1_000));
            LinkRun.Order order = LinkRun.Order.toMany(SOME_PROBES);
            row(table, percent(loss) + ", both ways", comparable(plan, order));
            row(table, percent(loss) + ", stragglers", comparable(withStragglers(plan), order.listening(2_500)));
        }
        table.print(out, false);
    }

    private void row(BenchTable table, String name, LinkRun run) {
        table.row(
                name,
                (double) run.lost(),
                (double) run.truth().echoes().lost(),
                (double) (run.late() + run.duplicate()),
                (double) (run.truth().echoes().late() + run.truth().echoes().duplicateReplies()));
        failed |= !run.isRight();
    }

    private void printDelay(PrintWriter out) throws IOException, InterruptedException {
        out.printf("%nDelay: medians of %,d probes, 1 ms apart; %d rounds in turns%n", FPING_PROBES, rounds);
        BenchTable table = new BenchTable("median us", "true median us", "off us", "worst off us");
        Path folder = Files.createTempDirectory("link-bench");
        Optional<Fping> fping = Fping.find(folder);
        for (long roundTripNs : new long[] {MS / 2, 2 * MS, 8 * MS}) {
            List<Medians> ours = new ArrayList<>();
            List<Medians> theirs = new ArrayList<>();
            for (int round = 0; round < rounds; round++) {
                LinkPlan plan = lasting(roundTripNs, 0, round);
                ours.add(ours(plan));
                if (fping.isPresent()) {
                    theirs.add(Medians.ofFping(fping.get(), plan, FPING_PROBES));
                }
            }
            row(table, "kerbstone", ours);
            row(table, "fping", theirs);
            failed |= Medians.off(ours) > MEDIAN_ERROR_NS_MAX;
            failed |= fping.isPresent() && Medians.off(ours) > Medians.off(theirs);
        }
        table.print(out, false);
    }

    private Medians ours(LinkPlan plan) throws IOException, InterruptedException {
        LinkRun run = comparable(plan, LinkRun.Order.toOne(1_000, FPING_PROBES));
        return new Medians(run.sweeps().get(0).medianNs(), run.truth().echoes().roundTrips());
    }

    private static void row(BenchTable table, String name, List<Medians> all) {
        table.row(
                name,
                BenchTable.median(all, Medians::toldNs) / NS_PER_US,
                BenchTable.median(all, Medians::trueNs) / NS_PER_US,
                Medians.off(all) / NS_PER_US,
                all.stream().mapToDouble(Medians::offNs).max().orElse(Double.NaN) / NS_PER_US);
    }

    private void printLossVerdicts(PrintWriter out) throws IOException, InterruptedException {
        double target = Target.DEFAULT.lossRatio();
        out.printf("%nVerdicts on loss, target %s, %d seeds each%n", percent(target), seeds);
        BenchTable table = new BenchTable("probes", "right", "undecided", "wrong", "decided by " + FEW_PROBES);
        for (double loss : new double[] {0.008, 0.012}) {
            int probes = (int) SampleSize.ofLoss(loss, target).orElseThrow();
            Verdict right = loss < target ? Verdict.MET : Verdict.MISSED;
            Verdicts verdicts = new Verdicts(right);
            for (long seed = 1; seed <= seeds; seed++) {
                LinkRun run = comparable(losing(loss, seed), LinkRun.Order.toMany(FEW_PROBES, probes));
                verdicts.add(
                        new LossVerdict(run.sweeps().get(0).loss(), target).verdict(),
                        new LossVerdict(run.sweeps().get(1).loss(), target).verdict());
                failed |= !run.isRight();
            }
            verdicts.row(table, percent(loss), probes);
            failed |= verdicts.wrongShare() > WRONG_SHARE_MAX;
        }
        table.print(out, false);
    }

    private void printDelayVerdicts(PrintWriter out) throws IOException, InterruptedException {
        long targetNs = Target.DEFAULT.delayNs();
        out.printf("%nVerdicts on delay, target %.2f ms, %d seeds each%n", targetNs / 1e6, seeds);
        BenchTable table = new BenchTable("replies", "right", "undecided", "wrong", "decided by " + FEW_REPLIES);
        for (long roundTripNs : new long[] {1_900_000, 2_100_000}) {
            Verdict right = roundTripNs < targetNs ? Verdict.MET : Verdict.MISSED;
            Verdicts verdicts = new Verdicts(right);
            for (long seed = 1; seed <= seeds; seed++) {
                LinkPlan plan = lasting(roundTripNs, MS / 5, seed);
                LinkRun run = comparable(
                        plan, LinkRun.Order.toOne(500, FEW_REPLIES, REPLIES), r -> isAsPlanned(r, roundTripNs));
                verdicts.add(
                        new DelayVerdict(run.sweeps().get(0).mean(), targetNs).verdict(),
                        new DelayVerdict(run.sweeps().get(1).mean(), targetNs).verdict());
            }
            verdicts.row(table, String.format(Locale.ROOT, "%.1f ms", roundTripNs / 1e6), REPLIES);
            failed |= verdicts.wrongShare() > WRONG_SHARE_MAX;
        }
        table.print(out, false);
    }

    /** Whether the link's mean, as it really was, lies within half of the way to the target from what was planned. */
    private static boolean isAsPlanned(LinkRun run, long roundTripNs) {
        double way = Math.abs(roundTripNs - (double) Target.DEFAULT.delayNs());
        return Math.abs(run.truth().echoes().roundTrips().meanNs() - roundTripNs) < way / 2;
    }

    private LinkRun comparable(LinkPlan plan, LinkRun.Order order) throws IOException, InterruptedException {
        return comparable(plan, order, run -> true);
    }

    /** The run of that seed, repeated while the machine held the prober or the relay up. */
    private LinkRun comparable(LinkPlan plan, LinkRun.Order order, Predicate<LinkRun> asPlanned)
            throws IOException, InterruptedException {
        for (int i = 0; i < REPEATS_MAX; i++) {
            LinkRun run = LinkRun.of(plan, order);
            if (run.isComparable() && asPlanned.test(run)) {
                return run;
            }
            repeats++;
        }
        throw new IOException("this machine is too busy: " + REPEATS_MAX + " runs in a row could not be compared");
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", share * 100);
    }
}
