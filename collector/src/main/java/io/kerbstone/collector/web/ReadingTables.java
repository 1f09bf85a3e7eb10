package io.kerbstone.collector.web;

import io.kerbstone.collector.messages.Messages;
import io.kerbstone.measurement.Reading;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A device's readings sorted for people: facts that seldom change, a table of interfaces, and the rest.
 *
 * @param facts identity
 * @param columns headings of the table of interfaces
 * @param interfaces its rows
 * @param others everything else, by series
 */
record ReadingTables(
        List<Reading> facts, List<String> columns, List<DevicePages.Interface> interfaces, List<Reading> others) {
    private static final String INTERFACE = "interface/";
    private static final String NAME = "name";
    /** What people look for first; whatever else there is comes behind. */
    private static final List<String> FIRST =
            List.of("adminStatus", "operStatus", "speed", "inOctets", "outOctets", "inErrors", "outErrors");

    /** Sorts the readings. */
    static ReadingTables of(List<Reading> readings, Messages words, Format format) {
        List<Reading> facts = new ArrayList<>();
        List<Reading> others = new ArrayList<>();
        Map<String, Map<String, Reading>> rows = new LinkedHashMap<>();
        readings.stream().sorted(Comparator.comparing(Reading::series)).forEach(reading -> {
            String[] parts = reading.series().split("/", 3);
            if (reading.series().startsWith(INTERFACE) && parts.length == 3) {
                rows.computeIfAbsent(parts[1], index -> new LinkedHashMap<>()).put(parts[2], reading);
            } else {
                (reading.kind() == Reading.Kind.IDENTITY ? facts : others).add(reading);
            }
        });
        List<String> columns = columns(rows);
        List<DevicePages.Interface> interfaces = rows.entrySet().stream()
                .sorted(Comparator.comparing(Map.Entry::getKey, ReadingTables::byNumber))
                .map(row -> row(row.getKey(), row.getValue(), columns, format))
                .toList();
        List<String> headings = columns.stream()
                .map(column -> words.has("interface." + column) ? words.get("interface." + column) : column)
                .toList();
        return new ReadingTables(facts, headings, interfaces, others);
    }

    static String labelOf(Reading fact, View view) {
        String key = fact.series().replace('/', '.');
        return view.has(key) ? view.t(key) : fact.series();
    }

    /** A reading's value with its unit, or a dash when there is none. */
    static String shown(@Nullable Reading reading, Format format) {
        if (reading == null || reading.quality() != Reading.Quality.GOOD) {
            return format.none();
        }
        return reading.text() != null ? reading.text() : amount(reading.value(), reading.unit(), format);
    }

    private static String amount(double value, String unit, Format format) {
        return switch (unit) {
            case "By/s" -> scaled(value, 1000, List.of("B/s", "kB/s", "MB/s", "GB/s"), format);
            case "bit/s" -> scaled(value, 1000, List.of("bit/s", "kbit/s", "Mbit/s", "Gbit/s"), format);
            case "By" -> scaled(value, 1024, List.of("B", "KiB", "MiB", "GiB", "TiB"), format);
            case "Cel" -> format.number(value) + " °C";
            case "" -> format.number(value);
            default -> format.number(value) + " " + unit;
        };
    }

    private static String scaled(double value, int step, List<String> units, Format format) {
        double rest = value;
        int at = 0;
        while (Math.abs(rest) >= step && at < units.size() - 1) {
            rest /= step;
            at++;
        }
        return format.number(Math.round(rest * 100) / 100.0) + " " + units.get(at);
    }

    private static List<String> columns(Map<String, Map<String, Reading>> rows) {
        TreeSet<String> names =
                new TreeSet<>(Comparator.comparingInt(ReadingTables::rank).thenComparing(name -> name));
        rows.values().forEach(row -> names.addAll(row.keySet()));
        names.remove(NAME);
        return List.copyOf(names);
    }

    private static int rank(String column) {
        int at = FIRST.indexOf(column);
        return at < 0 ? FIRST.size() : at;
    }

    private static DevicePages.Interface row(
            String index, Map<String, Reading> row, List<String> columns, Format format) {
        Reading name = row.get(NAME);
        String label = name == null || name.text() == null ? index : name.text();
        boolean isTrouble = isUp(row.get("adminStatus")) && !isUp(row.get("operStatus"));
        return new DevicePages.Interface(
                label,
                isTrouble,
                columns.stream().map(column -> shown(row.get(column), format)).toList());
    }

    private static boolean isUp(@Nullable Reading status) {
        return status != null && "up".equals(status.text());
    }

    private static int byNumber(String a, String b) {
        return a.length() == b.length() ? a.compareTo(b) : Integer.compare(a.length(), b.length());
    }
}
