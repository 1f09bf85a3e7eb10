package io.kerbstone.wire;

import io.kerbstone.identity.Certificates;
import io.kerbstone.measurement.DeviceReadings;
import java.nio.charset.StandardCharsets;

/** What an encoder refuses to sign: a body that no decoder would take. Stateless. */
final class BodyLimits {
    private BodyLimits() {}

    /**
     * Checks counts, ids and lengths.
     *
     * @throws IllegalArgumentException naming the dimension that is above its limit
     */
    static void check(FrameBody body, FrameLimits limits) {
        atMost("paths in a frame", body.observations().size(), limits.blocks());
        atMost("observations in a frame", body.observationCount(), limits.observations());
        for (ObservationBlock block : body.observations()) {
            atMost("observations of path " + block.pathId(), block.size(), limits.observationsPerBlock());
        }
        atMost("polls in a frame", body.readings().size(), limits.polls());
        int readings = 0;
        for (DeviceReadings poll : body.readings()) {
            id("device id", poll.deviceId());
            if (!poll.profileId().isEmpty()) {
                id("profile id", poll.profileId());
            }
            readings += poll.readings().size();
        }
        atMost("readings in a frame", readings, limits.readings());
        atMost("characters of a boot id", body.clock().bootId().length(), FrameLimits.BOOT_ID_CHARS_MAX);
        body.definitions()
                .ifPresent(json -> atMost(
                        "bytes of definitions",
                        json.getBytes(StandardCharsets.UTF_8).length,
                        limits.definitionsBytes()));
    }

    private static void id(String what, String id) {
        if (!Certificates.isId(id)) {
            throw new IllegalArgumentException("not a " + what + ": " + id);
        }
    }

    private static void atMost(String what, int count, int max) {
        if (count > max) {
            throw new IllegalArgumentException("too many " + what + ": " + count + ", at most " + max);
        }
    }
}
