package io.kerbstone.collector.exclusions;

import io.kerbstone.collector.judge.ExcludedTimes;
import io.kerbstone.collector.registry.AuditEntry;
import io.kerbstone.collector.registry.AuditTrail;
import io.kerbstone.collector.registry.GroupRecord;
import io.kerbstone.collector.registry.Registry;
import io.kerbstone.collector.store.ExclusionStore;
import io.kerbstone.measurement.Period;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * All exclusions, in memory and in the store; every change is put on record. Never removed: a figure may rest on one. Safe
 * for many threads.
 */
public final class Exclusions implements ExcludedTimes {
    /** Most exclusions. */
    public static final int EXCLUSIONS_MAX = 20_000;
    /** Longest reason, characters. */
    public static final int REASON_CHARS_MAX = 500;
    /** Longest exclusion, ms: 92 days. */
    public static final long LENGTH_MS_MAX = 92L * 86_400_000;

    private final ExclusionStore store;
    private final Registry registry;
    private final AuditTrail audit;
    private final Map<Long, Exclusion> byId = new ConcurrentSkipListMap<>();

    /** Loads them. */
    public Exclusions(ExclusionStore store, Registry registry, AuditTrail audit) {
        this.store = store;
        this.registry = registry;
        this.audit = audit;
        store.all().forEach(exclusion -> byId.put(exclusion.id(), exclusion));
    }

    /** What a change came to. */
    public sealed interface Change {
        /** Done. */
        record Done(Exclusion exclusion) implements Change {}

        /** Not done, and why, as a sentence. */
        record Refused(String sentence) implements Change {}
    }

    /**
     * What somebody asks for.
     *
     * @param scope what it is about
     * @param scopeId id of the path or group
     * @param fromMs begin, ms since 1970 UTC
     * @param toMs end
     * @param reason why
     */
    public record Request(Exclusion.Scope scope, String scopeId, long fromMs, long toMs, String reason) {}

    /** Newest first. */
    public List<Exclusion> list() {
        return byId.values().stream()
                .sorted(Comparator.comparingLong(Exclusion::id).reversed())
                .toList();
    }

    /** Adds one; one that reaches into the past waits for a second person. */
    public synchronized Change add(Request asked, String by, long nowMs) {
        Optional<String> mistake = mistake(asked);
        if (mistake.isPresent()) {
            return new Change.Refused(mistake.get());
        }
        long id = byId.keySet().stream().mapToLong(Long::longValue).max().orElse(0) + 1;
        Exclusion exclusion = new Exclusion(
                id,
                asked.scope,
                asked.scopeId,
                new Period(asked.fromMs, asked.toMs),
                asked.reason.strip(),
                by,
                nowMs,
                Optional.empty());
        store.put(exclusion);
        byId.put(id, exclusion);
        record("exclusion.add", exclusion, by, nowMs);
        return new Change.Done(exclusion);
    }

    private Optional<String> mistake(Request asked) {
        boolean isKnown = asked.scope == Exclusion.Scope.PATH
                ? registry.path(asked.scopeId).isPresent()
                : registry.group(asked.scopeId).isPresent();
        if (!isKnown) {
            return Optional.of("There is no " + asked.scope.name().toLowerCase(Locale.ROOT) + " '" + asked.scopeId
                    + "'; name one that exists.");
        }
        if (asked.toMs <= asked.fromMs || asked.toMs - asked.fromMs > LENGTH_MS_MAX) {
            return Optional.of("The end must come after the begin, and at most 92 days after it.");
        }
        if (asked.reason.isBlank() || asked.reason.strip().length() > REASON_CHARS_MAX) {
            return Optional.of("Give a reason of at most " + REASON_CHARS_MAX + " characters.");
        }
        return byId.size() >= EXCLUSIONS_MAX
                ? Optional.of("There are " + EXCLUSIONS_MAX + " exclusions already.")
                : Optional.empty();
    }

    /** Approves one that reaches into the past; never by the person who asked for it. */
    public synchronized Change approve(long id, String by, long nowMs) {
        Exclusion exclusion = byId.get(id);
        if (exclusion == null) {
            return new Change.Refused("There is no exclusion " + id + "; the list has the numbers.");
        }
        if (exclusion.by().equals(by)) {
            return new Change.Refused("A second person must approve this: you asked for it yourself.");
        }
        if (exclusion.isValid()) {
            return new Change.Done(exclusion);
        }
        Exclusion approved = exclusion.approved(new Exclusion.Approval(by, nowMs));
        store.put(approved);
        byId.put(id, approved);
        record("exclusion.approve", approved, by, nowMs);
        return new Change.Done(approved);
    }

    /** Its own exclusions and those of every stored group it is in. */
    @Override
    public List<Period> ofPath(String pathId) {
        if (byId.isEmpty()) {
            return List.of();
        }
        Set<String> groups = registry.groups().stream()
                .filter(group -> group.pathIds().contains(pathId))
                .map(GroupRecord::id)
                .collect(Collectors.toSet());
        return valid(
                e -> e.scope() == Exclusion.Scope.PATH ? e.scopeId().equals(pathId) : groups.contains(e.scopeId()));
    }

    /** What is cut out of a group's own ledger. */
    @Override
    public List<Period> ofGroup(String groupId) {
        return valid(e -> e.scope() == Exclusion.Scope.GROUP && e.scopeId().equals(groupId));
    }

    private List<Period> valid(Predicate<Exclusion> wanted) {
        return byId.values().stream()
                .filter(Exclusion::isValid)
                .filter(wanted)
                .map(Exclusion::period)
                .toList();
    }

    private void record(String action, Exclusion exclusion, String by, long nowMs) {
        audit.record(new AuditEntry(
                nowMs,
                by,
                action,
                Long.toString(exclusion.id()),
                ExclusionJson.of(exclusion).toString()));
    }
}
