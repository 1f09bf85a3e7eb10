package io.kerbstone.collector.alerts;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;

/** Alerts kept in memory. */
final class MemoryLog implements AlertLog {
    private final Map<Long, Alert> alerts = new ConcurrentSkipListMap<>();
    private final Set<String> told = new ConcurrentSkipListSet<>();

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
    public void told(Notice notice) {
        notice.alerts().forEach(alert -> told.add(notice.type() + " " + alert.id()));
    }

    @Override
    public List<AlertEvent> untold() {
        return alerts.values().stream()
                .map(alert -> new AlertEvent(alert.isOpen() ? AlertEvent.Type.RAISED : AlertEvent.Type.ENDED, alert))
                .filter(event ->
                        !told.contains(event.type() + " " + event.alert().id()))
                .toList();
    }

    @Override
    public long greatestId() {
        return alerts.keySet().stream().mapToLong(Long::longValue).max().orElse(0);
    }
}
