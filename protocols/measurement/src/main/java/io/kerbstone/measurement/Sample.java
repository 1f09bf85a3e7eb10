package io.kerbstone.measurement;

import io.kerbstone.measurement.Outcome.LossReason;
import java.util.EnumMap;
import java.util.Map;

/**
 * A set of observations of one path, counted (RFC 2330, section 10). Immutable.
 *
 * @param sent probes that were answered or lost
 * @param lost those of them without a valid reply in time
 * @param notSent probes due but not sent, or not usable
 * @param lostBecause the lost ones by reason; reasons that did not occur are absent
 * @param delays round-trip delays of the answered ones
 */
public record Sample(long sent, long lost, long notSent, Map<LossReason, Integer> lostBecause, Delays delays) {
    /** Copies the map. */
    public Sample {
        lostBecause = Map.copyOf(lostBecause);
    }

    /** A sample while it grows. Owned by one thread. */
    public static final class Builder {
        private final Delays.Builder delays = new Delays.Builder();
        private final Map<LossReason, Integer> lostBecause = new EnumMap<>(LossReason.class);
        private int ended;
        private int lost;
        private int notSent;

        /** Adds the outcome of one probe. */
        public Builder add(Outcome outcome) {
            ended++;
            if (outcome instanceof Outcome.Replied replied) {
                delays.add(replied.roundTripNs(), replied.errorBoundNs());
            } else if (outcome instanceof Outcome.Lost was) {
                lost++;
                lostBecause.merge(was.reason(), 1, Integer::sum);
            } else {
                notSent++;
            }
            return this;
        }

        /** Outcomes added. */
        public int size() {
            return ended;
        }

        /** What was added so far. */
        public Sample build() {
            return new Sample(ended - (long) notSent, lost, notSent, lostBecause, delays.build());
        }
    }
}
