package io.kerbstone.agent.probe;

import io.kerbstone.agent.status.Counter;
import io.kerbstone.agent.status.Counters;
import io.kerbstone.stamp.ReflectorCounters;
import io.kerbstone.stamp.SessionReflector;

/** The thread of a reflector: run it, and {@link #stop} it from any thread. */
public final class StampReflector implements Runnable {
    private static final long WAIT_NS_MAX = 1_000_000_000L;

    private final SessionReflector reflector;
    private final Counters counters;
    private volatile boolean isStopping;

    /** Owns the reflector from now on. */
    public StampReflector(SessionReflector reflector, Counters counters) {
        this.reflector = reflector;
        this.counters = counters;
    }

    /** Ends the thread within a moment. */
    public void stop() {
        isStopping = true;
        reflector.wake();
    }

    @Override
    public void run() {
        while (!isStopping) {
            reflector.poll(WAIT_NS_MAX);
            count(reflector.counters());
        }
        reflector.close();
    }

    private void count(ReflectorCounters now) {
        counters.set(Counter.STAMP_REFLECTED, now.reflected());
        counters.set(Counter.STAMP_NOT_ALLOWED, now.notAllowed() + now.loops());
        counters.set(Counter.STAMP_RATE_LIMITED, now.rateLimited());
        counters.set(Counter.STAMP_MALFORMED, now.tooShort() + now.tooLong());
        counters.set(Counter.STAMP_NOT_AUTHENTIC, now.notAuthentic());
        counters.set(Counter.STAMP_SESSIONS_FORGOTTEN, now.sessionsForgotten());
    }
}
