package io.kerbstone.agent.command;

import io.kerbstone.agent.Version;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The root of the command line. */
@Command(
        name = "kerbstone-agent",
        versionProvider = AgentCommand.VersionText.class,
        subcommands = {
            RunCommand.class,
            CheckCommand.class,
            EnrollCommand.class,
            DoctorCommand.class,
            ProbeCommand.class,
            PollCommand.class,
            ReflectCommand.class,
            JournalCommand.class,
            VersionCommand.class
        })
public final class AgentCommand extends Common implements Callable<Integer> {
    private AgentCommand() {}

    /** Runs the command of the arguments; its exit code. */
    public static int execute(String... args) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        return commandLine(language(args), out, err).execute(args);
    }

    static CommandLine commandLine(String language, PrintWriter out, PrintWriter err) {
        CommandLine line = new CommandLine(new AgentCommand());
        line.setOut(out);
        line.setErr(err);
        line.setResourceBundle(Messages.of(language).bundle());
        line.setExecutionExceptionHandler((error, at, parsed) -> {
            if (error instanceof CommandLine.ParameterException wrong) {
                throw wrong;
            }
            at.getErr().println("BUG: " + error);
            error.printStackTrace(at.getErr());
            return COULD_NOT;
        });
        giveVersion(line);
        return line;
    }

    private static void giveVersion(CommandLine line) {
        line.getCommandSpec().versionProvider(new VersionText());
        line.getSubcommands().values().forEach(AgentCommand::giveVersion);
    }

    /** The language is needed before the arguments are understood, for the help texts. */
    static String language(String... args) {
        String wanted = Locale.getDefault().getLanguage();
        for (int i = 0; i < args.length; i++) {
            if (args[i].startsWith("--lang=")) {
                wanted = args[i].substring("--lang=".length());
            } else if (args[i].equals("--lang") && i + 1 < args.length) {
                wanted = args[i + 1];
            }
        }
        return wanted.startsWith("zh") ? "zh" : "en";
    }

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return WRONG_USE;
    }

    /** What {@code --version} prints. */
    static final class VersionText implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {text()};
        }

        static String text() {
            return String.join(" ", Arrays.asList("kerbstone-agent", Version.TEXT, "(Java " + Runtime.version() + ")"));
        }
    }
}
