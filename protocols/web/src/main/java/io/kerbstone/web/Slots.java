package io.kerbstone.web;

import java.util.concurrent.atomic.AtomicInteger;

/** A bounded number of places. Safe for many threads. */
final class Slots {
    private final int max;
    private final AtomicInteger taken = new AtomicInteger();

    Slots(int max) {
        this.max = max;
    }

    /** Takes a place; false when there is none. */
    boolean take() {
        if (taken.incrementAndGet() <= max) {
            return true;
        }
        taken.decrementAndGet();
        return false;
    }

    void give() {
        if (taken.decrementAndGet() < 0) {
            throw new IllegalStateException("BUG: a place was given back twice");
        }
    }

    int taken() {
        return taken.get();
    }
}
