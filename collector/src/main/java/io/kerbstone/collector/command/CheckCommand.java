package io.kerbstone.collector.command;

import io.kerbstone.settings.Mistakes;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code check}: lists every mistake of the configuration, one per line, and starts nothing. */
@Command(name = "check")
final class CheckCommand extends Common implements Callable<Integer> {
    @Mixin
    private final FolderOptions folder = new FolderOptions();

    @Override
    public Integer call() {
        Mistakes mistakes = new Mistakes();
        folder.settings(mistakes);
        mistakes.list().forEach(this::print);
        if (mistakes.isEmpty()) {
            tell(messages().get("check.fine"));
            return DONE;
        }
        tell(messages().get("check.mistakes", Integer.toString(mistakes.count())));
        return NO;
    }
}
