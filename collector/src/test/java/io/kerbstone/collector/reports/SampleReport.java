package io.kerbstone.collector.reports;

import io.kerbstone.collector.registry.GroupRecord;
import io.kerbstone.measurement.Delays;
import io.kerbstone.measurement.GroupIndicators;
import io.kerbstone.measurement.GroupPolicy;
import io.kerbstone.measurement.Interval;
import io.kerbstone.measurement.Outcome;
import io.kerbstone.measurement.PathIndicators;
import io.kerbstone.measurement.Period;
import io.kerbstone.measurement.Reasons;
import io.kerbstone.measurement.Rule;
import io.kerbstone.measurement.Target;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A month of a small street, made up from a seed. */
final class SampleReport {
    static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    static final ReportPeriod OCTOBER = ((ReportPeriod.Parsed) ReportPeriod.parse("2026-10", ZONE)).period();

    /** A router that said unreachable, silence, and a starved agent. */
    static final Reasons REASONS = new Reasons(
            Map.of(Outcome.LossReason.UNREACHABLE, 9L, Outcome.LossReason.TIMEOUT, 3L),
            Map.of(Outcome.NotMeasuredReason.STARVED, 40L));

    private SampleReport() {}

    /** A report of these paths, all by one rule, of a group whose name may be hostile. */
    static AvailabilityReport of(String groupName, List<String> names, List<PathIndicators> figures, Period period) {
        List<AvailabilityReport.Member> members = new ArrayList<>();
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            ids.add("p" + i);
            members.add(new AvailabilityReport.Member(
                    "p" + i, names.get(i), "192.0.2." + i, "one", "东门机柜", Rule.MINUTE, Causes.NONE, REASONS));
        }
        GroupRecord group =
                new GroupRecord("east", groupName, new GroupPolicy(GroupPolicy.Kind.ALL, 1), ids, Target.DEFAULT);
        GroupIndicators indicators = new GroupIndicators(
                GroupIndicators.combine(
                        period,
                        group.policy(),
                        figures.stream().map(PathIndicators::ledger).toList(),
                        List.of()),
                figures);
        return new AvailabilityReport(
                new ReportPeriod("2026-10", period),
                ZONE,
                period.endMs() + 3_600_000,
                group,
                indicators,
                Causes.NONE,
                members,
                List.of());
    }

    /** October with a good, a flapping, a badly measured, a slow and an unmeasured path. */
    static AvailabilityReport october() {
        Period period = OCTOBER.period();
        return of(
                "东城区 路口接入",
                List.of("东门 ↔ 西门", "东门 ↔ 南门交换机", "电台网关 R-7", "视频网关 V-2（4G 备份）", "北门机柜"),
                List.of(
                        path(
                                1,
                                minute -> minute % 20_000 == 7_000 ? 60 : minute % 977 == 0 ? 1 : 0,
                                minute -> 60,
                                900_000),
                        path(
                                2,
                                minute -> (minute > 12_000 && minute < 12_190) || minute % 2_900 < 4 ? 60 : 0,
                                minute -> 60,
                                1_400_000),
                        path(
                                3,
                                minute -> minute == 30_000 ? 60 : 0,
                                minute -> minute > 5_000 && minute < 11_000 ? 0 : 60,
                                1_200_000),
                        path(4, minute -> minute % 3 == 0 ? 2 : 0, minute -> 60, 48_000_000),
                        path(5, minute -> 0, minute -> 0, 0)),
                period);
    }

    /** Counts per minute of the month. */
    interface Counts {
        int at(int minute);
    }

    private static PathIndicators path(int seed, Counts lost, Counts sent, long delayNs) {
        Random random = new Random(seed);
        Period period = OCTOBER.period();
        List<Interval> intervals = new ArrayList<>();
        for (int minute = 0; minute < period.lengthMs() / 60_000; minute++) {
            Delays.Builder delays = new Delays.Builder();
            int replies = Math.max(0, sent.at(minute) - lost.at(minute));
            for (int i = 0; i < Math.min(replies, 4); i++) {
                delays.add((long) (delayNs * (1 + Math.abs(random.nextGaussian()) / 5)), 22_000);
                delays.addVariation(delayNs / 10);
            }
            intervals.add(new Interval(
                    period.startMs() / 60_000 + minute,
                    sent.at(minute),
                    Math.min(sent.at(minute), lost.at(minute)),
                    0,
                    delays.build()));
        }
        return PathIndicators.judge(period, Rule.MINUTE, List.of(), intervals.iterator());
    }
}
