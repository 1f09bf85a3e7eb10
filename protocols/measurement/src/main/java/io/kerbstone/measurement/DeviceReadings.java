package io.kerbstone.measurement;

import java.util.List;

/**
 * What one poll of a device gave.
 *
 * @param deviceId the device, same shape as a path id
 * @param profileId the profile that read it; empty when none was found
 * @param readAtNs monotonic time of the agent's current boot at which the poll began, ns
 * @param status whether the device answered
 * @param readings at most a few thousand; empty unless the device answered
 */
public record DeviceReadings(String deviceId, String profileId, long readAtNs, Status status, List<Reading> readings) {
    /** Copies the list. */
    public DeviceReadings {
        readings = List.copyOf(readings);
    }

    /** How the poll went. The codes stand on the wire: never reuse one. */
    public enum Status {
        /** Everything asked for came. */
        COMPLETE(0),
        /** Some tables broke off; what came is here. */
        PARTIAL(1),
        /** Nothing came within the waiting time. */
        NO_ANSWER(2),
        /** The device refused us (wrong community, user, key or level). */
        REFUSED(3),
        /** The agent could not ask (no socket, name did not resolve, overload). */
        NOT_MEASURED(4);

        private final int code;

        Status(int code) {
            this.code = code;
        }

        /** The number on the wire. */
        public int code() {
            return code;
        }
    }
}
