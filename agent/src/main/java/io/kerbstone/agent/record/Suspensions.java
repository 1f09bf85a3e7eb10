package io.kerbstone.agent.record;

import io.kerbstone.agent.clock.Suspension;
import io.kerbstone.measurement.DeviceReadings;
import io.kerbstone.measurement.Observation;
import io.kerbstone.time.ClockState;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The suspends of this machine, found by looking at the clock often, and what they mean for a batch. For one thread. */
final class Suspensions {
    /** Suspends remembered: nothing is under way for longer than these take. */
    static final int REMEMBERED_MAX = 16;

    private final Deque<Suspension> known = new ArrayDeque<>();
    private @Nullable ClockState last;

    /** A look at the clock; the more often, the less is called not measured around a suspend. */
    void look(ClockState now) {
        if (last != null && now.suspendedNs() > last.suspendedNs()) {
            known.addLast(
                    new Suspension(last.monotonicNs(), now.monotonicNs(), now.suspendedNs() - last.suspendedNs()));
            if (known.size() > REMEMBERED_MAX) {
                known.removeFirst();
            }
        }
        last = now;
    }

    /** A batch taken before the last look, as a frame made now has to tell it. */
    Batch applied(Batch batch) {
        List<Observation> observations = new ArrayList<>(batch.observations());
        List<DeviceReadings> polls = new ArrayList<>(batch.polls());
        for (Suspension suspension : known) {
            observations.replaceAll(suspension::applied);
            polls.replaceAll(suspension::applied);
        }
        return known.isEmpty() ? batch : new Batch(observations, polls);
    }
}
