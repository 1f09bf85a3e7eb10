package io.kerbstone.profiles;

import io.kerbstone.measurement.Oid;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What to ask a device for.
 *
 * @param scalars objects to get, sysUpTime first
 * @param tables columns to walk, together for each table; a column is asked for once
 */
public record PollPlan(List<Oid> scalars, List<Table> tables) {
    /** sysUpTime.0: asked for with every poll, because it says whether counters have begun anew. */
    public static final Oid SYS_UP_TIME = Oid.parse("1.3.6.1.2.1.1.3.0");
    /** sysObjectID.0. */
    public static final Oid SYS_OBJECT_ID = Oid.parse("1.3.6.1.2.1.1.2.0");
    /** sysDescr.0. */
    public static final Oid SYS_DESCR = Oid.parse("1.3.6.1.2.1.1.1.0");

    /** Copies the lists. */
    public PollPlan {
        scalars = List.copyOf(scalars);
        tables = List.copyOf(tables);
    }

    /**
     * One walk.
     *
     * @param id the table's name in the profile
     * @param columns at least one
     */
    public record Table(String id, List<Oid> columns) {
        /** Copies the list. */
        public Table {
            columns = List.copyOf(columns);
        }
    }

    /** Everything the profile reads. */
    public static PollPlan of(Profile profile) {
        Set<Oid> scalars = new LinkedHashSet<>();
        scalars.add(SYS_UP_TIME);
        profile.scalars().forEach(rule -> sources(rule).forEach(scalars::add));
        Set<Oid> seen = new LinkedHashSet<>();
        List<Table> tables = profile.tables().stream()
                .map(rule ->
                        new Table(rule.id(), columns(rule).filter(seen::add).toList()))
                .filter(table -> !table.columns().isEmpty())
                .toList();
        return new PollPlan(List.copyOf(scalars), tables);
    }

    private static Stream<Oid> columns(TableRule rule) {
        return Stream.of(
                        Stream.of(rule.rows()),
                        rule.where().map(TableRule.Where::column).stream(),
                        rule.discontinuity().stream(),
                        rule.readings().stream().flatMap(PollPlan::sources))
                .flatMap(part -> part);
    }

    private static Stream<Oid> sources(ReadingRule rule) {
        return rule.sources().stream()
                .flatMap(source -> Stream.of(Stream.of(source.oid()), source.minus().stream(), source.times().stream())
                        .flatMap(part -> part));
    }
}
