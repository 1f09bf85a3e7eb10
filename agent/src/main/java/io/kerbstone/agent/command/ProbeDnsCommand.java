package io.kerbstone.agent.command;

import io.kerbstone.settings.ProbeOptions;
import io.kerbstone.settings.ProbeOptions.Dns.RecordType;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code probe dns}: questions to a name server. */
@Command(name = "dns")
final class ProbeDnsCommand extends ProbeWebCommand {
    @Option(names = "--port", paramLabel = "PORT", defaultValue = "53")
    private int port = ProbeOptions.Dns.PORT_DEFAULT;

    @Option(names = "--query", paramLabel = "NAME", required = true)
    private String query = "";

    @Option(names = "--type", paramLabel = "A", defaultValue = "A")
    private RecordType type = RecordType.A;

    @Option(names = "--answer", paramLabel = "RECORD", defaultValue = "")
    private String answer = "";

    @Override
    ProbeOptions options() {
        if (!ProbeOptions.Dns.isName(query)) {
            throw wrongUse(messages().get("probe.query", query));
        }
        return new ProbeOptions.Dns((int) inRange("--port", port, 1, PORT_MAX), query, type, answer);
    }
}
