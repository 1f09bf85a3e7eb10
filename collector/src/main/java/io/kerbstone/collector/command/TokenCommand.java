package io.kerbstone.collector.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code token}: tokens by which agents enrol. */
@Command(name = "token", subcommands = TokenCommand.Create.class)
final class TokenCommand extends Common implements Callable<Integer> {
    @Override
    public Integer call() {
        return usage();
    }

    /** {@code token create}: prints a new token. */
    @Command(name = "create")
    static final class Create extends AskingCommand implements Callable<Integer> {
        @Option(names = "--site", paramLabel = "SITE")
        private String site = "";

        @Option(names = "--ttl", paramLabel = "1h")
        private String ttl = "1h";

        @Option(names = "--uses", paramLabel = "N")
        private int uses = 1;

        @Option(names = "--json")
        private boolean json;

        @Override
        public Integer call() {
            JsonNode wanted = JsonNodeFactory.instance
                    .objectNode()
                    .put("site", site)
                    .put("ttl", ttl)
                    .put("uses", uses);
            return ask(client -> client.post("/api/v1/tokens", wanted), answer -> {
                JsonNode token = answer.json();
                if (json) {
                    print(token);
                } else {
                    print(token.path("token").asText());
                    tell(messages()
                            .get(
                                    "token.until",
                                    token.path("expiresAt").asText(),
                                    token.path("command").asText()));
                }
                return DONE;
            });
        }
    }
}
