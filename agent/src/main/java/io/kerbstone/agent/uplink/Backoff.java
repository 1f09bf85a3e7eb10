package io.kerbstone.agent.uplink;

import java.util.random.RandomGenerator;

/**
 * When and where to connect next: the addresses in order, then a pause that doubles with each round and is spread by
 * chance so that a fleet does not return in step. Owned by one thread.
 */
public final class Backoff {
    /** First pause, ms. */
    public static final long PAUSE_MS_MIN = 500;
    /** Longest pause, ms. */
    public static final long PAUSE_MS_MAX = 60_000;
    /** Pause after the collector said no, ms. */
    public static final long REFUSED_PAUSE_MS = 300_000;

    private final int addresses;
    private final RandomGenerator random;
    private int index;
    private int rounds;

    /** Starts with the first of so many addresses (at least 1). */
    public Backoff(int addresses, RandomGenerator random) {
        this.addresses = addresses;
        this.random = random;
    }

    /** Which address is next. */
    public int index() {
        return index;
    }

    /** The connection was welcomed: the next pause is short again. */
    public void onWelcome() {
        rounds = 0;
    }

    /** The connection failed or ended: how long to wait before the next address, ms. */
    public long onEnd() {
        index = (index + 1) % addresses;
        if (index != 0) {
            return spread(PAUSE_MS_MIN);
        }
        rounds = Math.min(rounds + 1, 20);
        return spread(Math.min(PAUSE_MS_MAX, PAUSE_MS_MIN << (rounds - 1)));
    }

    /** The collector said no: how long to wait before asking again, ms. */
    public long onRefused() {
        index = (index + 1) % addresses;
        return spread(REFUSED_PAUSE_MS);
    }

    /** Between a half and the whole. */
    private long spread(long ms) {
        return ms / 2 + random.nextLong(ms / 2 + 1);
    }
}
