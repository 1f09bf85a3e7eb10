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

/** {@code agent}: the enrolled agents. */
@Command(
        name = "agent",
        subcommands = {AgentsCommand.ListAll.class, AgentsCommand.Revoke.class})
final class AgentsCommand extends Common implements Callable<Integer> {
    @Override
    public Integer call() {
        return usage();
    }

    /** {@code agent list}: one line per agent, or the API's document. */
    @Command(name = "list")
    static final class ListAll extends AskingCommand implements Callable<Integer> {
        @Option(names = "--json")
        private boolean json;

        @Override
        public Integer call() {
            return ask(client -> client.get("/api/v1/agents"), answer -> {
                if (json) {
                    print(answer.json());
                } else {
                    answer.json().path("agents").forEach(agent -> print(line(agent)));
                }
                return DONE;
            });
        }

        private String line(JsonNode agent) {
            String state = agent.path("status").asText().equalsIgnoreCase("revoked")
                    ? "agent.revoked"
                    : agent.path("connected").asBoolean() ? "agent.connected" : "agent.away";
            return String.format(
                    Locale.ROOT,
                    "%-24s %-24s %-12s %-16s %s",
                    agent.path("id").asText(),
                    agent.path("name").asText(),
                    messages().get(state),
                    agent.path("site").asText(),
                    agent.path("softwareVersion").asText());
        }
    }

    /** {@code agent revoke ID}: cuts an agent off for good. */
    @Command(name = "revoke")
    static final class Revoke extends AskingCommand implements Callable<Integer> {
        @Parameters(paramLabel = "ID")
        private String id = "";

        @Override
        public Integer call() {
            String path = "/api/v1/agents/" + URLEncoder.encode(id, StandardCharsets.UTF_8) + "/revoke";
            return ask(client -> client.post(path, JsonNodeFactory.instance.objectNode()), answer -> {
                tell(messages().get("agent.isRevoked", id));
                return DONE;
            });
        }
    }
}
