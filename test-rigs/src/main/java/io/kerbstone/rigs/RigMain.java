package io.kerbstone.rigs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kerbstone.rigs.demo.Demo;
import io.kerbstone.rigs.link.ImpairedLinkRig;
import java.io.File;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The door to the rigs, the demo and the benchmarks: {@code ./kerbstone rig|demo|bench}. */
@Command(
        name = "kerbstone",
        mixinStandardHelpOptions = true,
        version = "kerbstone rigs 0.1.0",
        description = "Test rigs, demo and benchmarks of Kerbstone.",
        subcommands = {Bench.class, Demo.class, RigMain.Indicators.class, SnmpPlayer.class})
public final class RigMain {
    private RigMain() {}

    /** Runs one rig; exit codes as in the product: 0 done, 1 the answer is no, 2 wrong use, 3 could not. */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        CommandLine all = new CommandLine(new RigMain()).setCaseInsensitiveEnumValuesAllowed(true);
        // What stands behind --run belongs to that command, also what looks like an option of ours.
        all.addSubcommand(new CommandLine(new ImpairedLinkRig())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setStopAtPositional(true));
        return all.setExecutionExceptionHandler((problem, line, result) -> {
            line.getErr().println(problem.getMessage());
            return problem instanceof IllegalArgumentException ? 2 : 3;
        });
    }

    /** Answers the cases of a file. */
    @Command(
            name = "indicators",
            mixinStandardHelpOptions = true,
            description = "Reads cases as in docs/indicators.md and prints {\"cases\":[{\"name\",\"answer\"}]}.")
    static final class Indicators implements Callable<Integer> {
        private static final ObjectMapper JSON = new ObjectMapper();

        @Parameters(paramLabel = "FILE", description = "a file of cases")
        File file = new File("");

        @Override
        public Integer call() throws IOException {
            JsonNode cases;
            try {
                cases = JSON.readTree(file);
            } catch (IOException e) {
                throw new IllegalArgumentException("cannot read " + file + " as JSON: " + e.getMessage(), e);
            }
            System.out.println(JSON.writeValueAsString(IndicatorsRig.answerAll(cases)));
            return 0;
        }
    }
}
