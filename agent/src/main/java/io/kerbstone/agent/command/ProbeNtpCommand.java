package io.kerbstone.agent.command;

import io.kerbstone.settings.ProbeOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code probe ntp}: questions to a time server. */
@Command(name = "ntp")
final class ProbeNtpCommand extends ProbeWebCommand {
    @Option(names = "--port", paramLabel = "PORT", defaultValue = "123")
    private int port = ProbeOptions.Ntp.PORT_DEFAULT;

    @Override
    ProbeOptions options() {
        return new ProbeOptions.Ntp((int) inRange("--port", port, 1, PORT_MAX));
    }
}
