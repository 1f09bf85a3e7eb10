package io.kerbstone.agent.command;

import io.kerbstone.agent.config.AgentConfig;
import io.kerbstone.agent.config.StateFolder;
import io.kerbstone.agent.run.AgentRuntime;
import io.kerbstone.agent.run.Threads;
import io.kerbstone.identity.AgentIdentity;
import io.kerbstone.settings.Mistakes;
import io.kerbstone.time.MonotonicClock;
import io.kerbstone.time.WallClock;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code run}: measures until it is told to stop (SIGTERM, SIGINT). */
@Command(name = "run")
final class RunCommand extends Common implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);

    @Mixin
    private final ConfigOption config = new ConfigOption();

    @Override
    public Integer call() throws InterruptedException, ExecutionException {
        Mistakes mistakes = new Mistakes();
        AgentConfig read = read(config.file, mistakes);
        if (!mistakes.isEmpty()) {
            mistakes.list().forEach(this::tell);
            tell(messages().get("check.mistakes", config.file, mistakes.count()));
            return NO;
        }
        try {
            Optional<AgentIdentity> identity = AgentIdentity.load(new StateFolder(read.stateFolder()).identity())
                    .filter(AgentIdentity::isEnrolled);
            if (identity.isEmpty()) {
                tell(messages().get("run.notEnrolled", read.stateFolder()));
                return COULD_NOT;
            }
            return run(AgentRuntime.start(read, identity.get(), MonotonicClock.SYSTEM, WallClock.SYSTEM));
        } catch (IOException e) {
            tell(messages().get("run.failed", String.valueOf(e.getMessage())));
            return COULD_NOT;
        }
    }

    private int run(AgentRuntime runtime) throws InterruptedException, ExecutionException {
        CountDownLatch stopped = new CountDownLatch(1);
        Thread hook = Threads.named("kerbstone-stop").newThread(() -> {
            runtime.stop();
            stopped.countDown();
        });
        Runtime.getRuntime().addShutdownHook(hook);
        Throwable cause = runtime.death().get(); // completes only when a thread died
        LOG.error("The agent ends because a thread died; its supervisor starts it again.", cause);
        Runtime.getRuntime().removeShutdownHook(hook);
        runtime.stop();
        return COULD_NOT;
    }
}
