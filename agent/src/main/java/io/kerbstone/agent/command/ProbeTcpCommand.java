package io.kerbstone.agent.command;

import io.kerbstone.settings.ProbeOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code probe tcp}: connections to one port. */
@Command(name = "tcp")
final class ProbeTcpCommand extends ProbeWebCommand {
    @Option(names = "--port", paramLabel = "PORT", required = true)
    private int port;

    @Override
    ProbeOptions options() {
        return new ProbeOptions.Tcp((int) inRange("--port", port, 1, PORT_MAX));
    }
}
