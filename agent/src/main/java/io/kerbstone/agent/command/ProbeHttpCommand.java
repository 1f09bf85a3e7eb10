package io.kerbstone.agent.command;

import io.kerbstone.settings.ProbeOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code probe http}: requests to a web server. */
@Command(name = "http")
final class ProbeHttpCommand extends ProbeWebCommand {
    @Option(names = "--status", paramLabel = "200-299", defaultValue = "200-299")
    private String status = "200-299";

    @Option(names = "--text", paramLabel = "TEXT", defaultValue = "")
    private String text = "";

    @Option(names = "--no-verify")
    private boolean isUnverified;

    @Override
    ProbeOptions options() {
        if (target == null || !ProbeOptions.Http.isUrl(target)) {
            throw wrongUse(messages().get("probe.url", String.valueOf(target)));
        }
        return ProbeOptions.Http.of(status, text, !isUnverified)
                .orElseThrow(() -> wrongUse(messages().get("probe.status", status)));
    }
}
