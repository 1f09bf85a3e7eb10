package io.kerbstone.agent.clock;

import io.kerbstone.measurement.DeviceReadings;
import io.kerbstone.measurement.Observation;
import io.kerbstone.measurement.Outcome;

/**
 * A suspend of the machine. What was under way over it was not measured, whatever came of it; what was before it is moved
 * back by its length, so that a frame made after it dates all that is in it alike. Immutable.
 *
 * @param beforeNs a monotonic moment known to be before it
 * @param afterNs a monotonic moment known to be after it
 * @param lengthNs how long it was
 */
public record Suspension(long beforeNs, long afterNs, long lengthNs) {
    /** An observation that came after {@code beforeNs}, in the monotonic time after this suspend. */
    public Observation applied(Observation observation) {
        if (observation.sentAtNs() - afterNs >= 0) {
            return observation;
        }
        long sentAtNs = observation.sentAtNs() - lengthNs;
        return isOver(observation.sentAtNs(), observation.outcome())
                ? new Observation(
                        observation.pathId(), sentAtNs, new Outcome.NotMeasured(Outcome.NotMeasuredReason.SUSPENDED))
                : new Observation(observation.pathId(), sentAtNs, observation.outcome());
    }

    /** A loss does not say when it was given up, so it may have been after. */
    private boolean isOver(long sentAtNs, Outcome outcome) {
        if (outcome instanceof Outcome.Replied replied) {
            return sentAtNs + replied.roundTripNs() - beforeNs > 0;
        }
        return outcome instanceof Outcome.Lost;
    }

    /** The same for what a poll gave: only its time. */
    public DeviceReadings applied(DeviceReadings poll) {
        return poll.readAtNs() - afterNs >= 0
                ? poll
                : new DeviceReadings(
                        poll.deviceId(), poll.profileId(), poll.readAtNs() - lengthNs, poll.status(), poll.readings());
    }
}
