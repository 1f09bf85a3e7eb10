package io.kerbstone.collector.judge;

import io.kerbstone.measurement.Period;
import java.util.List;

/** Approved maintenance and time outside service hours; safe for many threads. */
public interface ExcludedTimes {
    /** There is none. */
    ExcludedTimes NONE = new ExcludedTimes() {
        @Override
        public List<Period> ofPath(String pathId) {
            return List.of();
        }

        @Override
        public List<Period> ofGroup(String groupId) {
            return List.of();
        }
    };

    /** What is cut out of a path's figures, in any order, overlapping or not. */
    List<Period> ofPath(String pathId);

    /** What is cut out of a group's own ledger. */
    List<Period> ofGroup(String groupId);
}
