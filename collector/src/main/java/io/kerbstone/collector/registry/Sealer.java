package io.kerbstone.collector.registry;

/** Makes bytes unreadable for whoever only has the store; safe for many threads. */
public interface Sealer {
    /** Seals. */
    byte[] seal(byte[] plain);

    /** Opens what {@link #seal} made. */
    byte[] open(byte[] sealed);
}
