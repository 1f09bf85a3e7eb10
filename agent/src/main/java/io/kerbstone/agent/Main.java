package io.kerbstone.agent;

import io.kerbstone.agent.command.AgentCommand;

/** The program {@code kerbstone-agent}. */
public final class Main {
    private Main() {}

    /** Runs the command of the arguments and ends with its exit code. */
    public static void main(String[] args) {
        System.exit(AgentCommand.execute(args));
    }
}
