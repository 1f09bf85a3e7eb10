package io.kerbstone.agent.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kerbstone.measurement.Observation;
import io.kerbstone.measurement.Outcome;
import io.kerbstone.measurement.Sample;
import io.kerbstone.settings.PathDefinition;
import io.kerbstone.time.MonotonicClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProbeSeriesTest {
    private static final long MS = 1_000_000L;
    private static final PathDefinition PATH = PathDefinition.icmp("p", "192.0.2.1");

    @Test
    void shouldCountEveryProbeWhenAnswersComeFromOtherThreadsAndLate() throws Exception {
        List<Long> dueNs = new ArrayList<>();
        PathProber prober = (path, device, due, to) -> {
            int number = dueNs.size();
            dueNs.add(due);
            Outcome outcome =
                    switch (number) {
                        case 0 -> new Outcome.Lost(Outcome.LossReason.REFUSED);
                        case 1 -> new Outcome.NotMeasured(Outcome.NotMeasuredReason.UNRESOLVED);
                        default -> new Outcome.Replied(1_000L * number, 5);
                    };
            CompletableFuture.delayedExecutor(30, TimeUnit.MILLISECONDS)
                    .execute(() -> to.accept(new Observation(path.id(), due, outcome)));
        };

        Sample sample = ProbeSeries.run(PATH, prober, 5, 10 * MS, MonotonicClock.SYSTEM);

        assertEquals(4, sample.sent());
        assertEquals(1, sample.lost());
        assertEquals(1, sample.notSent());
        assertEquals(Map.of(Outcome.LossReason.REFUSED, 1), sample.lostBecause());
        assertEquals(3, sample.delays().count());
        assertEquals(9_000, sample.delays().sumNs());
        for (int i = 1; i < 5; i++) {
            assertTrue(dueNs.get(i) - dueNs.get(i - 1) >= 10 * MS, dueNs.toString());
        }
    }
}
