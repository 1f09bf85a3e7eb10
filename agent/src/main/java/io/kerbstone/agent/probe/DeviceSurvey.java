package io.kerbstone.agent.probe;

import io.kerbstone.measurement.DeviceReadings.Status;
import io.kerbstone.measurement.Oid;
import io.kerbstone.measurement.Varbind;
import io.kerbstone.profiles.PollPlan;
import io.kerbstone.profiles.Profile;
import io.kerbstone.profiles.ProfileCatalogue;
import io.kerbstone.settings.DeviceDefinition;
import io.kerbstone.snmp.SnmpAnswer;
import io.kerbstone.snmp.SnmpReader;
import io.kerbstone.snmp.SnmpTarget;
import io.kerbstone.snmp.WalkLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Reads one device completely: who it is, which profile fits, then everything that profile wants. One request at a time,
 * so that a small device is not flooded. One use; driven by the SNMP reader's thread.
 */
public final class DeviceSurvey {
    /** Objects in one GET, which also old devices answer. */
    public static final int SCALARS_PER_GET = 16;
    /** Waiting time of each request when nothing else is said, ms. */
    public static final long WAITING_TIME_MS = 3_000;
    /** Longest walk of one table, ms. */
    public static final long WALK_MS_MAX = 30_000;
    /** Most rows of one table. */
    public static final int ROWS_MAX = 4_096;

    private final SnmpReader reader;
    private final SnmpTarget target;
    private final long waitingTimeMs;
    private final List<Varbind> varbinds = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    private DeviceSurvey(SnmpReader reader, SnmpTarget target, long waitingTimeMs) {
        this.reader = reader;
        this.target = target;
        this.waitingTimeMs = waitingTimeMs;
    }

    /**
     * What came.
     *
     * @param status as a whole
     * @param profile the one used; empty when the device did not even say who it is
     * @param varbinds everything it answered
     * @param notes what was wrong, as sentences
     */
    public record Result(Status status, Optional<Profile> profile, List<Varbind> varbinds, List<String> notes) {
        /** Copies the lists. */
        public Result {
            varbinds = List.copyOf(varbinds);
            notes = List.copyOf(notes);
        }
    }

    /** Begins; the future never completes exceptionally for anything a device does. */
    public static CompletableFuture<Result> start(
            SnmpReader reader, SnmpTarget target, ProfileCatalogue catalogue, String profileId, long waitingTimeMs) {
        return new DeviceSurvey(reader, target, waitingTimeMs).run(catalogue, profileId);
    }

    private CompletableFuture<Result> run(ProfileCatalogue catalogue, String profileId) {
        List<Oid> who = List.of(PollPlan.SYS_OBJECT_ID, PollPlan.SYS_DESCR, PollPlan.SYS_UP_TIME);
        return reader.get(target, who, waitingTimeMs).thenCompose(answer -> {
            if (answer instanceof SnmpAnswer.Failed failed) {
                notes.add(failed.sentence());
                return CompletableFuture.completedFuture(
                        new Result(failed.failure().status(), Optional.empty(), List.of(), notes));
            }
            take(answer);
            Profile profile = choose(catalogue, profileId);
            PollPlan plan = PollPlan.of(profile);
            return scalars(
                            plan.scalars().stream()
                                    .filter(oid -> !who.contains(oid))
                                    .toList(),
                            0)
                    .thenCompose(nothing -> tables(plan.tables(), 0))
                    .thenApply(nothing -> new Result(
                            notes.isEmpty() ? Status.COMPLETE : Status.PARTIAL, Optional.of(profile), varbinds, notes));
        });
    }

    private Profile choose(ProfileCatalogue catalogue, String profileId) {
        Optional<Profile> named =
                profileId.equals(DeviceDefinition.PROFILE_AUTO) ? Optional.empty() : catalogue.profile(profileId);
        return named.orElseGet(() -> catalogue.match(
                value(PollPlan.SYS_OBJECT_ID)
                        .filter(varbind -> varbind.type() == Varbind.Type.OBJECT_ID)
                        .map(varbind -> Oid.parse(varbind.text())),
                value(PollPlan.SYS_DESCR).map(Varbind::text).orElse("")));
    }

    private Optional<Varbind> value(Oid oid) {
        return varbinds.stream()
                .filter(varbind -> varbind.oid().equals(oid) && varbind.isPresent())
                .findFirst();
    }

    private CompletableFuture<Boolean> scalars(List<Oid> oids, int from) {
        if (from >= oids.size()) {
            return CompletableFuture.completedFuture(true);
        }
        int to = Math.min(oids.size(), from + SCALARS_PER_GET);
        return reader.get(target, oids.subList(from, to), waitingTimeMs).thenCompose(answer -> {
            take(answer);
            return scalars(oids, to);
        });
    }

    private CompletableFuture<Boolean> tables(List<PollPlan.Table> tables, int index) {
        if (index >= tables.size()) {
            return CompletableFuture.completedFuture(true);
        }
        WalkLimits limits = new WalkLimits(ROWS_MAX, 32, waitingTimeMs, Math.max(WALK_MS_MAX, waitingTimeMs));
        return reader.walk(target, tables.get(index).columns(), limits).thenCompose(answer -> {
            take(answer);
            return tables(tables, index + 1);
        });
    }

    private void take(SnmpAnswer answer) {
        if (answer instanceof SnmpAnswer.Values values) {
            varbinds.addAll(values.varbinds());
            if (!values.note().isEmpty()) {
                notes.add(values.note());
            }
        } else if (answer instanceof SnmpAnswer.Failed failed) {
            notes.add(failed.sentence());
        }
    }
}
