package io.kerbstone.profiles;

import io.kerbstone.measurement.Oid;
import io.kerbstone.measurement.Varbind;
import io.kerbstone.profiles.ProfileParser.Part;
import io.kerbstone.settings.Documents;
import io.kerbstone.settings.Mistakes;
import io.kerbstone.settings.Node;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** All profiles, read and checked once. Immutable. */
public final class ProfileCatalogue {
    private static final String FOLDER = "/io/kerbstone/profiles/";
    private static final String INDEX = FOLDER + "index.txt";

    private final Map<String, Profile> profiles;

    private ProfileCatalogue(Map<String, Profile> profiles) {
        this.profiles = profiles;
    }

    /** The catalogue that comes with this program. A mistake in it is a bug: the build's tests read it. */
    public static ProfileCatalogue shipped() {
        Mistakes mistakes = new Mistakes();
        Map<String, String> files = new LinkedHashMap<>();
        resource(INDEX)
                .lines()
                .filter(name -> !name.isBlank())
                .forEach(name -> files.put(name, resource(FOLDER + name)));
        ProfileCatalogue catalogue = read(files, mistakes);
        if (!mistakes.isEmpty()) {
            throw new IllegalStateException("BUG: the shipped profiles have mistakes:\n" + mistakes);
        }
        return catalogue;
    }

    /**
     * Reads a catalogue.
     *
     * @param files text of each file by its name; the order decides between equally specific profiles
     * @param mistakes takes every mistake of every file; what is returned may be used only when there is none
     */
    public static ProfileCatalogue read(Map<String, String> files, Mistakes mistakes) {
        Map<String, Part> fragments = new LinkedHashMap<>();
        Map<String, Part> own = new LinkedHashMap<>();
        Map<String, String> fileOf = new LinkedHashMap<>();
        files.forEach((name, text) -> {
            Mistakes ofFile = new Mistakes();
            Node node = Documents.parseYaml(text, ofFile);
            if (ofFile.isEmpty()) {
                Part part = new ProfileParser(ofFile).part(node);
                if ((part.isFragment() ? fragments : own).putIfAbsent(part.id(), part) != null) {
                    ofFile.add("", "the id '" + part.id() + "' is taken");
                }
                fileOf.put(part.id(), name);
            }
            ofFile.list().forEach(sentence -> mistakes.add(name, sentence));
        });
        Map<String, Profile> profiles = new LinkedHashMap<>();
        own.forEach((id, part) -> profiles.put(id, whole(part, fragments, fileOf.getOrDefault(id, id), mistakes)));
        if (!profiles.containsKey(Profile.FALLBACK_ID)) {
            mistakes.add("", "there is no profile '" + Profile.FALLBACK_ID + "' for devices that no other matches");
        }
        return new ProfileCatalogue(profiles);
    }

    /** The fragments' rules and then the own ones; a rule of the same name takes the place of the earlier one. */
    private static Profile whole(Part part, Map<String, Part> fragments, String file, Mistakes mistakes) {
        Map<String, ReadingRule> scalars = new LinkedHashMap<>();
        Map<String, TableRule> tables = new LinkedHashMap<>();
        List<Part> parts = new ArrayList<>();
        for (String use : part.use()) {
            Optional.ofNullable(fragments.get(use))
                    .ifPresentOrElse(parts::add, () -> mistakes.add(file, "use: there is no fragment '" + use + "'"));
        }
        parts.add(part);
        for (Part one : parts) {
            one.scalars().forEach(rule -> scalars.put(rule.series(), rule));
            one.tables().forEach(rule -> tables.put(rule.id(), rule));
        }
        if (part.matches().isEmpty() && !part.id().equals(Profile.FALLBACK_ID)) {
            mistakes.add(file, "match is missing; only '" + Profile.FALLBACK_ID + "' may match nothing");
        }
        noSeriesTwice(scalars.values(), tables.values(), file, mistakes);
        return new Profile(
                part.id(), part.title(), part.matches(), List.copyOf(scalars.values()), List.copyOf(tables.values()));
    }

    private static void noSeriesTwice(
            Iterable<ReadingRule> scalars, Iterable<TableRule> tables, String file, Mistakes mistakes) {
        Set<String> seen = new HashSet<>();
        scalars.forEach(rule -> seen.add(rule.series()));
        for (TableRule table : tables) {
            for (ReadingRule rule : table.readings()) {
                if (!seen.add(rule.series())) {
                    mistakes.add(file, "two readings make the series '" + rule.series() + "'");
                }
            }
        }
    }

    private static String resource(String name) {
        try (InputStream stream = ProfileCatalogue.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException("BUG: no resource " + name);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All profiles in the order of their files. */
    public List<Profile> profiles() {
        return List.copyOf(profiles.values());
    }

    /** The profile of that id. */
    public Optional<Profile> profile(String id) {
        return Optional.ofNullable(profiles.get(id));
    }

    /** The most specific profile for a device that answered these values of its group system; any may be missing. */
    public Profile match(Collection<Varbind> system) {
        Values values = new Values(system);
        Optional<Oid> objectId = values.get(PollPlan.SYS_OBJECT_ID)
                .filter(value -> value.type() == Varbind.Type.OBJECT_ID)
                .map(value -> Oid.parse(value.text()));
        return match(objectId, values.get(PollPlan.SYS_DESCR).map(Values::key).orElse(""));
    }

    /** The most specific profile for a device, the fallback when none is meant for it. */
    public Profile match(Optional<Oid> sysObjectId, String sysDescr) {
        Profile best = null;
        int weight = -1;
        for (Profile profile : profiles.values()) {
            int its = profile.weight(sysObjectId, sysDescr);
            if (its > weight) {
                best = profile;
                weight = its;
            }
        }
        if (best != null) {
            return best;
        }
        return profile(Profile.FALLBACK_ID)
                .orElseThrow(() -> new IllegalStateException("BUG: a catalogue with mistakes is being used"));
    }
}
