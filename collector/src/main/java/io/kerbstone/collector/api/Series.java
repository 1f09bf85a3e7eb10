package io.kerbstone.collector.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kerbstone.measurement.Delays;
import io.kerbstone.measurement.Interval;
import io.kerbstone.measurement.IntervalState;
import io.kerbstone.measurement.Ledger;
import io.kerbstone.measurement.Period;
import io.kerbstone.measurement.Rule;
import java.util.List;

/**
 * A period of a path in so many points as a chart can show: each point sums whole intervals of the rule. A point without
 * replies has nulls for delays, never 0. Stateless.
 */
public final class Series {
    /** Most points. */
    public static final int POINTS_MAX = 2_000;
    /** Points when nobody asks for another number. */
    public static final int POINTS_USUAL = 360;

    private static final double NS_PER_US = 1_000;
    private static final double PERCENT_95 = 95;

    private Series() {}

    /** The series as the API gives it; intervals ascend by index. */
    public static ObjectNode json(List<Interval> intervals, Rule rule, Ledger ledger, int pointsMax) {
        Period period = ledger.period();
        long perPoint = Math.max(1, (period.lengthMs() / rule.intervalMs() + pointsMax - 1) / pointsMax);
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("from", period.startMs())
                .put("to", period.endMs())
                .put("intervalMs", rule.intervalMs())
                .put("pointMs", rule.intervalMs() * perPoint);
        ArrayNode points = json.putArray("points");
        int at = 0;
        for (long point = rule.indexAt(period.startMs()) / perPoint; ; point++) {
            long fromMs = point * perPoint * rule.intervalMs();
            if (fromMs >= period.endMs()) {
                break;
            }
            Sum sum = new Sum();
            while (at < intervals.size() && intervals.get(at).index() < (point + 1) * perPoint) {
                sum.add(intervals.get(at++));
            }
            sum.put(points.addObject().put("from", fromMs).put("to", fromMs + perPoint * rule.intervalMs()));
        }
        putSegments(json, ledger);
        return json;
    }

    private static void putSegments(ObjectNode json, Ledger ledger) {
        ArrayNode segments = json.putArray("segments");
        ledger.segments().stream()
                .filter(segment -> segment.state() != IntervalState.UP)
                .limit(POINTS_MAX)
                .forEach(segment -> segments.addObject()
                        .put("from", segment.period().startMs())
                        .put("to", segment.period().endMs())
                        .put("state", segment.state().name()));
    }

    private static final class Sum {
        private final Delays.Builder delays = new Delays.Builder();
        private long sent;
        private long lost;
        private long notSent;

        void add(Interval interval) {
            delays.merge(interval.delays());
            sent += interval.sent();
            lost += interval.lost();
            notSent += interval.notSent();
        }

        void put(ObjectNode point) {
            Delays all = delays.build();
            point.put("sent", sent).put("lost", lost).put("notSent", notSent);
            if (all.count() == 0) {
                point.putNull("minUs").putNull("meanUs").putNull("p95Us").putNull("maxUs");
            } else {
                point.put("minUs", all.minNs() / NS_PER_US)
                        .put("meanUs", all.sumNs() / NS_PER_US / all.count())
                        .put("p95Us", all.percentileNs(PERCENT_95) / NS_PER_US)
                        .put("maxUs", all.maxNs() / NS_PER_US);
            }
        }
    }
}
