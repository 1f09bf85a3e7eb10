package io.kerbstone.collector.judge;

/** When a frame counts as late. */
public final class Judge {
    /** An hour is closed this long after its end, ms; a frame that comes later raises the revision of its figures. */
    public static final long LATE_AFTER_MS = 600_000;

    private Judge() {}
}
