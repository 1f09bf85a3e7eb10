package io.kerbstone.collector;

import io.kerbstone.collector.command.CollectorCommand;

/** The program {@code kerbstone-collector}. */
public final class CollectorMain {
    private CollectorMain() {}

    /** Runs a command and ends the process with its exit code. */
    public static void main(String... args) {
        System.exit(CollectorCommand.execute(args));
    }
}
