package io.kerbstone.profiles;

import io.kerbstone.measurement.Reading;
import io.kerbstone.measurement.Reading.Kind;
import io.kerbstone.measurement.Reading.Quality;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * One device completely read, whatever it is and however it was read: what {@code kerbstone-agent poll} shows. Made from the
 * names of the series ({@code docs/profile-format.md}, "Names of series"). Immutable.
 *
 * @param profileId the profile that read it
 * @param firmwareRange for which firmware that profile holds
 * @param identity by field: vendor, model, firmware, serial, name and what else the profile knows
 * @param uptimeSeconds since the device (or its SNMP service) started
 * @param interfaces in the order read
 * @param sensors in the order read
 * @param processors in the order read
 * @param memory in the order read
 * @param problems what went wrong, as sentences
 */
public record DeviceReport(
        String profileId,
        String firmwareRange,
        Map<String, String> identity,
        OptionalDouble uptimeSeconds,
        List<Interface> interfaces,
        List<Sensor> sensors,
        List<Processor> processors,
        List<Memory> memory,
        List<String> problems) {

    /**
     * A network interface.
     *
     * @param index ifIndex where it was read by SNMP
     * @param texts by field: name, alias, adminStatus, operStatus ...
     * @param numbers by field: speed in bit/s, inOctets and outOctets in By/s ...; only what is good
     */
    public record Interface(String index, Map<String, String> texts, Map<String, Double> numbers) {}

    /**
     * Anything measured that is none of the rest.
     *
     * @param sensorClass temperature, voltage, state ...
     * @param description what the device calls it
     * @param value the number, when it has one that is good
     * @param text the state, when it is one
     * @param unit of the number
     * @param quality whether it may be used
     * @param source the object it came from
     */
    public record Sensor(
            String sensorClass,
            String description,
            OptionalDouble value,
            Optional<String> text,
            String unit,
            Quality quality,
            String source) {}

    /**
     * A processor.
     *
     * @param description what the device calls it
     * @param usagePercent 0 to 100
     */
    public record Processor(String description, OptionalDouble usagePercent) {}

    /**
     * A memory.
     *
     * @param description what the device calls it
     * @param usedBytes in use
     * @param totalBytes in all
     * @param usedPercent 0 to 100
     */
    public record Memory(
            String description, OptionalDouble usedBytes, OptionalDouble totalBytes, OptionalDouble usedPercent) {}

    /** Sorts the readings of one poll into the report. */
    public static DeviceReport of(String profileId, List<Reading> readings, List<String> problems) {
        Map<String, Map<String, Reading>> rows = new LinkedHashMap<>();
        Map<String, String> identity = new LinkedHashMap<>();
        OptionalDouble uptime = OptionalDouble.empty();
        for (Reading reading : readings) {
            String[] parts = reading.series().split("/", 3);
            String text = reading.text();
            if (parts[0].equals("identity") && parts.length == 2 && text != null) {
                identity.put(parts[1], text);
            } else if (reading.series().equals("system/uptime")) {
                uptime = number(reading);
            } else if (parts.length == 3) {
                row(rows, parts).put(field(parts), reading);
            }
        }
        return new DeviceReport(
                profileId,
                Profile.ANY_FIRMWARE,
                identity,
                uptime,
                select(rows, "interface", DeviceReport::toInterface),
                select(rows, "sensor", DeviceReport::toSensor),
                select(rows, "processor", DeviceReport::toProcessor),
                select(rows, "memory", DeviceReport::toMemory),
                List.copyOf(problems));
    }

    /** A sensor's series is sensor/CLASS/INDEX[/description], a row's of any other kind KIND/INDEX/field. */
    private static Map<String, Reading> row(Map<String, Map<String, Reading>> rows, String[] parts) {
        String key = parts[0].equals("sensor")
                ? parts[0] + "/" + parts[1] + "/" + parts[2].split("/", 2)[0]
                : parts[0] + "/" + parts[1];
        return rows.computeIfAbsent(key, made -> new LinkedHashMap<>());
    }

    private static String field(String[] parts) {
        if (!parts[0].equals("sensor")) {
            return parts[2];
        }
        int slash = parts[2].indexOf('/');
        return slash < 0 ? "value" : parts[2].substring(slash + 1);
    }

    private interface Maker<T> {
        Optional<T> make(String key, Map<String, Reading> row);
    }

    private static <T> List<T> select(Map<String, Map<String, Reading>> rows, String kind, Maker<T> maker) {
        List<T> selected = new ArrayList<>();
        rows.forEach((key, row) -> {
            if (key.startsWith(kind + "/")) {
                maker.make(key.substring(kind.length() + 1), row).ifPresent(selected::add);
            }
        });
        return List.copyOf(selected);
    }

    private static Optional<Interface> toInterface(String index, Map<String, Reading> row) {
        Map<String, String> texts = new LinkedHashMap<>();
        Map<String, Double> numbers = new LinkedHashMap<>();
        row.forEach((field, reading) -> {
            text(reading).ifPresent(text -> texts.put(field, text));
            number(reading).ifPresent(number -> numbers.put(field, number));
        });
        return Optional.of(new Interface(index, texts, numbers));
    }

    private static Optional<Sensor> toSensor(String key, Map<String, Reading> row) {
        Reading value = row.get("value");
        if (value == null) {
            return Optional.empty();
        }
        String[] parts = key.split("/", 2);
        return Optional.of(new Sensor(
                parts[0],
                description(row, parts[1]),
                number(value),
                value.kind() == Kind.STATE ? text(value) : Optional.empty(),
                value.unit(),
                value.quality(),
                value.source()));
    }

    private static Optional<Processor> toProcessor(String index, Map<String, Reading> row) {
        return Optional.of(new Processor(description(row, index), number(row.get("usage"))));
    }

    private static Optional<Memory> toMemory(String index, Map<String, Reading> row) {
        OptionalDouble used = number(row.get("used"));
        OptionalDouble total = number(row.get("total"));
        boolean both = used.isPresent() && total.isPresent() && total.getAsDouble() > 0;
        OptionalDouble percent = both
                ? OptionalDouble.of(100 * used.getAsDouble() / total.getAsDouble())
                : number(row.get("usedPercent"));
        return percent.isEmpty() && total.isEmpty()
                ? Optional.empty()
                : Optional.of(new Memory(description(row, index), used, total, percent));
    }

    private static String description(Map<String, Reading> row, String fallback) {
        return text(row.get("description")).orElse(fallback);
    }

    private static OptionalDouble number(@Nullable Reading reading) {
        return reading == null || reading.quality() != Quality.GOOD || Double.isNaN(reading.value())
                ? OptionalDouble.empty()
                : OptionalDouble.of(reading.value());
    }

    private static Optional<String> text(@Nullable Reading reading) {
        return reading == null ? Optional.empty() : Optional.ofNullable(reading.text());
    }
}
