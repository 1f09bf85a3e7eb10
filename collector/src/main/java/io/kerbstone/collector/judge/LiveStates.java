package io.kerbstone.collector.judge;

import io.kerbstone.collector.registry.PathRecord;
import io.kerbstone.collector.registry.Registry;
import io.kerbstone.measurement.Interval;
import io.kerbstone.measurement.IntervalState;
import io.kerbstone.measurement.Rule;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The state of every path now. One thread ticks; any thread may ask. */
public final class LiveStates implements StateFeed {
    /** How long after the waiting time of its last probe an interval is waited for, ms. */
    public static final long GRACE_MS = 5_000;

    private static final long BACK_MS = 2 * BaseIntervals.HOUR_MS;

    private final Shelves shelves;
    private final Registry registry;
    private final Map<String, Evaluated> byPath = new ConcurrentHashMap<>();
    private final List<Consumer<PathLive>> subscribers = new CopyOnWriteArrayList<>();

    /** States of the registry's paths from what is on the shelves. */
    public LiveStates(Shelves shelves, Registry registry) {
        this.shelves = shelves;
        this.registry = registry;
    }

    private record Evaluated(long index, Rule rule, PathLive live) {}

    @Override
    public void subscribe(Consumer<PathLive> subscriber) {
        subscribers.add(subscriber);
    }

    /** The path's state; empty before its first complete interval. */
    public Optional<PathLive> of(String pathId) {
        return Optional.ofNullable(byPath.get(pathId)).map(Evaluated::live);
    }

    /** Looks at the intervals that have become complete; call it about once a second. */
    public void tick(long nowMs) {
        List<PathRecord> paths = registry.paths();
        for (PathRecord path : paths) {
            Rule rule = path.definition().rule();
            long index = rule.indexAt(nowMs - path.definition().waitingTimeMs() - GRACE_MS) - 1;
            Evaluated before = byPath.get(path.id());
            if (before == null || before.index < index || !before.rule.equals(rule)) {
                evaluate(path, rule, index, before);
            }
        }
        if (byPath.size() > paths.size()) {
            Set<String> known = paths.stream().map(PathRecord::id).collect(Collectors.toSet());
            byPath.keySet().retainAll(known);
        }
    }

    private void evaluate(PathRecord path, Rule rule, long index, @Nullable Evaluated before) {
        // A path that is silent for long is not in memory, and the store need not be asked again and again.
        boolean inStore = before == null || before.live.state() != IntervalState.UNKNOWN;
        Interval interval = find(shelves.intervals(path.streamKey(), rule, index, index + 1, inStore), index);
        IntervalState state = stateOf(rule, interval);
        long startMs = rule.periodOf(index).startMs();
        long sinceMs = before == null || !before.rule.equals(rule)
                ? sinceMs(path, rule, index, state)
                : before.live.state() == state ? before.live.sinceMs() : startMs;
        PathLive live = new PathLive(path.id(), state, sinceMs, startMs, rttUs(interval), lossRatio(interval));
        byPath.put(path.id(), new Evaluated(index, rule, live));
        subscribers.forEach(subscriber -> subscriber.accept(live));
    }

    private static @Nullable Interval find(List<Interval> intervals, long index) {
        return intervals.stream().filter(i -> i.index() == index).findFirst().orElse(null);
    }

    private static IntervalState stateOf(Rule rule, @Nullable Interval interval) {
        return interval == null ? IntervalState.UNKNOWN : rule.stateOf(interval.sent(), interval.lost());
    }

    private static double rttUs(@Nullable Interval interval) {
        return interval == null || interval.delays().count() == 0
                ? Double.NaN
                : interval.delays().sumNs() / 1000.0 / interval.delays().count();
    }

    private static double lossRatio(@Nullable Interval interval) {
        return interval == null || interval.sent() == 0 ? Double.NaN : (double) interval.lost() / interval.sent();
    }

    private long sinceMs(PathRecord path, Rule rule, long index, IntervalState state) {
        long first = index - BACK_MS / rule.intervalMs();
        List<Interval> back = shelves.intervals(path.streamKey(), rule, first, index, true);
        if (back.isEmpty()) {
            return rule.periodOf(index).startMs();
        }
        long since = index;
        while (since > first && stateOf(rule, find(back, since - 1)) == state) {
            since--;
        }
        return rule.periodOf(since).startMs();
    }
}
