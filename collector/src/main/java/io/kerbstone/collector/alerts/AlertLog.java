package io.kerbstone.collector.alerts;

import java.util.List;
import java.util.Optional;

/** Where alerts are kept through restarts. Safe for many threads; failures of the store are unchecked exceptions. */
public interface AlertLog {
    /** Writes an alert, over the one with its number if there is one; durable on return. */
    void put(Alert alert);

    /** The alert with this number. */
    Optional<Alert> alert(long id);

    /** The open alerts, in any order. */
    List<Alert> open();

    /** The latest alerts, open and ended, newest first. */
    List<Alert> latest(int limit);

    /** Those that ended at this moment or later, in any order. */
    List<Alert> endedSince(long unixMs);

    /** Notes that every channel has taken, or given up, what this message says of its alerts. */
    void told(Notice notice);

    /** What happened to alerts but was not told by every channel: RAISED for open ones, ENDED for the others, by number. */
    List<AlertEvent> untold();

    /** The greatest number in use; 0 when there is none. */
    long greatestId();
}
