package io.kerbstone.rigs.broken;

/** What nothing in the product may depend on. */
public final class Bait {
    /** Something to touch. */
    public static final String VALUE = String.valueOf(1);

    private Bait() {}
}
