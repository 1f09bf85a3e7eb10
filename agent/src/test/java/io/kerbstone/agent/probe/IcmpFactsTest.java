package io.kerbstone.agent.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kerbstone.agent.record.Intake;
import io.kerbstone.agent.status.Counters;
import io.kerbstone.icmp.PathCounts;
import io.kerbstone.icmp.ProberCounters;
import io.kerbstone.linux.Scheduling;
import io.kerbstone.measurement.DeviceReadings;
import io.kerbstone.measurement.PathFacts;
import io.kerbstone.measurement.Reading;
import io.kerbstone.settings.PathDefinition;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IcmpFactsTest {
    private static final long SECOND = 1_000_000_000L;
    private static final PathDefinition NAMED = PathDefinition.icmp("named", "camera.example.org");
    private static final PathDefinition NUMBERED = PathDefinition.icmp("numbered", "192.0.2.1");

    private final Intake intake = new Intake(new Counters());
    private final IcmpFacts facts = new IcmpFacts("agent.host", intake);

    @Test
    void shouldTellTheAddressAtStartWhenItChangesAndOnceAnHour() throws Exception {
        Optional<InetAddress> one = Optional.of(InetAddress.getByName("192.0.2.7"));
        Optional<InetAddress> other = Optional.of(InetAddress.getByName("192.0.2.8"));
        facts.replace(List.of(NAMED, NUMBERED));
        facts.probed(NAMED, Optional.empty(), 0);
        facts.probed(NUMBERED, one, 0);
        assertEquals(List.of(), taken());

        facts.probed(NAMED, one, SECOND);
        facts.probed(NAMED, one, 2 * SECOND);
        facts.probed(NAMED, Optional.empty(), 3 * SECOND);
        facts.probed(NAMED, other, 4 * SECOND);
        facts.probed(NAMED, other, 3_603 * SECOND);
        facts.probed(NAMED, other, 3_604 * SECOND);
        List<DeviceReadings> told = taken();
        assertEquals(
                List.of(SECOND, 4 * SECOND, 3_604 * SECOND),
                told.stream().map(DeviceReadings::readAtNs).toList());
        assertTrue(told.stream().allMatch(PathFacts::isFacts));
        assertEquals(
                Reading.text("address", Reading.Kind.IDENTITY, "192.0.2.8", "camera.example.org"),
                told.get(1).readings().get(0));

        facts.replace(List.of(NAMED));
        facts.probed(NAMED, other, 3_605 * SECOND);
        assertEquals(1, taken().size(), "a new assignment tells it anew");
    }

    @Test
    void shouldTellOnlyWhatHappenedAndAtMostOnceAMinute() {
        assertTrue(facts.isTime(0));
        facts.counted(Map.of(), counters(0, 0), 0);
        assertFalse(facts.isTime(59 * SECOND));
        assertTrue(facts.isTime(60 * SECOND));
        facts.counted(Map.of("p", new PathCounts.Count(2, 0, 0)), counters(0, 0), 60 * SECOND);
        List<DeviceReadings> told = taken();
        assertEquals(1, told.size());
        assertEquals(
                List.of(Reading.number("late", Reading.Kind.GAUGE, "", 2, "icmp")),
                told.get(0).readings());

        facts.counted(Map.of("p", new PathCounts.Count(0, 1, 3)), counters(3, 700_000_000), 120 * SECOND);
        told = taken();
        assertEquals(2, told.size(), "the path, and the machine");
        List<String> series =
                told.get(0).readings().stream().map(Reading::series).toList();
        assertEquals(
                List.of(
                        "duplicates",
                        "starved",
                        "agent.heldUp",
                        "agent.runDelay",
                        "agent.steal",
                        "agent.throttled",
                        "agent.cpuPressure"),
                series);
        assertEquals(700, told.get(0).readings().get(2).value());
        assertEquals("agent.host", told.get(1).deviceId());
    }

    private List<DeviceReadings> taken() {
        return intake.take().polls();
    }

    private static ProberCounters counters(long starved, long heldUpNs) {
        return new ProberCounters(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, starved, 0, 0, 0, 0, 0, heldUpNs, Scheduling.NONE);
    }
}
