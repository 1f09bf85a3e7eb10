package io.kerbstone.collector.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.kerbstone.collector.messages.Messages;
import java.io.PrintWriter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What every command shares: help, language, where to write. */
@CommandLine.Command(mixinStandardHelpOptions = true, versionProvider = VersionCommand.Text.class)
abstract class Common {
    /** Done, and the answer is yes. */
    static final int DONE = 0;
    /** The answer is no. */
    static final int NO = 1;
    /** Wrong use. */
    static final int WRONG_USE = 2;
    /** It could not be done. */
    static final int COULD_NOT = 3;

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    @Option(names = "--lang", paramLabel = "zh|en")
    @Nullable
    String lang;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    CommandSpec spec;

    final Messages messages() {
        return Messages.of("command", lang == null ? Locale.getDefault() : Locale.forLanguageTag(lang));
    }

    /** One line, or one document, on standard output. */
    final void print(String text) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(text);
        out.flush();
    }

    final void print(JsonNode document) {
        try {
            print(JSON.writeValueAsString(document));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("BUG: a tree is always writable", e);
        }
    }

    /** A sentence for a person, on standard error. */
    final void tell(String sentence) {
        PrintWriter err = spec.commandLine().getErr();
        err.println(sentence);
        err.flush();
    }

    final CommandLine.ParameterException wrongUse(String sentence) {
        return new CommandLine.ParameterException(spec.commandLine(), sentence);
    }

    final int usage() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return WRONG_USE;
    }
}
