package io.kerbstone.agent.run;

import io.kerbstone.agent.config.StateFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Rewrites status.json every few seconds, and once more at the end. */
public final class StatusWriter implements AutoCloseable {
    /** Gap between two writings, ms. */
    public static final long GAP_MS = 3_000;

    private static final Logger LOG = LoggerFactory.getLogger(StatusWriter.class);

    private final StateFolder folder;
    private final Supplier<String> status;
    private final ScheduledExecutorService executor;
    private boolean isFailing;

    /** Begins to write. */
    @SuppressWarnings("FutureReturnValueIgnored") // write() handles what can go wrong
    public StatusWriter(StateFolder folder, Supplier<String> status, ThreadFactory threads) {
        this.folder = folder;
        this.status = status;
        this.executor = Executors.newSingleThreadScheduledExecutor(threads);
        executor.scheduleWithFixedDelay(this::write, 0, GAP_MS, TimeUnit.MILLISECONDS);
    }

    private synchronized void write() {
        try {
            StateFolder.replace(folder.status(), status.get().getBytes(StandardCharsets.UTF_8), false);
            isFailing = false;
        } catch (IOException e) {
            if (!isFailing) {
                LOG.warn("{} cannot be written ({}).", folder.status(), e.toString());
                isFailing = true;
            }
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
        write();
    }
}
