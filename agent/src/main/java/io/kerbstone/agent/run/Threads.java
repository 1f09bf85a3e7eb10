package io.kerbstone.agent.run;

import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;

/** Named threads; what escapes from one is handed to whoever ends the process. Stateless. */
public final class Threads {
    private Threads() {}

    /** A factory of daemon threads of that name. */
    public static ThreadFactory named(String name, Consumer<Throwable> onDeath) {
        return work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            thread.setUncaughtExceptionHandler((dead, error) -> onDeath.accept(error));
            return thread;
        };
    }

    /** A factory for a command, where what escapes is only told. */
    public static ThreadFactory named(String name) {
        return work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        };
    }
}
