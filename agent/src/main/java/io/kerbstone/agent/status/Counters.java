package io.kerbstone.agent.status;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** The numbers of every {@link Counter}. Safe for many threads. */
public final class Counters {
    private final Map<Counter, AtomicLong> values = new EnumMap<>(Counter.class);

    /** All at 0. */
    public Counters() {
        for (Counter counter : Counter.values()) {
            values.put(counter, new AtomicLong());
        }
    }

    /** One more. */
    public void add(Counter counter) {
        add(counter, 1);
    }

    /** So many more. */
    public void add(Counter counter, long count) {
        of(counter).addAndGet(count);
    }

    /** Takes over a number counted elsewhere. */
    public void set(Counter counter, long value) {
        of(counter).set(value);
    }

    /** The number now. */
    public long get(Counter counter) {
        return of(counter).get();
    }

    private AtomicLong of(Counter counter) {
        AtomicLong value = values.get(counter);
        if (value == null) {
            throw new IllegalStateException("BUG: no number for " + counter);
        }
        return value;
    }
}
