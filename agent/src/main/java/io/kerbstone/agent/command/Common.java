package io.kerbstone.agent.command;

import io.kerbstone.agent.config.AgentConfig;
import io.kerbstone.agent.config.AgentConfigReader;
import io.kerbstone.settings.Mistakes;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What every command shares: help, language, where to write. */
@CommandLine.Command(mixinStandardHelpOptions = true)
abstract class Common {
    /** Done, and the answer is yes. */
    static final int DONE = 0;
    /** The answer is no. */
    static final int NO = 1;
    /** Wrong use. */
    static final int WRONG_USE = 2;
    /** It could not be done. */
    static final int COULD_NOT = 3;

    @Option(names = "--lang", paramLabel = "zh|en")
    @Nullable
    String lang;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    CommandSpec spec;

    final Messages messages() {
        return Messages.of(lang == null ? Locale.getDefault() : Locale.forLanguageTag(lang));
    }

    final PrintWriter out() {
        return spec.commandLine().getOut();
    }

    /** A sentence for a person, on standard error. */
    final void tell(String sentence) {
        PrintWriter err = spec.commandLine().getErr();
        err.println(sentence);
        err.flush();
    }

    /** Wrong use that picocli cannot see by itself. */
    final CommandLine.ParameterException wrongUse(String sentence) {
        return new CommandLine.ParameterException(spec.commandLine(), sentence);
    }

    static AgentConfig read(Path file, Mistakes mistakes) {
        return AgentConfigReader.readFile(file.toAbsolutePath(), hostName(), mistakes);
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "agent";
        }
    }
}
