package io.kerbstone.collector.registry;

/** Where changes are recorded; safe for many threads. The collector's is the archive. */
@FunctionalInterface
public interface AuditTrail {
    /** Records the entry; durable when this returns. */
    void record(AuditEntry entry);
}
