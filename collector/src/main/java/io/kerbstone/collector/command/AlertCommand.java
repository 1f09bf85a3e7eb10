package io.kerbstone.collector.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code alert}: the ways alerts go to people. */
@Command(name = "alert", subcommands = AlertCommand.Test.class)
final class AlertCommand extends Common implements Callable<Integer> {
    @Override
    public Integer call() {
        return usage();
    }

    /** {@code alert test}: sends a test message and says in a sentence how it fared. */
    @Command(name = "test")
    static final class Test extends AskingCommand implements Callable<Integer> {
        @Parameters(paramLabel = "CHANNEL")
        private String channel = "";

        @Option(names = "--json")
        private boolean json;

        @Override
        public Integer call() {
            String language = lang == null ? Locale.getDefault().getLanguage() : lang;
            String path = "/api/v1/alerts/channels/"
                    + URLEncoder.encode(channel, StandardCharsets.UTF_8).replace("+", "%20")
                    + "/test?lang=" + (language.startsWith("zh") ? "zh" : "en");
            return ask(client -> client.post(path, JsonNodeFactory.instance.objectNode()), answer -> {
                JsonNode result = answer.json();
                if (json) {
                    print(result);
                } else {
                    print(result.path("sentence").asText());
                }
                return result.path("delivered").asBoolean() ? DONE : NO;
            });
        }
    }
}
