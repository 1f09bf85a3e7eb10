package io.kerbstone.collector.command;

import io.kerbstone.collector.messages.Messages;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.PropertyResourceBundle;
import java.util.ResourceBundle;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The root of the command line. */
@Command(
        name = "kerbstone-collector",
        subcommands = {
            RunCommand.class,
            CheckCommand.class,
            DoctorCommand.class,
            TokenCommand.class,
            AgentsCommand.class,
            ApplyCommand.class,
            UserCommand.class,
            AlertCommand.class,
            ReportCommand.class,
            ReindexCommand.class,
            VersionCommand.class
        })
public final class CollectorCommand extends Common implements Callable<Integer> {
    private CollectorCommand() {}

    /** Runs the command of the arguments; its exit code. */
    public static int execute(String... args) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        return commandLine(language(args), out, err).execute(args);
    }

    static CommandLine commandLine(Locale language, PrintWriter out, PrintWriter err) {
        CommandLine line = new CommandLine(new CollectorCommand());
        line.setOut(out);
        line.setErr(err);
        line.setResourceBundle(helpTexts(language));
        line.setExecutionExceptionHandler((error, at, parsed) -> {
            if (error instanceof CommandLine.ParameterException wrong) {
                throw wrong;
            }
            at.getErr().println("BUG: " + error);
            error.printStackTrace(at.getErr());
            return COULD_NOT;
        });
        return line;
    }

    /** The language is needed before the arguments are understood, for the help texts. */
    static Locale language(String... args) {
        String wanted = Locale.getDefault().getLanguage();
        for (int i = 0; i < args.length; i++) {
            if (args[i].startsWith("--lang=")) {
                wanted = args[i].substring("--lang=".length());
            } else if (args[i].equals("--lang") && i + 1 < args.length) {
                wanted = args[i + 1];
            }
        }
        return Messages.supported(Locale.forLanguageTag(wanted));
    }

    private static ResourceBundle helpTexts(Locale language) {
        String file = "/io/kerbstone/collector/messages/help_" + language.getLanguage() + ".properties";
        try (InputStream stream = CollectorCommand.class.getResourceAsStream(file)) {
            if (stream == null) {
                throw new IllegalStateException("BUG: no resource " + file);
            }
            Reader reader = new InputStreamReader(stream, StandardCharsets.UTF_8);
            return new PropertyResourceBundle(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Integer call() {
        return usage();
    }
}
