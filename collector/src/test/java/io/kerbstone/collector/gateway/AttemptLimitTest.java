package io.kerbstone.collector.gateway;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class AttemptLimitTest {
    private final AttemptLimit limit = new AttemptLimit();

    @Test
    void shouldAdmitUpToTheBoundPerAddressAndAgainWhenTheWindowIsOver() {
        for (int i = 0; i < AttemptLimit.PER_ADDRESS; i++) {
            assertTrue(limit.admits("a", 1_000));
        }
        assertFalse(limit.admits("a", 1_000 + AttemptLimit.WINDOW_MS - 1));
        assertTrue(limit.admits("b", 1_000));
        assertTrue(limit.admits("a", 1_000 + AttemptLimit.WINDOW_MS));
    }

    @Test
    void shouldRefuseWhenTheBoundOfAllIsReachedFromManyAddresses() {
        for (int i = 0; i < AttemptLimit.IN_ALL; i++) {
            assertTrue(limit.admits("a" + i, 5));
        }
        assertFalse(limit.admits("new", 5));
    }
}
