package io.kerbstone.agent.probe;

import io.kerbstone.measurement.DeviceReadings;
import io.kerbstone.measurement.PathFacts;
import io.kerbstone.measurement.Reading;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Facts about paths on their way to the collector: those of one path go at most once a {@link #PERIOD_NS}, and sooner when
 * a text among them changed (an address, a status), though not within {@link #CHANGE_NS} of the last. A number that
 * changes waits for its turn. Safe for many threads.
 */
public final class FactBook {
    /** Gap between two reports about one path when nothing but numbers changed, ns. */
    public static final long PERIOD_NS = 60_000_000_000L;
    /** Shortest gap between two reports about one path, ns: a text that flaps costs no more. */
    public static final long CHANGE_NS = 10_000_000_000L;
    /** Most paths remembered; facts about a further one are not kept back. */
    public static final int PATHS_MAX = 16_384;

    private final Consumer<DeviceReadings> to;
    private final Map<String, Told> told = new HashMap<>();

    private record Told(long atNs, Map<String, String> texts) {}

    /** Hands on to the consumer, which does not block. */
    public FactBook(Consumer<DeviceReadings> to) {
        this.to = to;
    }

    /** Takes what is known of a path now; hands it on when it is its turn. */
    public void tell(String pathId, long nowNs, List<Reading> facts) {
        if (!facts.isEmpty() && isDue(pathId, nowNs, texts(facts))) {
            to.accept(PathFacts.of(pathId, nowNs, facts));
        }
    }

    /** Forgets other paths than these. */
    public synchronized void keepOnly(Set<String> pathIds) {
        told.keySet().retainAll(pathIds);
    }

    /** Paths remembered. */
    synchronized int size() {
        return told.size();
    }

    private synchronized boolean isDue(String pathId, long nowNs, Map<String, String> texts) {
        Told last = told.get(pathId);
        if (last != null) {
            long gapNs = last.texts.equals(texts) ? PERIOD_NS : CHANGE_NS;
            if (nowNs - last.atNs < gapNs) {
                return false;
            }
        }
        if (last != null || told.size() < PATHS_MAX) {
            told.put(pathId, new Told(nowNs, texts));
        }
        return true;
    }

    private static Map<String, String> texts(List<Reading> facts) {
        return facts.stream()
                .filter(fact -> fact.text() != null)
                .collect(Collectors.toMap(Reading::series, fact -> String.valueOf(fact.text()), (one, same) -> same));
    }
}
