package io.kerbstone.collector.command;

import io.kerbstone.collector.Version;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code version}: what {@code --version} prints too. */
@Command(name = "version")
final class VersionCommand extends Common implements Callable<Integer> {
    @Override
    public Integer call() {
        print(Text.TEXT);
        return DONE;
    }

    /** For picocli. */
    static final class Text implements CommandLine.IVersionProvider {
        private static final String TEXT = "kerbstone-collector " + Version.TEXT + " (Java " + Runtime.version() + ")";

        @Override
        public String[] getVersion() {
            return new String[] {TEXT};
        }
    }
}
