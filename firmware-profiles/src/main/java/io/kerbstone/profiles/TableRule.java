package io.kerbstone.profiles;

import io.kerbstone.measurement.Oid;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How the rows of a table become readings.
 *
 * @param id name within the profile, for problems and for replacing a fragment's table
 * @param rows the column whose instances say which rows there are
 * @param where which rows count
 * @param discontinuity column that changes when the row's counters lose their continuity (ifCounterDiscontinuityTime)
 * @param isFirstOnly whether each reading is made once, of the first row that gives it, and not of each row
 * @param readings what to make of each row
 */
public record TableRule(
        String id,
        Oid rows,
        Optional<Where> where,
        Optional<Oid> discontinuity,
        boolean isFirstOnly,
        List<ReadingRule> readings) {
    /** Copies the list. */
    public TableRule {
        readings = List.copyOf(readings);
    }

    /**
     * A condition on a row.
     *
     * @param column what is looked at
     * @param in the values that count, numbers in decimal and object identifiers dotted
     */
    public record Where(Oid column, Set<String> in) {
        /** Copies the set. */
        public Where {
            in = Set.copyOf(in);
        }
    }
}
