package io.kerbstone.collector.alerts;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Gathers what happens within a short while into one message of each type: one storm, one page. The first event waits
 * {@code gatherNs}; an alert that is raised and ends while it waits is told in both messages, in this order. Owned by
 * one thread; bounded by the number of alerts that a book raises in that while.
 */
final class Gatherer {
    private final long gatherNs;
    private final List<Alert> raised = new ArrayList<>();
    private final List<Alert> ended = new ArrayList<>();
    private long firstNs;

    Gatherer(long gatherNs) {
        this.gatherNs = gatherNs;
    }

    void add(AlertEvent event, long nowNs) {
        if (raised.isEmpty() && ended.isEmpty()) {
            firstNs = nowNs;
        }
        switch (event.type()) {
            case RAISED -> raised.add(event.alert());
            case ENDED -> ended.add(event.alert());
            case ACKNOWLEDGED -> {
                // Whoever acknowledges knows already.
            }
        }
    }

    /** The messages that are due. */
    List<Notice> due(long nowMs, long nowNs) {
        return nowNs - firstNs >= gatherNs ? all(nowMs) : List.of();
    }

    /** All that waits, due or not. */
    List<Notice> all(long nowMs) {
        List<Notice> notices = new ArrayList<>();
        take(Notice.Type.RAISED, raised, nowMs).ifPresent(notices::add);
        take(Notice.Type.ENDED, ended, nowMs).ifPresent(notices::add);
        return notices;
    }

    private static Optional<Notice> take(Notice.Type type, List<Alert> alerts, long nowMs) {
        if (alerts.isEmpty()) {
            return Optional.empty();
        }
        Notice notice = new Notice(type, alerts, nowMs);
        alerts.clear();
        return Optional.of(notice);
    }
}
