package io.kerbstone.snmp;

import io.kerbstone.measurement.DeviceReadings;

/** Why a request to a device gave no values. */
public enum Failure {
    /** Nothing came within the waiting time; by v2c also what a wrong community looks like. */
    TIMEOUT(DeviceReadings.Status.NO_ANSWER),
    /** usmStatsUnknownUserNames (RFC 3414, section 5). */
    UNKNOWN_USER(DeviceReadings.Status.REFUSED),
    /** usmStatsWrongDigests: the authentication key or protocol is not the device's. */
    WRONG_AUTH_KEY(DeviceReadings.Status.REFUSED),
    /** usmStatsDecryptionErrors: the privacy key or protocol is not the device's. */
    WRONG_PRIV_KEY(DeviceReadings.Status.REFUSED),
    /** usmStatsUnsupportedSecLevels. */
    UNSUPPORTED_LEVEL(DeviceReadings.Status.REFUSED),
    /** usmStatsNotInTimeWindows, even after the device's time was taken over. */
    NOT_IN_TIME_WINDOW(DeviceReadings.Status.REFUSED),
    /** noAccess or authorizationError (RFC 3416, section 3), or snmpUnknownContexts: known, but may not read this. */
    NO_ACCESS(DeviceReadings.Status.REFUSED),
    /** The answer would not fit a message. */
    TOO_BIG(DeviceReadings.Status.PARTIAL),
    /** Another error-status of RFC 3416, or a report we have no name for. */
    DEVICE_ERROR(DeviceReadings.Status.PARTIAL),
    /** An answer that is no answer to what was asked. */
    MALFORMED(DeviceReadings.Status.PARTIAL),
    /** The request did not leave this machine. */
    NOT_SENT(DeviceReadings.Status.NOT_MEASURED),
    /** The reader's bound on outstanding work was reached. */
    OVERLOADED(DeviceReadings.Status.NOT_MEASURED),
    /** The reader is closed. */
    CLOSED(DeviceReadings.Status.NOT_MEASURED);

    private final DeviceReadings.Status status;

    Failure(DeviceReadings.Status status) {
        this.status = status;
    }

    /** How a poll went of which this was the only answer. */
    public DeviceReadings.Status status() {
        return status;
    }

    /** Whether the device answered that it will not. */
    public boolean isRefused() {
        return status == DeviceReadings.Status.REFUSED;
    }

    /** Whether nothing is known about the device, because we could not ask. */
    public boolean isOurs() {
        return status == DeviceReadings.Status.NOT_MEASURED;
    }
}
