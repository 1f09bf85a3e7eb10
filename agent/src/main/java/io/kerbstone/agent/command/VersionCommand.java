package io.kerbstone.agent.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code version}: which software this is. */
@Command(name = "version")
final class VersionCommand extends Common implements Callable<Integer> {
    @Override
    public Integer call() {
        out().println(AgentCommand.VersionText.text());
        return DONE;
    }
}
