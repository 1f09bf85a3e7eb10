package io.kerbstone.rigs;

import io.kerbstone.rigs.bench.AgentBench;
import io.kerbstone.rigs.bench.IngestBench;
import io.kerbstone.rigs.bench.JudgeBench;
import io.kerbstone.rigs.bench.LinkBench;
import io.kerbstone.rigs.bench.ProbeBench;
import io.kerbstone.rigs.bench.StarveBench;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ./kerbstone bench [NAME]}: one benchmark, or all of them one after the other. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = "Benchmarks as ratios against a peer in the same run; without a name, all of them.",
        subcommands = {
            AgentBench.class,
            ProbeBench.class,
            StarveBench.class,
            IngestBench.class,
            LinkBench.class,
            JudgeBench.class
        })
final class Bench implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway") // picocli sets it before call
    CommandSpec spec;

    @Override
    public Integer call() {
        int worst = 0;
        for (CommandLine one : spec.commandLine().getSubcommands().values()) {
            worst = Math.max(worst, one.execute());
        }
        return worst;
    }
}
