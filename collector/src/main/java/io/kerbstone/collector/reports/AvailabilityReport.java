package io.kerbstone.collector.reports;

import io.kerbstone.collector.exclusions.Exclusion;
import io.kerbstone.collector.exclusions.Exclusions;
import io.kerbstone.collector.judge.Figures;
import io.kerbstone.collector.registry.AgentRecord;
import io.kerbstone.collector.registry.GroupRecord;
import io.kerbstone.collector.registry.PathRecord;
import io.kerbstone.collector.registry.Registry;
import io.kerbstone.measurement.GroupIndicators;
import io.kerbstone.measurement.PathIndicators;
import io.kerbstone.measurement.Reasons;
import io.kerbstone.measurement.Rule;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The availability report of a group and a period, language and form left open. Everything in it is a function of what the
 * judge has, but for {@code generatedAtMs}. Immutable.
 *
 * @param period what it is about
 * @param zone zone of the dates in it
 * @param generatedAtMs when it was made, ms since 1970 UTC; what lies after it counts as UNKNOWN
 * @param group what was judged and by what
 * @param indicators the group's figures, with the members' in the order of {@code paths}
 * @param causes what changed the figures, the paths' included, after they could have been published
 * @param paths the members
 * @param exclusions what counts as excluded of the group or of its paths and touches the period, oldest first
 */
public record AvailabilityReport(
        ReportPeriod period,
        ZoneId zone,
        long generatedAtMs,
        GroupRecord group,
        GroupIndicators indicators,
        Causes causes,
        List<Member> paths,
        List<Exclusion> exclusions) {
    /** Copies the lists. */
    public AvailabilityReport {
        paths = List.copyOf(paths);
        exclusions = List.copyOf(exclusions);
        if (paths.size() != indicators.members().size()) {
            throw new IllegalArgumentException("BUG: a report has one set of indicators for each path");
        }
    }

    /**
     * One path of the group.
     *
     * @param id its id
     * @param name its name for people
     * @param target what it probes
     * @param agentId who probes it
     * @param agentName that agent's name for people
     * @param rule how its probes become states
     * @param causes what changed its figures after they could have been published
     * @param reasons why probes were lost or not measured
     */
    public record Member(
            String id,
            String name,
            String target,
            String agentId,
            String agentName,
            Rule rule,
            Causes causes,
            Reasons reasons) {
        /** Of its figures. */
        public long revision() {
            return causes.revision();
        }
    }

    /** Where a report's content comes from. */
    public record Sources(Figures figures, Registry registry, Exclusions exclusions) {}

    /** The report of a group as it is now. */
    public static AvailabilityReport build(
            ReportPeriod period, GroupRecord group, Sources from, ZoneId zone, long nowMs) {
        List<Member> members = new ArrayList<>();
        for (String pathId : group.pathIds()) {
            members.add(member(pathId, period, from));
        }
        GroupIndicators indicators = from.figures().group(group.id(), period.period());
        Causes causes = Causes.ofGroup(group, period.period(), from.figures(), from.registry(), from.exclusions());
        return new AvailabilityReport(
                period, zone, nowMs, group, indicators, causes, members, exclusions(period, group, from));
    }

    /** What is excluded of the group, of its paths, and of other groups that these are in. */
    private static List<Exclusion> exclusions(ReportPeriod period, GroupRecord group, Sources from) {
        Set<String> paths = Set.copyOf(group.pathIds());
        Set<String> groups = from.registry().groups().stream()
                .filter(other -> other.id().equals(group.id())
                        || other.pathIds().stream().anyMatch(paths::contains))
                .map(GroupRecord::id)
                .collect(Collectors.toSet());
        return from.exclusions().list().stream()
                .filter(Exclusion::isValid)
                .filter(one -> one.period().touches(period.period()))
                .filter(one -> (one.scope() == Exclusion.Scope.PATH ? paths : groups).contains(one.scopeId()))
                .sorted(Comparator.comparingLong(one -> one.period().startMs()))
                .toList();
    }

    private static Member member(String pathId, ReportPeriod period, Sources from) {
        Registry registry = from.registry();
        Causes causes = Causes.ofPath(pathId, period.period(), from.figures(), from.registry(), from.exclusions());
        Reasons reasons = from.figures().reasons(pathId, period.period());
        PathRecord path = registry.path(pathId).orElse(null);
        if (path == null) {
            return new Member(pathId, pathId, "", "", "", Rule.STANDARD, causes, reasons);
        }
        String agentName = registry.agent(path.agentId()).map(AgentRecord::name).orElse(path.agentId());
        String target = path.definition().target();
        return new Member(
                pathId,
                path.name(),
                target,
                path.agentId(),
                agentName,
                path.definition().rule(),
                causes,
                reasons);
    }

    /** Of the group's figures. */
    public long revision() {
        return causes.revision();
    }

    /** Figures of the path at this place. */
    public PathIndicators of(int place) {
        return indicators.members().get(place);
    }

    /** Whether the period had ended when the report was made. */
    public boolean isComplete() {
        return period.period().endMs() <= generatedAtMs;
    }
}
