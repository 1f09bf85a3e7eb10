package io.kerbstone.agent.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code probe KIND TARGET}: one-off measurements, each kind a command of its own ({@link ProbeKindCommand}). */
@Command(
        name = "probe",
        subcommands = {
            ProbeIcmpCommand.class,
            ProbeStampCommand.class,
            ProbeTcpCommand.class,
            ProbeHttpCommand.class,
            ProbeDnsCommand.class,
            ProbeNtpCommand.class
        })
final class ProbeCommand extends Common implements Callable<Integer> {
    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return WRONG_USE;
    }
}
