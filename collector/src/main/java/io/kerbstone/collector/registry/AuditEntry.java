package io.kerbstone.collector.registry;

/**
 * What someone did that changes a figure or a right.
 *
 * @param atMs when, ms since 1970 UTC
 * @param by the user, or {@code collector} for what it did by itself
 * @param action a word with dots: {@code path.put}, {@code agent.revoke}, {@code alert.acknowledge}
 * @param subject what it was done to: an id
 * @param detail a JSON document with what it became, secrets hidden; may be empty
 */
public record AuditEntry(long atMs, String by, String action, String subject, String detail) {
    /** Longest detail that is kept, characters. */
    public static final int MAX_DETAIL = 32_000;

    /** Cuts an overlong detail. */
    public AuditEntry {
        detail = detail.length() <= MAX_DETAIL ? detail : detail.substring(0, MAX_DETAIL);
    }
}
