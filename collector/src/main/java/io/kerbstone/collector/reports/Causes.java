package io.kerbstone.collector.reports;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kerbstone.collector.exclusions.Exclusion;
import io.kerbstone.collector.exclusions.Exclusions;
import io.kerbstone.collector.judge.Correction;
import io.kerbstone.collector.judge.Figures;
import io.kerbstone.collector.registry.GroupRecord;
import io.kerbstone.collector.registry.Registry;
import io.kerbstone.measurement.Period;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What changed the figures of a period after they could have been published: frames that came late, and exclusions approved
 * for time that had passed. Both are in the archive, so the same causes are found after a rebuild. Immutable.
 *
 * @param corrections by late frames, oldest day first
 * @param exclusions asked for after they began and approved by a second person, oldest first
 */
public record Causes(List<Correction> corrections, List<Exclusion> exclusions) {
    /** Most of each kind in a JSON document; the revision counts all. */
    public static final int LISTED_MAX = 100;

    /** Nothing did. */
    public static final Causes NONE = new Causes(List.of(), List.of());

    /** Copies the lists. */
    public Causes {
        corrections = List.copyOf(corrections);
        exclusions = List.copyOf(exclusions);
    }

    /** What changed the figures of a path. */
    public static Causes ofPath(
            String pathId, Period period, Figures figures, Registry registry, Exclusions exclusions) {
        Set<String> groups = registry.groups().stream()
                .filter(group -> group.pathIds().contains(pathId))
                .map(GroupRecord::id)
                .collect(Collectors.toSet());
        return of(List.of(pathId), groups, period, figures, exclusions);
    }

    /** What changed the figures of a group, its members' included. */
    public static Causes ofGroup(
            GroupRecord group, Period period, Figures figures, Registry registry, Exclusions exclusions) {
        Set<String> paths = Set.copyOf(group.pathIds());
        Set<String> groups = registry.groups().stream()
                .filter(other -> other.id().equals(group.id())
                        || other.pathIds().stream().anyMatch(paths::contains))
                .map(GroupRecord::id)
                .collect(Collectors.toSet());
        return of(group.pathIds(), groups, period, figures, exclusions);
    }

    private static Causes of(
            List<String> paths, Set<String> groups, Period period, Figures figures, Exclusions exclusions) {
        List<Correction> corrections = new ArrayList<>();
        paths.forEach(path -> corrections.addAll(figures.corrections(path, period)));
        corrections.sort(Comparator.comparingLong(Correction::dayMs).thenComparing(Correction::pathId));
        List<Exclusion> late = exclusions.list().stream()
                .filter(one -> one.isLate() && one.isValid() && one.period().touches(period))
                .filter(one -> one.scope() == Exclusion.Scope.PATH
                        ? paths.contains(one.scopeId())
                        : groups.contains(one.scopeId()))
                .sorted(Comparator.comparingLong(Exclusion::id))
                .toList();
        return new Causes(corrections, late);
    }

    /** 1, and one more for each part of an interval that came late and each exclusion. */
    public long revision() {
        return 1 + corrections.stream().mapToLong(Correction::parts).sum() + exclusions.size();
    }

    /** As JSON: a list of {@code {kind: late, ...}} and {@code {kind: exclusion, ...}}. */
    public ArrayNode json() {
        ArrayNode json = JsonNodeFactory.instance.arrayNode();
        corrections.stream().limit(LISTED_MAX).forEach(one -> json.add(late(one)));
        exclusions.stream().limit(LISTED_MAX).forEach(one -> json.addObject()
                .put("kind", "exclusion")
                .put("id", one.id())
                .put("by", one.by())
                .put("approvedBy", one.approval().map(Exclusion.Approval::by).orElse(""))
                .put("atMs", one.approval().map(Exclusion.Approval::atMs).orElse(one.createdAtMs())));
        return json;
    }

    private static ObjectNode late(Correction one) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("kind", "late")
                .put("path", one.pathId())
                .put("agent", one.agentId())
                .put("epoch", one.epoch())
                .put("dayMs", one.dayMs())
                .put("parts", one.parts())
                .put("firstSequence", one.firstSequence())
                .put("lastSequence", one.lastSequence())
                .put("firstArrivalMs", one.firstArrivalMs())
                .put("lastArrivalMs", one.lastArrivalMs());
    }
}
