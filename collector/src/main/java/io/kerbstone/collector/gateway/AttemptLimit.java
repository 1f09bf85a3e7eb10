package io.kerbstone.collector.gateway;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Limits how often something is tried, from one address and in all, per window of a minute. Guessing a token of 128 bits
 * is hopeless anyhow; this keeps the log and the store quiet. Owned by one thread.
 */
final class AttemptLimit {
    static final long WINDOW_MS = 60_000;
    static final int PER_ADDRESS = 30;
    static final int IN_ALL = 600;
    static final int MAX_ADDRESSES = 4_096;

    private final Map<String, Integer> byAddress = new LinkedHashMap<>();
    private long windowStartMs = -WINDOW_MS;
    private int inAll;

    /** Whether one more attempt is fine; counts it if so. */
    boolean admits(String address, long nowMs) {
        if (nowMs - windowStartMs >= WINDOW_MS || nowMs < windowStartMs) {
            windowStartMs = nowMs;
            byAddress.clear();
            inAll = 0;
        }
        int soFar = byAddress.getOrDefault(address, 0);
        boolean isNew = soFar == 0;
        if (soFar >= PER_ADDRESS || inAll >= IN_ALL || (isNew && byAddress.size() >= MAX_ADDRESSES)) {
            return false;
        }
        byAddress.put(address, soFar + 1);
        inAll++;
        return true;
    }
}
