package io.kerbstone.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SchedulingTest {
    @Test
    void shouldReadWhatTheKernelWritesWhenItCountsEverything() {
        assertEquals(56_914, Scheduling.runDelayNs("1 56914 1\n"));
        String stat =
                "cpu  346220 0 23931 114444 913 0 191 335 0 0\ncpu0 1 0 0 0 0 0 0 0 0 0\ncpu1 1 0 0 0 0 0 0 0 0 0\nintr 7\n";
        assertEquals(335 * 10_000_000L / 2, Scheduling.stealNs(stat));
        assertEquals(71_000, Scheduling.throttledNs("usage_usec 5\nnr_throttled 1\nthrottled_usec 71\n"));
        assertEquals(71, Scheduling.throttledNs("nr_periods 9\nnr_throttled 1\nthrottled_time 71\n"));
    }

    @Test
    void shouldBeZeroWhenTheKernelDoesNotCount() {
        assertEquals(0, Scheduling.runDelayNs(""));
        assertEquals(0, Scheduling.runDelayNs("what"));
        assertEquals(0, Scheduling.stealNs(""));
        assertEquals(0, Scheduling.stealNs("cpu  1 2 3 4\n"));
        assertEquals(0, Scheduling.throttledNs("nr_periods 9\n"));
    }

    @Test
    void shouldOnlyRiseWhenTheSameThreadReadsAgain() {
        Scheduling first = Scheduling.read();
        Scheduling more = Scheduling.read().since(first);
        assertTrue(more.runDelayNs() >= 0 && more.stealNs() >= 0 && more.throttledNs() >= 0, more.toString());
        assertTrue(more.pressureNs() >= 0, more.toString());
    }
}
