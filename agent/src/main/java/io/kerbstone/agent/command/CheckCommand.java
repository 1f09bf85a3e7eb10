package io.kerbstone.agent.command;

import io.kerbstone.agent.config.AgentConfig;
import io.kerbstone.settings.Mistakes;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code check}: lists every mistake of the agent's file, one per line, and starts nothing. */
@Command(name = "check")
final class CheckCommand extends Common implements Callable<Integer> {
    @Mixin
    private final ConfigOption config = new ConfigOption();

    @Override
    public Integer call() {
        Mistakes mistakes = new Mistakes();
        AgentConfig read = read(config.file, mistakes);
        mistakes.list().forEach(out()::println);
        out().flush();
        if (!mistakes.isEmpty()) {
            tell(messages().get("check.mistakes", config.file, mistakes.count()));
            return NO;
        }
        tell(messages()
                .get(
                        "check.fine",
                        config.file,
                        read.local().paths().size(),
                        read.local().devices().size()));
        return DONE;
    }
}
