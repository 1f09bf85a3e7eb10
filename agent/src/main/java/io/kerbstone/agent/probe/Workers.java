package io.kerbstone.agent.probe;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A few threads for what may block (name servers, filesystems), with a bounded queue. Safe for many threads. */
public final class Workers implements AutoCloseable {
    /** Threads. */
    public static final int THREADS = 2;
    /** Most tasks that wait. */
    public static final int QUEUE_MAX = 256;

    private final ThreadPoolExecutor executor;

    /** Makes its threads with the factory, when they are needed. */
    public Workers(ThreadFactory threads) {
        executor = new ThreadPoolExecutor(
                THREADS, THREADS, 30, TimeUnit.SECONDS, new ArrayBlockingQueue<>(QUEUE_MAX), threads);
        executor.allowCoreThreadTimeOut(true);
    }

    /** Runs the task soon; false when too much waits already. */
    public boolean run(Runnable task) {
        try {
            executor.execute(task);
            return true;
        } catch (RejectedExecutionException full) {
            return false;
        }
    }

    /** Forgets what waits. */
    @Override
    public void close() {
        executor.shutdownNow();
    }
}
