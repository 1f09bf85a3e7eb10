package io.kerbstone.collector.web;

import io.kerbstone.collector.judge.DeviceLive;
import io.kerbstone.collector.messages.Messages;
import io.kerbstone.measurement.Reading;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What is known of a path beside its observations, as labels and values; a series without a word keeps its name. Stateless. */
public final class FactRows {
    private static final String CERTIFICATE_END = "certificate/notAfter";
    private static final double NS_PER_S = 1e9;

    private FactRows() {}

    /** One line. */
    public record Row(String label, String value, boolean isTrouble) {}

    static List<Row> of(DeviceLive facts, Messages words, Format format, long nowMs) {
        return facts.readings().stream()
                .map(DeviceLive.TimedReading::reading)
                .filter(reading -> reading.quality() == Reading.Quality.GOOD)
                .map(reading -> row(reading, words, format, nowMs))
                .toList();
    }

    private static Row row(Reading reading, Messages words, Format format, long nowMs) {
        String key = "fact." + reading.series().replace('/', '.');
        String label = words.has(key) ? words.get(key) : reading.series();
        boolean isProblem = reading.series().endsWith("problem");
        if (reading.series().equals(CERTIFICATE_END) && reading.text() != null) {
            return certificate(label, reading.text(), words, format, nowMs);
        }
        String value = reading.text() == null && reading.unit().equals("s")
                ? format.delayNs(reading.value() * NS_PER_S)
                : ReadingTables.shown(reading, format);
        return new Row(label, value, isProblem);
    }

    private static Row certificate(String label, String end, Messages words, Format format, long nowMs) {
        try {
            long endMs = Instant.parse(end).toEpochMilli();
            long days = Duration.ofMillis(endMs - nowMs).toDays();
            boolean isOver = endMs < nowMs;
            String left = isOver ? words.get("fact.certificate.over") : words.get("fact.certificate.left", days);
            return new Row(label, format.minute(endMs) + " · " + left, isOver);
        } catch (DateTimeException notADate) {
            return new Row(label, end, false);
        }
    }
}
