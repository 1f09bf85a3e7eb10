package io.kerbstone.profiles;

import io.kerbstone.measurement.Oid;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Facts about a family of devices: how to know one, what to read, and how it becomes readings. Holds no address and no
 * secret. Immutable.
 *
 * @param id unique in a catalogue; stands in reports
 * @param title for people
 * @param matches any of them makes a device one of this family; empty only for the fallback
 * @param scalars readings from single objects
 * @param tables readings from tables
 */
public record Profile(String id, String title, List<Match> matches, List<ReadingRule> scalars, List<TableRule> tables) {
    /** The profile for devices that no other matches. */
    public static final String FALLBACK_ID = "generic";
    /** What a report says of a profile that holds for every firmware; ranges come with the first profile that needs one. */
    public static final String ANY_FIRMWARE = "any";

    /** Copies the lists. */
    public Profile {
        matches = List.copyOf(matches);
        scalars = List.copyOf(scalars);
        tables = List.copyOf(tables);
    }

    /**
     * A condition on a device; all that is given must hold.
     *
     * @param sysObjectId prefix of sysObjectID
     * @param sysDescr found somewhere in sysDescr
     */
    public record Match(Optional<Oid> sysObjectId, Optional<Pattern> sysDescr) {
        /** Longer prefixes are more specific, and a description decides between equal ones; -1 when it does not hold. */
        int weight(Optional<Oid> objectId, String description) {
            boolean holds = sysObjectId
                            .map(prefix ->
                                    objectId.isPresent() && objectId.get().startsWith(prefix))
                            .orElse(true)
                    && sysDescr.map(pattern -> pattern.matcher(description).find())
                            .orElse(true);
            return holds ? sysObjectId.map(Oid::size).orElse(0) * 2 + (sysDescr.isPresent() ? 1 : 0) : -1;
        }
    }

    /** How specifically this profile is meant for the device; -1 when it is not. */
    int weight(Optional<Oid> objectId, String description) {
        return matches.stream()
                .mapToInt(match -> match.weight(objectId, description))
                .max()
                .orElse(-1);
    }
}
