package io.kerbstone.collector.alerts;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * One alert from its raising to its end. All times are ms since 1970 UTC. Immutable.
 *
 * @param id number of the alert at this collector, from 1, never used twice
 * @param kind what it is about
 * @param subject the path or agent as it was named when the alert was raised
 * @param cause why
 * @param sinceMs since when things are bad by the measurements; before {@code raisedAtMs} by the hold time at least
 * @param raisedAtMs when the collector raised it
 * @param lastGood the last good measurement before; absent when there was none
 * @param affectedPaths for a silent agent the number of its paths, for a path 1
 * @param end how and when it ended; absent while open
 * @param acknowledgement who took note of it; absent while nobody did
 */
public record Alert(
        long id,
        AlertKind kind,
        Subject subject,
        AlertCause cause,
        long sinceMs,
        long raisedAtMs,
        Optional<LastGood> lastGood,
        int affectedPaths,
        Optional<End> end,
        Optional<Acknowledgement> acknowledgement) {

    /**
     * The path or agent an alert is about.
     *
     * @param id id of the path or agent
     * @param name its name for people
     * @param target address that a path probes; empty for an agent
     * @param agentId the agent that measures the path, or the agent itself
     * @param agentName its name for people
     */
    public record Subject(String id, String name, String target, String agentId, String agentName) {}

    /**
     * The last good measurement.
     *
     * @param atMs end of the last UP interval, or when the agent was last heard
     * @param roundTripNs round-trip delay then; absent when not known
     */
    public record LastGood(long atMs, OptionalLong roundTripNs) {}

    /**
     * The end of an alert.
     *
     * @param kind how it ended
     * @param sinceMs since when things are good again by the measurements
     * @param atMs when the collector closed the alert
     */
    public record End(EndKind kind, long sinceMs, long atMs) {}

    /** How an alert ended. The codes are stored: never reuse one. */
    public enum EndKind {
        /** Good again, and for the hold time of a recovery. */
        RECOVERED(1),
        /** The path or agent is no longer watched. */
        WITHDRAWN(2);

        private final int code;

        EndKind(int code) {
            this.code = code;
        }

        /** The number in stored rows. */
        public int code() {
            return code;
        }

        /** The kind of a stored number. */
        public static EndKind ofCode(int code) {
            return switch (code) {
                case 1 -> RECOVERED;
                case 2 -> WITHDRAWN;
                default -> throw new IllegalStateException("BUG: no end of an alert has code " + code);
            };
        }
    }

    /**
     * Somebody took note.
     *
     * @param by name of the user
     * @param atMs when
     * @param note what they wrote, may be empty
     */
    public record Acknowledgement(String by, long atMs, String note) {}

    /** Whether it has not ended. */
    public boolean isOpen() {
        return end.isEmpty();
    }

    Alert ended(End how) {
        return new Alert(
                id,
                kind,
                subject,
                cause,
                sinceMs,
                raisedAtMs,
                lastGood,
                affectedPaths,
                Optional.of(how),
                acknowledgement);
    }

    Alert acknowledged(Acknowledgement by) {
        return new Alert(id, kind, subject, cause, sinceMs, raisedAtMs, lastGood, affectedPaths, end, Optional.of(by));
    }
}
