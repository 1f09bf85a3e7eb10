package io.kerbstone.profiles;

import io.kerbstone.measurement.Oid;
import io.kerbstone.measurement.Reading.Kind;
import io.kerbstone.profiles.Profile.Match;
import io.kerbstone.settings.Mistakes;
import io.kerbstone.settings.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Reads one file of a catalogue ({@code docs/profile-format.md}); every mistake is recorded. Of one thread. */
final class ProfileParser {
    /** Most entries in any list of a profile. */
    static final int ENTRIES_MAX = 500;

    private static final double NUMBER_MAX = 1e18;

    private final Mistakes mistakes;

    ProfileParser(Mistakes mistakes) {
        this.mistakes = mistakes;
    }

    /**
     * A file as written, before its fragments are put in.
     *
     * @param id of the profile or the fragment
     * @param isFragment whether it only serves others
     * @param title for people; empty for a fragment
     * @param matches which devices; empty for a fragment
     * @param use fragments to put before the own rules
     * @param scalars own rules
     * @param tables own rules
     */
    record Part(
            String id,
            boolean isFragment,
            String title,
            List<Match> matches,
            List<String> use,
            List<ReadingRule> scalars,
            List<TableRule> tables) {}

    Part part(Node file) {
        boolean fragment = file.has("fragment");
        if (fragment) {
            file.expectKeys(mistakes, "fragment", "constants", "snmp");
        } else {
            file.expectKeys(mistakes, "profile", "title", "match", "use", "constants", "snmp");
        }
        List<ReadingRule> scalars = new ArrayList<>(constants(file));
        List<TableRule> tables = new ArrayList<>();
        file.child("snmp").ifPresent(snmp -> {
            snmp.expectKeys(mistakes, "scalars", "tables");
            snmp.sequence("scalars", ENTRIES_MAX, mistakes).forEach(node -> scalars.add(reading(node, false)));
            snmp.sequence("tables", ENTRIES_MAX, mistakes).forEach(node -> tables.add(table(node)));
        });
        return new Part(
                file.id(fragment ? "fragment" : "profile", mistakes),
                fragment,
                fragment ? "" : file.text("title", mistakes),
                file.sequence("match", ENTRIES_MAX, mistakes).stream()
                        .map(this::match)
                        .toList(),
                file.sequence("use", ENTRIES_MAX, mistakes).stream()
                        .map(node -> node.asId(mistakes))
                        .toList(),
                scalars,
                tables);
    }

    private Match match(Node node) {
        node.expectKeys(mistakes, "sysObjectId", "sysDescr");
        if (!node.has("sysObjectId") && !node.has("sysDescr")) {
            mistakes.add(node.where(), "matches every device; give sysObjectId or sysDescr");
        }
        return new Match(
                node.child("sysObjectId").map(this::oid), node.child("sysDescr").map(child -> pattern(child, 0)));
    }

    private List<ReadingRule> constants(Node file) {
        Optional<Node> constants = file.child("constants");
        if (constants.isEmpty()) {
            return List.of();
        }
        List<ReadingRule> rules = new ArrayList<>();
        for (String series : constants.get().keys()) {
            Optional<String> text = Optional.of(constants.get().text(series, mistakes));
            rules.add(new ReadingRule(series, Kind.IDENTITY, "", List.of(), text, Map.of(), "", Optional.empty()));
        }
        return rules;
    }

    private TableRule table(Node node) {
        node.expectKeys(mistakes, "table", "rows", "where", "discontinuity", "take", "readings");
        List<Node> readings = node.sequence("readings", ENTRIES_MAX, mistakes);
        if (readings.isEmpty()) {
            mistakes.add(node.where("readings"), "is missing; a table without readings is of no use");
        }
        boolean firstOnly = node.choice("take", Take.class, Take.ALL, mistakes) == Take.FIRST;
        return new TableRule(
                node.id("table", mistakes),
                oid(node, "rows"),
                node.child("where").map(this::where),
                node.child("discontinuity").map(this::oid),
                firstOnly,
                readings.stream().map(reading -> reading(reading, !firstOnly)).toList());
    }

    private enum Take {
        ALL,
        FIRST
    }

    private TableRule.Where where(Node node) {
        node.expectKeys(mistakes, "column", "in");
        Set<String> in = texts(node, "in");
        if (in.isEmpty()) {
            mistakes.add(node.where("in"), "is missing; without a value no row would count");
        }
        return new TableRule.Where(oid(node, "column"), in);
    }

    private ReadingRule reading(Node node, boolean hasIndex) {
        node.expectKeys(
                mistakes,
                "series",
                "kind",
                "unit",
                "states",
                "otherState",
                "ceiling",
                "from",
                "oid",
                "scale",
                "times",
                "minus",
                "notAvailable",
                "min",
                "max",
                "pattern",
                "form");
        String series = node.text("series", mistakes);
        if (series.contains("{index}") != hasIndex) {
            mistakes.add(
                    node.where("series"),
                    hasIndex
                            ? "lacks {index}; without it all rows would be one series"
                            : "has {index} but is no reading of every row of a table");
        }
        Kind kind = node.choice("kind", Kind.class, mistakes);
        Map<String, String> states = states(node);
        if (!states.isEmpty() && kind != Kind.STATE) {
            mistakes.add(node.where("states"), "is only for kind: state");
        }
        if (node.has("ceiling") && kind != Kind.RATE) {
            mistakes.add(node.where("ceiling"), "is only for kind: rate");
        }
        return new ReadingRule(
                series,
                kind,
                node.text("unit", "", mistakes),
                sources(node),
                Optional.empty(),
                states,
                node.text("otherState", "unknown", mistakes),
                node.child("ceiling").map(this::ceiling));
    }

    private ReadingRule.Ceiling ceiling(Node node) {
        node.expectKeys(mistakes, "series", "scale");
        return new ReadingRule.Ceiling(
                node.text("series", mistakes), node.decimal("scale", 1e-9, NUMBER_MAX, 1, mistakes));
    }

    private List<Source> sources(Node node) {
        if (node.has("from") == node.has("oid")) {
            mistakes.add(node.where(), "needs either oid, or from with a list of them");
            return List.of();
        }
        if (node.has("oid")) {
            return List.of(source(node));
        }
        List<Source> sources = new ArrayList<>();
        for (Node item : node.sequence("from", ENTRIES_MAX, mistakes)) {
            item.expectKeys(
                    mistakes, "oid", "scale", "times", "minus", "notAvailable", "min", "max", "pattern", "form");
            sources.add(source(item));
        }
        if (sources.isEmpty()) {
            mistakes.add(node.where("from"), "is empty; name at least one oid");
        }
        return sources;
    }

    private Source source(Node node) {
        double scale = node.decimal("scale", -NUMBER_MAX, NUMBER_MAX, 1, mistakes);
        if (scale == 0) {
            mistakes.add(node.where("scale"), "is 0; every value would be 0");
        }
        return new Source(
                oid(node, "oid"),
                scale,
                node.sequence("minus", ENTRIES_MAX, mistakes).stream()
                        .map(this::oid)
                        .toList(),
                node.child("times").map(this::oid),
                texts(node, "notAvailable"),
                node.decimal("min", -NUMBER_MAX, NUMBER_MAX, -NUMBER_MAX, mistakes),
                node.decimal("max", -NUMBER_MAX, NUMBER_MAX, NUMBER_MAX, mistakes),
                node.child("pattern").map(child -> pattern(child, 1)),
                node.choice("form", Source.Form.class, Source.Form.TEXT, mistakes));
    }

    private Set<String> texts(Node node, String key) {
        Set<String> texts = new LinkedHashSet<>();
        node.sequence(key, ENTRIES_MAX, mistakes).forEach(item -> texts.add(item.asText(mistakes)));
        return texts;
    }

    private Map<String, String> states(Node node) {
        Map<String, String> states = new LinkedHashMap<>();
        node.child("states").ifPresent(map -> map.keys().forEach(key -> states.put(key, map.text(key, mistakes))));
        return states;
    }

    private Oid oid(Node node, String key) {
        if (!node.has(key)) {
            mistakes.add(node.where(key), "is missing");
        }
        return node.child(key).map(this::oid).orElse(PollPlan.SYS_UP_TIME);
    }

    private Oid oid(Node node) {
        try {
            return Oid.parse(node.asText(mistakes));
        } catch (IllegalArgumentException e) {
            mistakes.add(node.where(), "not an OID: '" + node.rawText() + "'");
            return PollPlan.SYS_UP_TIME;
        }
    }

    private Pattern pattern(Node node, int groups) {
        try {
            Pattern pattern = Pattern.compile(node.asText(mistakes));
            if (groups > 0 && pattern.matcher("").groupCount() < groups) {
                mistakes.add(node.where(), "has no group in parentheses to take");
            }
            return pattern;
        } catch (PatternSyntaxException e) {
            mistakes.add(node.where(), "is not a pattern: " + e.getDescription());
            return Pattern.compile("()");
        }
    }
}
