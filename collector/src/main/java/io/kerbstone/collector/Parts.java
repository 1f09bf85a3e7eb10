package io.kerbstone.collector;

import io.kerbstone.time.MonotonicClock;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Parts of a program, started in order and stopped in reverse, both logged with their durations. For one thread. */
final class Parts implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Parts.class);

    private final MonotonicClock clock;
    private final Deque<Part> started = new ArrayDeque<>();

    Parts(MonotonicClock clock) {
        this.clock = clock;
    }

    private record Part(String name, AutoCloseable part) {}

    /** How a part is started. */
    @FunctionalInterface
    interface Start<T, E extends Exception> {
        T start() throws E;
    }

    /** Starts a part that stays open until {@link #close}. */
    <T extends AutoCloseable, E extends Exception> T start(String name, Start<T, E> start) throws E {
        T part = time(name, start);
        started.push(new Part(name, part));
        return part;
    }

    /** Does something that needs no stopping. */
    <T, E extends Exception> T time(String name, Start<T, E> start) throws E {
        long beganNs = clock.nowNs();
        T result = start.start();
        LOG.info("{}: ready after {} ms", name, (clock.nowNs() - beganNs) / 1_000_000);
        return result;
    }

    @Override
    public void close() {
        while (!started.isEmpty()) {
            Part part = started.pop();
            long beganNs = clock.nowNs();
            try {
                part.part.close();
                LOG.info("{}: stopped after {} ms", part.name, (clock.nowNs() - beganNs) / 1_000_000);
            } catch (Exception e) {
                LOG.error("{}: did not stop cleanly", part.name, e);
            }
        }
    }
}
