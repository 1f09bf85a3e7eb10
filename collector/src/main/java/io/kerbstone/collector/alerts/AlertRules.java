package io.kerbstone.collector.alerts;

/**
 * When to alert.
 *
 * @param holdMs how long a path must be measured DOWN before an alert
 * @param recoverMs how long it must be measured UP, or an agent be heard, before the recovery is told
 * @param silentMs how long nothing may come from an agent before an alert
 */
public record AlertRules(long holdMs, long recoverMs, long silentMs) {
    /** 30 s down, 20 s up again, 60 s silent. */
    public static final AlertRules DEFAULT = new AlertRules(30_000, 20_000, 60_000);

    /** Longest of any of these times, ms: a day. */
    public static final long MAX_MS = 86_400_000;

    /** Shortest silence that may alert, ms: agents send a frame at least every ten seconds. */
    public static final long MIN_SILENT_MS = 15_000;

    /** Checks the ranges; throws IllegalArgumentException. */
    public AlertRules {
        if (holdMs < 0 || holdMs > MAX_MS || recoverMs < 0 || recoverMs > MAX_MS) {
            throw new IllegalArgumentException("a hold time is 0 s to 1 day");
        }
        if (silentMs < MIN_SILENT_MS || silentMs > MAX_MS) {
            throw new IllegalArgumentException("the silence that alerts is 15 s to 1 day");
        }
    }
}
