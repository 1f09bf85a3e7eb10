package io.kerbstone.wire;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kerbstone.identity.SigningKey;
import io.kerbstone.measurement.Observation;
import io.kerbstone.measurement.Outcome;
import io.kerbstone.time.ClockState;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Bytes per sample of whole signed frames; {@code docs/wire-format.md}, "Size", has the table this prints. */
class FrameSizeTest {
    private static final long NOW_NS = 86_400_000_000_000L;
    private static final SigningKey KEY = SigningKey.of(new byte[32]);
    private static final int SAMPLES = 10;

    private static double bytesPerSample(int paths, double sendJitterUs, double delayNoiseUs, double lossRatio) {
        Random random = new Random(1);
        List<Observation> observations = new ArrayList<>();
        for (int path = 0; path < paths; path++) {
            String id = String.format("sw%04d", 7 * path + 100);
            long phaseNs = random.nextLong(1_000_000_000L);
            double baseUs = 200 + random.nextInt(800);
            for (int i = 0; i < SAMPLES; i++) {
                long atNs = NOW_NS
                        - 10_000_000_000L
                        + phaseNs
                        + i * 1_000_000_000L
                        + (long) Math.abs(random.nextGaussian() * sendJitterUs * 1000);
                long delayNs = (long) (1000 * (baseUs + Math.abs(random.nextGaussian() * delayNoiseUs)));
                Outcome outcome = random.nextDouble() < lossRatio
                        ? new Outcome.Lost(Outcome.LossReason.TIMEOUT)
                        : new Outcome.Replied(delayNs, 1000 + random.nextInt(2000));
                observations.add(new Observation(id, atNs, outcome));
            }
        }
        ClockState clock = new ClockState(
                "0f8fad5b-d9cb-469f-a165-70867728950e", NOW_NS, 1_790_000_000_000_000_000L, true, 1_000_000);
        FrameBody body = FrameBody.of(
                "agent7",
                new Epoch(1, 2),
                100_000,
                Hash.sha256(new byte[0]),
                clock,
                ObservationBlock.of(observations),
                List.of());
        return (double) FrameCodec.encode(body, KEY).length / observations.size();
    }

    @Test
    void shouldTakeAtMostFourBytesForASampleWhenAFrameHoldsTwoHundred() {
        double[][] conditions = {
            {30, 5, 0}, {100, 20, 0}, {100, 20, 0.01}, {100, 50, 0.01}, {1000, 100, 0.01}, {1000, 1000, 0.05}
        };
        StringBuilder table = new StringBuilder("bytes per sample, signature included (10 samples a path)\n");
        table.append("send jitter us | delay noise us | loss | 20 paths | 50 paths | 200 paths\n");
        for (double[] c : conditions) {
            table.append(String.format(
                    "%14.0f | %14.0f | %4.2f | %8.2f | %8.2f | %9.2f%n",
                    c[0],
                    c[1],
                    c[2],
                    bytesPerSample(20, c[0], c[1], c[2]),
                    bytesPerSample(50, c[0], c[1], c[2]),
                    bytesPerSample(200, c[0], c[1], c[2])));
        }
        System.out.println(table);
        assertTrue(bytesPerSample(20, 100, 20, 0) <= 4.0, table::toString);
        assertTrue(bytesPerSample(50, 1000, 100, 0.01) <= 4.0, table::toString);
    }
}
