package io.kerbstone.measurement;

import java.util.List;

/**
 * What is known of a path beside its observations: the address its name resolved to, late and duplicate replies, phases
 * of a request, one-way delays, a certificate's end. They travel as {@link DeviceReadings} of the profile {@link #PROFILE}
 * whose device id is the path's id. Stateless.
 */
public final class PathFacts {
    /** The profile that marks readings as facts about a path; no device profile may be called so. */
    public static final String PROFILE = "path";

    private PathFacts() {}

    /** Facts of a path read at that monotonic time, ns. */
    public static DeviceReadings of(String pathId, long readAtNs, List<Reading> facts) {
        return new DeviceReadings(pathId, PROFILE, readAtNs, DeviceReadings.Status.COMPLETE, facts);
    }

    /** Whether these are facts about a path. */
    public static boolean isFacts(DeviceReadings poll) {
        return poll.profileId().equals(PROFILE);
    }
}
