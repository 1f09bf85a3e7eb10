package io.kerbstone.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kerbstone.measurement.Observation;
import io.kerbstone.measurement.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;

class ObservationBlockTest {
    @Test
    void shouldSortByPathAndSendTimeWhenObservationsComeInAnyOrder() {
        Outcome lost = new Outcome.Lost(Outcome.LossReason.UNREACHABLE);
        Outcome skipped = new Outcome.NotMeasured(Outcome.NotMeasuredReason.STARVED);
        List<ObservationBlock> blocks = ObservationBlock.of(List.of(
                new Observation("b", 5_000_000, lost),
                new Observation("a", 9_000_000, new Outcome.Replied(1_000, 10)),
                new Observation("b", 1_000_000, skipped),
                new Observation("a", 3_000_000, new Outcome.Replied(2_000, 30))));
        assertEquals(
                List.of("a", "b"), blocks.stream().map(ObservationBlock::pathId).toList());
        ObservationBlock a = blocks.get(0);
        assertEquals(2, a.size());
        assertEquals(3_000_000, a.sentAtNs(0));
        assertEquals(2_000, a.roundTripNs(0));
        assertTrue(a.isReplied(1));
        ObservationBlock b = blocks.get(1);
        assertEquals(skipped, b.outcome(0));
        assertEquals(lost, b.outcome(1));
        assertFalse(b.isLost(0));
        assertTrue(b.isLost(1));
        assertEquals(0, b.errorBoundNs());
        assertEquals(new Observation("b", 5_000_000, lost), b.observation(1));
        assertThrows(IllegalStateException.class, () -> b.roundTripNs(1));
    }

    @Test
    void shouldCoverTheRoundingWhenTheErrorBoundIsTaken() {
        for (long exactNs = 1_000; exactNs < 1_300; exactNs += 7) {
            ObservationBlock block = ObservationBlock.of(
                            List.of(new Observation("a", 123_456_789, new Outcome.Replied(exactNs, 20))))
                    .get(0);
            assertEquals(123_400_000, block.sentAtNs(0));
            long error = Math.abs(block.roundTripNs(0) - exactNs);
            assertTrue(error <= 50, "rounded to nearest");
            assertTrue(block.errorBoundNs() >= error + 20, "the bound covers measurement and rounding");
            assertEquals(0, block.errorBoundNs() % ObservationBlock.DELAY_UNIT_NS);
        }
    }
}
