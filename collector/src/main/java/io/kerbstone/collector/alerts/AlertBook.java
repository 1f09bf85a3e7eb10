package io.kerbstone.collector.alerts;

import io.kerbstone.collector.alerts.Alert.End;
import io.kerbstone.collector.alerts.Alert.EndKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Decides what is worth waking somebody for: one alert per cause, once, and its recovery, once. News only changes what
 * the book knows; {@link #tick} alone decides, so that a burst of old news (a backlog, a restart) that ends well alerts
 * nobody. A silent agent's paths are UNKNOWN: that neither raises nor ends their own alerts.
 *
 * <p>No I/O, no clock; owned by one thread. {@code nowMs} is a date (ms since 1970 UTC) and only written into alerts,
 * {@code nowNs} is monotonic and only subtracted. Bounded by the number of registered paths and agents.
 */
public final class AlertBook {
    /** How often paths that are no longer registered are forgotten, ns. */
    static final long FORGET_EVERY_NS = 60_000_000_000L;

    /** A tick that comes later than this after the one before says that the collector slept, not the agents, ns. */
    static final long LATE_TICK_NS = 10_000_000_000L;

    private static final long NS_PER_MS = 1_000_000;

    private final AlertRules rules;
    private final Directory directory;
    private final Map<String, PathWatch> paths = new HashMap<>();
    private final Map<String, AgentWatch> agents = new HashMap<>();
    private final Map<Long, Alert> open = new TreeMap<>();
    private final Set<String> changedPaths = new LinkedHashSet<>();
    private long nextId;
    private long forgottenNs;
    private long tickedNs;

    /**
     * A book that goes on where an earlier run stopped.
     *
     * @param known the open alerts, and those that ended lately, so that a repeated outage is not told twice
     * @param nextId the next alert's number, above all numbers used before
     */
    public AlertBook(AlertRules rules, Directory directory, List<Alert> known, long nextId, long nowNs) {
        this.rules = rules;
        this.directory = directory;
        this.nextId = nextId;
        this.forgottenNs = nowNs;
        this.tickedNs = nowNs;
        known.stream().sorted(Comparator.comparingLong(Alert::id)).forEach(alert -> restore(alert, nowNs));
    }

    private void restore(Alert alert, long nowNs) {
        String id = alert.subject().id();
        if (alert.kind() == AlertKind.PATH_DOWN) {
            paths.computeIfAbsent(id, key -> new PathWatch()).restore(alert);
        } else if (alert.isOpen()) {
            agents.computeIfAbsent(id, key -> new AgentWatch(nowNs)).restore(alert);
        }
        if (alert.isOpen()) {
            open.put(alert.id(), alert);
        }
    }

    /** News of a path; ignored when the path is not registered. */
    public void pathNews(PathNews news) {
        PathWatch watch = paths.get(news.pathId());
        if (watch == null) {
            if (directory.path(news.pathId()).isEmpty()) {
                return;
            }
            watch = new PathWatch();
            paths.put(news.pathId(), watch);
        }
        watch.take(news);
        changedPaths.add(news.pathId());
    }

    /** Decides; call about once a second. */
    public List<AlertEvent> tick(long nowMs, long nowNs) {
        List<AlertEvent> events = new ArrayList<>();
        forgiveOwnSleep(nowNs);
        Map<String, Directory.AgentEntry> known = new HashMap<>();
        directory.agents().forEach(entry -> known.put(entry.subject().id(), entry));
        withdrawUnwatched(known.keySet(), nowMs, events);
        agents.keySet().retainAll(known.keySet());
        for (Directory.AgentEntry entry : new TreeMap<>(known).values()) {
            judgeAgent(entry, nowMs, nowNs, events);
        }
        for (String pathId : changedPaths) {
            PathWatch watch = paths.get(pathId);
            if (watch != null) {
                judgePath(pathId, watch, nowMs, events);
            }
        }
        changedPaths.clear();
        if (nowNs - forgottenNs >= FORGET_EVERY_NS) {
            forgottenNs = nowNs;
            paths.keySet().removeIf(pathId -> directory.path(pathId).isEmpty());
        }
        return events;
    }

    /** A user takes note of an alert, open or ended; the first note stands. */
    public Optional<AlertEvent> acknowledge(Alert alert, String by, String note, long nowMs) {
        Alert current = open.getOrDefault(alert.id(), alert);
        if (current.acknowledgement().isPresent()) {
            return Optional.empty();
        }
        Alert noted = current.acknowledged(new Alert.Acknowledgement(by, nowMs, note));
        if (noted.isOpen()) {
            open.put(noted.id(), noted);
            if (noted.kind() == AlertKind.PATH_DOWN) {
                known(paths.get(noted.subject().id())).acknowledged(noted);
            } else {
                known(agents.get(noted.subject().id())).acknowledged(noted);
            }
        }
        return Optional.of(new AlertEvent(AlertEvent.Type.ACKNOWLEDGED, noted));
    }

    /** The open alerts, oldest first. */
    public List<Alert> open() {
        return List.copyOf(open.values());
    }

    private void forgiveOwnSleep(long nowNs) {
        long gapNs = nowNs - tickedNs;
        tickedNs = nowNs;
        if (gapNs > LATE_TICK_NS) {
            agents.values().forEach(watch -> watch.forgive(gapNs, nowNs));
        }
    }

    private void withdrawUnwatched(Set<String> agentIds, long nowMs, List<AlertEvent> events) {
        for (Alert alert : open()) {
            String id = alert.subject().id();
            if (alert.kind() == AlertKind.PATH_DOWN && directory.path(id).isEmpty()) {
                paths.remove(id);
                events.add(end(alert, EndKind.WITHDRAWN, nowMs, nowMs));
            } else if (alert.kind() == AlertKind.AGENT_SILENT && !agentIds.contains(id)) {
                events.add(end(alert, EndKind.WITHDRAWN, nowMs, nowMs));
            }
        }
    }

    private void judgePath(String pathId, PathWatch watch, long nowMs, List<AlertEvent> events) {
        Alert standing = watch.open();
        if (standing != null && watch.shouldRecover(rules.recoverMs())) {
            events.add(end(standing, EndKind.RECOVERED, watch.goodFromMs(), nowMs));
            watch.ended();
        } else if (watch.shouldRaise(rules.holdMs())) {
            directory.path(pathId).ifPresent(subject -> {
                Alert alert = alert(
                        AlertKind.PATH_DOWN,
                        subject,
                        AlertCause.PROBES_LOST,
                        new Times(watch.badFromMs(), nowMs),
                        watch.lastGood(),
                        1);
                watch.raised(alert);
                events.add(new AlertEvent(AlertEvent.Type.RAISED, alert));
            });
        }
    }

    private void judgeAgent(Directory.AgentEntry entry, long nowMs, long nowNs, List<AlertEvent> events) {
        AgentWatch watch = agents.computeIfAbsent(entry.subject().id(), key -> new AgentWatch(nowNs));
        watch.seen(entry.lastSeenMs(), nowNs);
        boolean silent = watch.isSilent(nowNs, rules.silentMs() * NS_PER_MS);
        Alert standing = watch.open();
        if (standing == null) {
            if (silent) {
                Alert alert = silent(entry, nowMs);
                watch.raised(alert);
                events.add(new AlertEvent(AlertEvent.Type.RAISED, alert));
            }
        } else if (silent) {
            watch.silentAgain();
        } else if (watch.hasReturned(rules.recoverMs() * NS_PER_MS)) {
            watch.ended();
            events.add(end(standing, EndKind.RECOVERED, entry.lastSeenMs(), nowMs));
        }
    }

    private Alert silent(Directory.AgentEntry entry, long nowMs) {
        long seenMs = entry.lastSeenMs();
        boolean never = seenMs == 0;
        AlertCause cause = never
                ? AlertCause.AGENT_NEVER_SEEN
                : entry.connected() ? AlertCause.AGENT_QUIET : AlertCause.AGENT_DISCONNECTED;
        Optional<Alert.LastGood> lastGood =
                never ? Optional.empty() : Optional.of(new Alert.LastGood(seenMs, OptionalLong.empty()));
        return alert(
                AlertKind.AGENT_SILENT,
                entry.subject(),
                cause,
                new Times(never ? nowMs - rules.silentMs() : Math.min(seenMs, nowMs), nowMs),
                lastGood,
                directory.pathsOf(entry.subject().id()));
    }

    private record Times(long sinceMs, long raisedAtMs) {}

    private Alert alert(
            AlertKind kind,
            Alert.Subject subject,
            AlertCause cause,
            Times times,
            Optional<Alert.LastGood> lastGood,
            int affectedPaths) {
        Alert alert = new Alert(
                nextId++,
                kind,
                subject,
                cause,
                times.sinceMs(),
                times.raisedAtMs(),
                lastGood,
                affectedPaths,
                Optional.empty(),
                Optional.empty());
        open.put(alert.id(), alert);
        return alert;
    }

    private AlertEvent end(Alert alert, EndKind kind, long sinceMs, long nowMs) {
        open.remove(alert.id());
        return new AlertEvent(AlertEvent.Type.ENDED, alert.ended(new End(kind, sinceMs, nowMs)));
    }

    private static <T> T known(@Nullable T watch) {
        if (watch == null) {
            throw new IllegalStateException("BUG: an open alert without its watch");
        }
        return watch;
    }
}
