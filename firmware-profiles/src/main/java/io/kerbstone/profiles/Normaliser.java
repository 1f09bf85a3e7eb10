package io.kerbstone.profiles;

import io.kerbstone.measurement.Oid;
import io.kerbstone.measurement.Reading;
import io.kerbstone.measurement.Reading.Kind;
import io.kerbstone.measurement.Reading.Quality;
import io.kerbstone.measurement.Varbind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;

/**
 * Turns what a device answered into readings, by its profile: a pure function. A value that cannot be understood marks its
 * own reading and nothing else; an object that is not there gives no reading.
 */
public final class Normaliser {
    /** Most readings of one device; what is over is left out and told as a problem. */
    public static final int READINGS_MAX = 8_192;
    /** Longest name of a series, as {@link Reading} demands. */
    public static final int SERIES_LENGTH_MAX = 128;
    /** Most problems told. */
    public static final int PROBLEMS_MAX = 50;

    private final Values values;
    private final Rates rates;
    private final List<Reading> readings = new ArrayList<>();
    private final Map<String, Double> numbers = new HashMap<>();
    private final Set<String> made = new HashSet<>();
    private final List<String> problems = new ArrayList<>();

    private Normaliser(Collection<Varbind> varbinds, Counters previous, long readAtNs) {
        this.values = new Values(varbinds);
        this.rates = new Rates(previous, sysUpTime(), readAtNs);
    }

    /**
     * What one poll gave.
     *
     * @param readings in the order of the profile, then of the rows
     * @param counters to hand in at the next poll
     * @param problems what was wrong with the device's answers, as sentences for people
     */
    public record Normalised(List<Reading> readings, Counters counters, List<String> problems) {
        /** Copies the lists. */
        public Normalised {
            readings = List.copyOf(readings);
            problems = List.copyOf(problems);
        }
    }

    /**
     * Makes the readings.
     *
     * @param varbinds everything the device answered, in any order
     * @param previous of the last poll of the same device with the same profile, or {@link Counters#NONE}
     * @param readAtNs monotonic time at which it was read, ns
     */
    public static Normalised apply(Profile profile, Collection<Varbind> varbinds, Counters previous, long readAtNs) {
        Normaliser run = new Normaliser(varbinds, previous, readAtNs);
        profile.scalars().forEach(rule -> run.make(rule, Optional.empty(), 0));
        profile.tables().forEach(run::table);
        return new Normalised(run.readings, run.rates.counters(), run.problems);
    }

    private OptionalLong sysUpTime() {
        return values.get(PollPlan.SYS_UP_TIME)
                .filter(varbind -> varbind.type() == Varbind.Type.TIME_TICKS)
                .map(varbind -> OptionalLong.of(varbind.number()))
                .orElse(OptionalLong.empty());
    }

    private void table(TableRule table) {
        for (Oid instance : values.instances(table.rows())) {
            Row row = new Row(table.rows(), instance);
            if (table.where().map(where -> holds(where, row)).orElse(true)) {
                long discontinuity = table.discontinuity()
                        .flatMap(column -> values.get(row.in(column)))
                        .map(Varbind::number)
                        .orElse(0L);
                table.readings().stream()
                        .filter(rule -> !table.isFirstOnly() || !made.contains(rule.series()))
                        .forEach(rule -> make(rule, Optional.of(row), discontinuity));
            }
        }
    }

    private boolean holds(TableRule.Where where, Row row) {
        return values.get(row.in(where.column()))
                .map(value -> where.in().contains(Values.key(value)))
                .orElse(false);
    }

    private void make(ReadingRule rule, Optional<Row> row, long discontinuity) {
        String series = rule.seriesOf(row.map(Row::index).orElse(""));
        if (series.length() > SERIES_LENGTH_MAX) {
            problem("a series would be longer than " + SERIES_LENGTH_MAX + " characters: " + series.substring(0, 60));
            return;
        }
        Optional<Reading> reading = rule.constant().isPresent()
                ? rule.constant().map(text -> Reading.text(series, rule.kind(), text, ""))
                : rule.kind() == Kind.RATE ? rate(rule, row, series, discontinuity) : best(rule, row, series);
        reading.ifPresent(this::add);
    }

    private void add(Reading reading) {
        if (readings.size() == READINGS_MAX) {
            problem("the device gives more than " + READINGS_MAX + " readings; the rest is left out");
            return;
        }
        readings.add(reading);
        made.add(reading.series());
        if (reading.quality() == Quality.GOOD && reading.text() == null) {
            numbers.put(reading.series(), reading.value());
        }
    }

    private Optional<Reading> best(ReadingRule rule, Optional<Row> row, String series) {
        Optional<Reading> second = Optional.empty();
        for (Source source : rule.sources()) {
            Optional<Reading> made = present(source, row)
                    .flatMap(value -> rule.kind() == Kind.GAUGE
                            ? Optional.of(number(rule, source, row, series, value))
                            : text(rule, source, series, value));
            if (made.isPresent() && made.get().quality() == Quality.GOOD) {
                return made;
            }
            second = second.isPresent() ? second : made;
        }
        return second;
    }

    /** The source's value, when everything that is to be taken off it is there as well. */
    private Optional<Varbind> present(Source source, Optional<Row> row) {
        boolean whole = source.minus().stream()
                .allMatch(oid -> values.get(place(oid, row)).isPresent());
        return whole ? values.get(place(source.oid(), row)) : Optional.empty();
    }

    private Reading number(ReadingRule rule, Source source, Optional<Row> row, String series, Varbind value) {
        String from = value.oid().toString();
        if (source.notAvailable().contains(Values.key(value))) {
            return Reading.missing(series, rule.kind(), rule.unit(), Quality.NOT_AVAILABLE, from);
        }
        OptionalDouble raw = source.pattern().isPresent()
                ? matched(source, value).map(Normaliser::parse).orElse(OptionalDouble.empty())
                : Values.number(value);
        OptionalDouble factor = factor(source, row);
        OptionalDouble minus = minus(source, row);
        if (raw.isEmpty() || factor.isEmpty() || minus.isEmpty()) {
            problem(from + " should be a number but is " + value.type() + " '" + Values.key(value) + "'");
            return Reading.missing(series, rule.kind(), rule.unit(), Quality.MALFORMED, from);
        }
        double scaled = (raw.getAsDouble() - minus.getAsDouble()) * source.scale() * factor.getAsDouble();
        return scaled >= source.min() && scaled <= source.max()
                ? Reading.number(series, rule.kind(), rule.unit(), scaled, from)
                : Reading.missing(series, rule.kind(), rule.unit(), Quality.NOT_AVAILABLE, from);
    }

    private OptionalDouble minus(Source source, Optional<Row> row) {
        double sum = 0;
        for (Oid oid : source.minus()) {
            sum += values.get(place(oid, row))
                    .map(Values::number)
                    .orElse(OptionalDouble.empty())
                    .orElse(Double.NaN);
        }
        return Double.isNaN(sum) ? OptionalDouble.empty() : OptionalDouble.of(sum);
    }

    private OptionalDouble factor(Source source, Optional<Row> row) {
        if (source.times().isEmpty()) {
            return OptionalDouble.of(1);
        }
        return values.get(place(source.times().get(), row)).map(Values::number).orElse(OptionalDouble.empty());
    }

    private static OptionalDouble parse(String text) {
        try {
            return OptionalDouble.of(Double.parseDouble(text));
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }

    /** A state or a fact; an empty text is as good as none. */
    private Optional<Reading> text(ReadingRule rule, Source source, String series, Varbind value) {
        String from = value.oid().toString();
        String key = source.form() == Source.Form.HEX ? Texts.hex(value.bytes()) : Values.key(value);
        if (source.notAvailable().contains(key)) {
            return Optional.of(Reading.missing(series, rule.kind(), "", Quality.NOT_AVAILABLE, from));
        }
        Optional<String> taken = source.pattern().isPresent() ? matched(source, value) : Optional.of(key);
        return taken.filter(text -> !text.isEmpty())
                .map(text -> rule.states().isEmpty() ? text : rule.states().getOrDefault(text, rule.otherState()))
                .map(text -> Reading.text(series, rule.kind(), text, from));
    }

    private static Optional<String> matched(Source source, Varbind value) {
        return source.pattern()
                .map(pattern -> pattern.matcher(Values.key(value)))
                .filter(Matcher::find)
                .map(matcher -> matcher.group(1))
                .map(String::strip);
    }

    private Optional<Reading> rate(ReadingRule rule, Optional<Row> row, String series, long discontinuity) {
        for (Source source : rule.sources()) {
            Optional<Varbind> value = values.get(place(source.oid(), row));
            if (value.isPresent()) {
                return Optional.of(rate(rule, source, row, series, value.get(), discontinuity));
            }
        }
        return Optional.empty();
    }

    private Reading rate(
            ReadingRule rule, Source source, Optional<Row> row, String series, Varbind value, long discontinuity) {
        String from = value.oid().toString();
        if (!value.isNumber()) {
            problem(from + " should be a counter but is " + value.type() + " '" + Values.key(value) + "'");
            return Reading.missing(series, Kind.RATE, rule.unit(), Quality.MALFORMED, from);
        }
        Rates.Result rate = rates.rate(series, value, discontinuity, ceiling(rule, source, row));
        double scaled = rate.perSecond() * source.scale();
        if (rate.quality() == Quality.GOOD && scaled <= source.max()) {
            return Reading.number(series, Kind.RATE, rule.unit(), scaled, from);
        }
        Quality quality = rate.quality() == Quality.GOOD ? Quality.RESET : rate.quality();
        if (quality == Quality.NOT_AVAILABLE) {
            problem(from + " has 32 bits and may wrap unseen between two polls; poll more often");
        }
        return Reading.missing(series, Kind.RATE, rule.unit(), quality, from);
    }

    /** The ceiling in the counter's own unit. */
    private OptionalDouble ceiling(ReadingRule rule, Source source, Optional<Row> row) {
        if (rule.ceiling().isEmpty()) {
            return OptionalDouble.empty();
        }
        ReadingRule.Ceiling ceiling = rule.ceiling().get();
        String series = ceiling.series().replace("{index}", row.map(Row::index).orElse(""));
        Double most = numbers.get(series);
        return most == null || most <= 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(most * ceiling.scale() / source.scale());
    }

    private static Oid place(Oid oid, Optional<Row> row) {
        return row.map(place -> place.in(oid)).orElse(oid);
    }

    private void problem(String sentence) {
        if (problems.size() < PROBLEMS_MAX && !problems.contains(sentence)) {
            problems.add(sentence);
        }
    }

    /** One row of a table. */
    private record Row(Oid column, Oid instance) {
        String index() {
            return instance.indexBelow(column);
        }

        /** The same row in another column. An index too long for that names nothing a device can have. */
        Oid in(Oid other) {
            int[] all = instance.toIntArray();
            int[] index = Arrays.copyOfRange(all, column.size(), all.length);
            return other.size() + index.length > Oid.SUB_IDS_MAX ? instance : other.append(index);
        }
    }
}
