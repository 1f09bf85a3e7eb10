package io.kerbstone.wire;

import io.kerbstone.identity.Certificates;
import io.kerbstone.measurement.DeviceReadings;
import io.kerbstone.time.ClockState;
import java.util.List;
import java.util.Optional;

/**
 * What one frame says: a batch of what an agent measured, at its place in the agent's chain.
 *
 * @param agentId who measured, an id
 * @param epoch the life of the journal the frame belongs to
 * @param sequence the frame's number in that epoch, from 1
 * @param previous hash of the frame before it, {@link Hash#ZERO} for the first
 * @param clock maps the monotonic times in this frame to dates; of the same boot as all of them
 * @param observations columns of probes, one block per path
 * @param readings what polls of devices gave
 * @param gap frames of this epoch that are gone for good
 * @param definitions JSON of the agent's local paths and devices, in the first frame of each run
 */
public record FrameBody(
        String agentId,
        Epoch epoch,
        long sequence,
        Hash previous,
        ClockState clock,
        List<ObservationBlock> observations,
        List<DeviceReadings> readings,
        Optional<Gap> gap,
        Optional<String> definitions) {
    /** Copies the lists and checks id and sequence. */
    public FrameBody {
        if (!Certificates.isId(agentId)) {
            throw new IllegalArgumentException("not an agent id: " + agentId);
        }
        if (sequence < 1) {
            throw new IllegalArgumentException("sequences begin with 1, not " + sequence);
        }
        observations = List.copyOf(observations);
        readings = List.copyOf(readings);
    }

    /** A body without gap and definitions. */
    public static FrameBody of(
            String agentId,
            Epoch epoch,
            long sequence,
            Hash previous,
            ClockState clock,
            List<ObservationBlock> observations,
            List<DeviceReadings> readings) {
        return new FrameBody(
                agentId, epoch, sequence, previous, clock, observations, readings, Optional.empty(), Optional.empty());
    }

    /** Number of observations of all paths. */
    public int observationCount() {
        int count = 0;
        for (ObservationBlock block : observations) {
            count += block.size();
        }
        return count;
    }
}
