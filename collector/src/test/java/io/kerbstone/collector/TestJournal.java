package io.kerbstone.collector;

import io.kerbstone.identity.SigningKey;
import io.kerbstone.measurement.DeviceReadings;
import io.kerbstone.measurement.Observation;
import io.kerbstone.measurement.Outcome;
import io.kerbstone.measurement.Reading;
import io.kerbstone.time.ClockState;
import io.kerbstone.wire.Epoch;
import io.kerbstone.wire.FrameBody;
import io.kerbstone.wire.FrameCodec;
import io.kerbstone.wire.Hash;
import io.kerbstone.wire.ObservationBlock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Makes the chained, signed frames of one life of an agent's journal. */
public final class TestJournal {
    /** A plausible moment, ms since 1970 UTC: the start of an hour. */
    public static final long START_MS = 490_000L * 3_600_000;

    private final SigningKey key;
    private final String agentId;
    private final Epoch epoch;
    private long nextSequence = 1;
    private Hash previous = Hash.ZERO;

    public TestJournal(String agentId, SigningKey key) {
        this(agentId, key, Epoch.random());
    }

    public TestJournal(String agentId, SigningKey key, Epoch epoch) {
        this.agentId = agentId;
        this.key = key;
        this.epoch = epoch;
    }

    public Epoch epoch() {
        return epoch;
    }

    public long nextSequence() {
        return nextSequence;
    }

    /** A frame with these observations (times are ms since 1970 here) and readings. */
    public byte[] frame(
            long wallMs, List<Observation> observations, List<DeviceReadings> readings, String definitions) {
        ClockState clock = new ClockState("boot", wallMs * 1_000_000, wallMs * 1_000_000, true, 1_000_000);
        FrameBody body = new FrameBody(
                agentId,
                epoch,
                nextSequence++,
                previous,
                clock,
                ObservationBlock.of(new ArrayList<>(observations)),
                readings,
                Optional.empty(),
                Optional.ofNullable(definitions));
        byte[] bytes = FrameCodec.encode(body, key);
        previous = Hash.sha256(bytes);
        return bytes;
    }

    /** A frame with ten probes of one path, one a second, ending at that time. */
    public byte[] tenProbes(String pathId, long wallMs, Random random) {
        List<Observation> observations = new ArrayList<>();
        for (int i = 10; i > 0; i--) {
            long sentAtNs = (wallMs - i * 1_000L) * 1_000_000 + random.nextInt(1_000_000);
            Outcome outcome = random.nextInt(20) == 0
                    ? new Outcome.Lost(Outcome.LossReason.TIMEOUT)
                    : random.nextInt(20) == 0
                            ? new Outcome.NotMeasured(Outcome.NotMeasuredReason.STARVED)
                            : new Outcome.Replied(300_000 + random.nextInt(90_000), 5_000);
            observations.add(new Observation(pathId, sentAtNs, outcome));
        }
        return frame(wallMs, observations, List.of(), null);
    }

    /** A frame with one complete poll of a device. */
    public byte[] poll(String deviceId, long wallMs, double value) {
        Reading reading = Reading.number("cpu/usage", Reading.Kind.GAUGE, "%", value, "/proc/stat");
        DeviceReadings poll = new DeviceReadings(
                deviceId, "linux", wallMs * 1_000_000, DeviceReadings.Status.COMPLETE, List.of(reading));
        return frame(wallMs, List.of(), List.of(poll), null);
    }
}
