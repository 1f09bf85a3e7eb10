package io.kerbstone.collector.alerts;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** Alerts kept in memory. */
final class MemoryLog implements AlertLog {
    private final Map<Long, Alert> alerts = new ConcurrentSkipListMap<>();

    @Override
    public void put(Alert alert) {
        alerts.put(alert.id(), alert);
    }

    @Override
    public Optional<Alert> alert(long id) {
        return Optional.ofNullable(alerts.get(id));
    }

    @Override
    public List<Alert> open() {
        return alerts.values().stream().filter(Alert::isOpen).toList();
    }

    @Override
    public List<Alert> latest(int limit) {
        return alerts.values().stream()
                .sorted(Comparator.comparingLong(Alert::id).reversed())
                .limit(limit)
                .toList();
    }

    @Override
    public List<Alert> endedSince(long unixMs) {
        return alerts.values().stream()
                .filter(alert -> alert.end().filter(end -> end.atMs() >= unixMs).isPresent())
                .toList();
    }

    @Override
    public long greatestId() {
        return alerts.keySet().stream().mapToLong(Long::longValue).max().orElse(0);
    }
}
