package io.kerbstone.agent.record;

import io.kerbstone.agent.status.Counter;
import io.kerbstone.agent.status.Counters;
import io.kerbstone.measurement.DeviceReadings;
import io.kerbstone.measurement.Observation;
import io.kerbstone.measurement.Reading;
import io.kerbstone.wire.FrameLimits;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Where every measuring thread puts what it has until it is in a frame. Bounded: what does not fit is counted. Safe
 * for many threads. */
public final class Intake {
    /** Most observations that wait: 20 s of 10,000 paths probed each second. */
    public static final int OBSERVATIONS_MAX = 200_000;
    /** Most readings that wait. */
    public static final int READINGS_MAX = 100_000;
    /** Most observations in one frame: each may be of another path, and a frame has room for so many paths. */
    public static final int FRAME_OBSERVATIONS_MAX = FrameLimits.DEFAULT.blocks();
    /** Most readings in one frame, which at the longest texts stays below a frame's bytes. */
    public static final int FRAME_READINGS_MAX = 1_000;
    /** Longest text of a reading, characters. */
    public static final int TEXT_LENGTH_MAX = 200;

    private final Counters counters;
    private final Deque<Observation> observations = new ArrayDeque<>();
    private final Deque<DeviceReadings> polls = new ArrayDeque<>();
    private int readings;

    /** Empty; overflow goes to the counters. */
    public Intake(Counters counters) {
        this.counters = counters;
    }

    /** Takes an observation. */
    public void observe(Observation observation) {
        counters.add(Counter.OBSERVATIONS);
        synchronized (this) {
            if (observations.size() < OBSERVATIONS_MAX) {
                observations.addLast(observation);
                return;
            }
        }
        counters.add(Counter.INTAKE_FULL);
    }

    /** Takes what a poll gave, cut to what fits into frames. */
    public void read(DeviceReadings poll) {
        counters.add(Counter.POLLS);
        List<DeviceReadings> parts = parts(poll);
        synchronized (this) {
            if (readings + poll.readings().size() <= READINGS_MAX && polls.size() < READINGS_MAX) {
                polls.addAll(parts);
                readings += poll.readings().size();
                return;
            }
        }
        counters.add(Counter.INTAKE_POLLS_FULL);
    }

    /** Takes out what goes into one frame. */
    public synchronized Batch take() {
        List<Observation> some = new ArrayList<>();
        while (!observations.isEmpty() && some.size() < FRAME_OBSERVATIONS_MAX) {
            some.add(observations.removeFirst());
        }
        List<DeviceReadings> somePolls = new ArrayList<>();
        int taken = 0;
        while (!polls.isEmpty()
                && taken + polls.getFirst().readings().size() <= FRAME_READINGS_MAX
                && somePolls.size() < FRAME_READINGS_MAX / 4) {
            DeviceReadings poll = polls.removeFirst();
            somePolls.add(poll);
            taken += poll.readings().size();
        }
        readings -= taken;
        return new Batch(some, somePolls);
    }

    /** Observations that wait. */
    public synchronized int size() {
        return observations.size();
    }

    /** Whether more waits than one frame takes. */
    public synchronized boolean isMoreThanAFrame() {
        return observations.size() > FRAME_OBSERVATIONS_MAX
                || readings > FRAME_READINGS_MAX
                || polls.size() >= FRAME_READINGS_MAX / 4;
    }

    /** Whether nothing waits. */
    public synchronized boolean isEmpty() {
        return observations.isEmpty() && polls.isEmpty();
    }

    /** A poll with more readings than a frame takes becomes several of the same moment. */
    private List<DeviceReadings> parts(DeviceReadings poll) {
        List<Reading> all = poll.readings().stream().map(this::cut).toList();
        List<DeviceReadings> parts = new ArrayList<>();
        int from = 0;
        do {
            int to = Math.min(all.size(), from + FRAME_READINGS_MAX);
            parts.add(new DeviceReadings(
                    poll.deviceId(), poll.profileId(), poll.readAtNs(), poll.status(), all.subList(from, to)));
            from = to;
        } while (from < all.size());
        return parts;
    }

    private Reading cut(Reading reading) {
        String text = reading.text();
        if (text == null || text.length() <= TEXT_LENGTH_MAX) {
            return reading;
        }
        counters.add(Counter.READINGS_CUT);
        return new Reading(
                reading.series(),
                reading.kind(),
                reading.unit(),
                reading.value(),
                text.substring(0, TEXT_LENGTH_MAX),
                reading.quality(),
                reading.source());
    }
}
