package io.kerbstone.agent.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kerbstone.measurement.DeviceReadings;
import io.kerbstone.measurement.PathFacts;
import io.kerbstone.measurement.Reading;
import io.kerbstone.measurement.Reading.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FactBookTest {
    private final List<DeviceReadings> told = new ArrayList<>();
    private final FactBook book = new FactBook(told::add);

    private static List<Reading> facts(String address, double seconds) {
        return List.of(
                Reading.text("address", Kind.STATE, address, ""),
                Reading.number("phase/connect", Kind.GAUGE, "s", seconds, ""));
    }

    @Test
    void shouldTellOnceAPeriodWhenOnlyNumbersChange() {
        for (long nowNs = 0; nowNs < 3 * FactBook.PERIOD_NS; nowNs += 1_000_000_000L) {
            book.tell("p", nowNs, facts("192.0.2.1", nowNs / 1e9));
        }

        assertEquals(
                List.of(0L, FactBook.PERIOD_NS, 2 * FactBook.PERIOD_NS),
                told.stream().map(DeviceReadings::readAtNs).toList());
        assertTrue(PathFacts.isFacts(told.get(0)));
        assertEquals("p", told.get(0).deviceId());
    }

    @Test
    void shouldTellAtOnceWhenATextChanges() {
        book.tell("p", 0, facts("192.0.2.1", 0));
        book.tell("p", FactBook.CHANGE_NS, facts("192.0.2.2", 0));

        assertEquals(2, told.size());
    }

    @Test
    void shouldTellAFlappingTextNoMoreOftenThanTheBound() {
        for (int second = 0; second < 60; second++) {
            book.tell("p", second * 1_000_000_000L, facts("192.0.2." + second % 2, 0));
        }

        assertTrue(told.size() <= 60_000_000_000L / FactBook.CHANGE_NS, told.size() + " reports in a minute");
    }

    @Test
    void shouldStaySilentWhenNothingIsKnown() {
        book.tell("p", 0, List.of());

        assertTrue(told.isEmpty());
    }

    @Test
    void shouldRememberNoMorePathsThanTheBound() {
        for (int i = 0; i < FactBook.PATHS_MAX + 5; i++) {
            book.tell("p" + i, 0, facts("192.0.2.1", 0));
        }

        assertEquals(FactBook.PATHS_MAX, book.size());
        assertEquals(FactBook.PATHS_MAX + 5, told.size());
        book.keepOnly(Set.of("p1", "p2"));
        assertEquals(2, book.size());
    }
}
