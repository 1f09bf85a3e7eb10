package io.kerbstone.collector.command;

import io.kerbstone.collector.Collector;
import io.kerbstone.collector.CollectorSettings;
import io.kerbstone.collector.archive.ArchiveDamagedException;
import io.kerbstone.collector.store.StoreException;
import io.kerbstone.collector.users.Users;
import io.kerbstone.settings.Mistakes;
import io.kerbstone.time.MonotonicClock;
import io.kerbstone.time.WallClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code run}: runs the collector until the process is told to end. */
@Command(name = "run")
final class RunCommand extends Common implements Callable<Integer> {
    @Mixin
    private final FolderOptions folder = new FolderOptions();

    @Override
    public Integer call() {
        Mistakes mistakes = new Mistakes();
        CollectorSettings settings = folder.settings(mistakes);
        if (!mistakes.isEmpty()) {
            mistakes.list().forEach(this::tell);
            tell(messages().get("check.mistakes", Integer.toString(mistakes.count())));
            return NO;
        }
        CompletableFuture<Integer> ended = new CompletableFuture<>();
        Thread.setDefaultUncaughtExceptionHandler((thread, cause) -> fail(ended, cause));
        try {
            Collector collector =
                    Collector.start(settings, MonotonicClock.SYSTEM, WallClock.SYSTEM, cause -> fail(ended, cause));
            Runtime.getRuntime().addShutdownHook(new Thread(collector::close, "stop"));
            greet(collector);
            return ended.join();
        } catch (IOException | UncheckedIOException | StoreException | ArchiveDamagedException e) {
            tell(String.valueOf(e.getMessage()));
            return COULD_NOT;
        }
    }

    /** Whatever only a restart can mend ends the process; the supervisor starts it again. */
    private static void fail(CompletableFuture<Integer> ended, Throwable cause) {
        LoggerFactory.getLogger(RunCommand.class).error("The collector cannot go on and ends", cause);
        ended.complete(COULD_NOT);
    }

    private void greet(Collector collector) {
        print(messages().get("run.agents", Integer.toString(collector.agentPort())));
        print(messages().get("run.pages", collector.pages().toString()));
        collector
                .firstPassword()
                .ifPresent(password -> print(messages().get("run.administrator", Users.FIRST_NAME, password)));
    }
}
