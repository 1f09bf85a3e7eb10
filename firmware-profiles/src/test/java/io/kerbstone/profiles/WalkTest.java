package io.kerbstone.profiles;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kerbstone.measurement.Reading;
import io.kerbstone.measurement.Varbind;
import io.kerbstone.profiles.Normaliser.Normalised;
import io.kerbstone.snmp.responder.Recording;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The shipped walk, read at its beginning and 60 s later, against the readings that were looked at by a person. */
final class WalkTest {
    private static final Path EXPECTED = Path.of("src/test/resources/io/kerbstone/profiles");
    private static final long MINUTE_NS = 60_000_000_000L;

    private final ProfileCatalogue catalogue = ProfileCatalogue.shipped();
    private final Recording recording = Recording.parse(Walks.text(Walks.DEMO_SWITCH));

    @Test
    void shouldGiveTheExpectedReadingsWhenTheDemoSwitchIsReadTwice() throws IOException {
        Profile profile = catalogue.match(recording.all(0));
        assertEquals("kerbstone-demo-switch", profile.id());
        Normalised first = Normaliser.apply(profile, recording.all(0), Counters.NONE, 0);
        Normalised second = Normaliser.apply(profile, recording.all(60_000), first.counters(), MINUTE_NS);
        assertEquals(List.of(), first.problems());
        same("kerbstone-demo-switch-readings.txt", lines(second));
        DeviceReport report = DeviceReport.of(profile.id(), second.readings(), second.problems());
        same("kerbstone-demo-switch-report.json", DeviceReportWriter.toJson(report) + "\n");
    }

    @Test
    void shouldReadInterfacesWhenOnlyStandardMibsAreKnown() {
        Profile fallback = catalogue.profile(Profile.FALLBACK_ID).orElseThrow();
        Normalised read = Normaliser.apply(fallback, recording.all(0), Counters.NONE, 0);
        DeviceReport report = DeviceReport.of(fallback.id(), read.readings(), read.problems());
        assertEquals(9, report.interfaces().size());
        assertEquals("路口摄像头 1", report.interfaces().get(3).texts().get("alias"));
        assertEquals(43.75, report.memory().get(0).usedPercent().orElseThrow());
        assertEquals(23, report.processors().get(0).usagePercent().orElseThrow());
        assertEquals("demo-switch-17", report.identity().get("name"));
    }

    @Test
    void shouldNeedNothingThatThePlanDoesNotAskFor() {
        for (Profile profile : catalogue.profiles()) {
            PollPlan plan = PollPlan.of(profile);
            List<Varbind> asked = recording.all(0).stream()
                    .filter(value -> plan.scalars().contains(value.oid())
                            || plan.tables().stream()
                                    .flatMap(table -> table.columns().stream())
                                    .anyMatch(column -> value.oid().startsWith(column)))
                    .toList();
            assertEquals(
                    Normaliser.apply(profile, recording.all(0), Counters.NONE, 0)
                            .readings()
                            .toString(),
                    Normaliser.apply(profile, asked, Counters.NONE, 0)
                            .readings()
                            .toString());
            assertTrue(plan.scalars().size() > 3, profile.id());
        }
    }

    private static String lines(Normalised normalised) {
        return normalised.readings().stream().map(WalkTest::line).collect(Collectors.joining("\n", "", "\n"));
    }

    private static String line(Reading reading) {
        String value = reading.text() != null ? reading.text() : Double.toString(reading.value());
        return String.join(
                " | ",
                reading.series(),
                reading.kind().toString(),
                value,
                reading.unit(),
                reading.quality().toString(),
                reading.source());
    }

    /** With -Dkerbstone.write=true the file is written instead, to be looked at and committed. */
    private static void same(String file, String text) throws IOException {
        Path path = EXPECTED.resolve(file);
        if (Boolean.getBoolean("kerbstone.write")) {
            Files.createDirectories(EXPECTED);
            Files.writeString(path, text);
        }
        assertEquals(Files.readString(path), text);
    }
}
