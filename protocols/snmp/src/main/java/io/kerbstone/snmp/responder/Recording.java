package io.kerbstone.snmp.responder;

import io.kerbstone.measurement.Oid;
import io.kerbstone.measurement.Varbind;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The objects of a played device in the order of their names. Immutable.
 *
 * <p>The text has one line {@code oid|tag|value} for each object, as the snmprec files of snmpsim have: the tag is the
 * ASN.1 tag in decimal (2 INTEGER, 4 OCTET STRING, 5 NULL, 6 OBJECT IDENTIFIER, 64 IpAddress, 65 Counter32, 66 Gauge32,
 * 67 TimeTicks, 68 Opaque, 70 Counter64); {@code x} after it says that the value is in hexadecimal. {@code :numeric} after
 * the tag makes the value move: {@code rate=R,initial=N} counts R a second from N, and wraps as its type does. Empty lines
 * and lines that begin with {@code #} are skipped.
 */
public final class Recording {
    /** Most objects in a recording. */
    public static final int OBJECTS_MAX = 200_000;

    private final NavigableMap<Oid, Played> objects;

    private Recording(NavigableMap<Oid, Played> objects) {
        this.objects = objects;
    }

    /** Reads the text; throws IllegalArgumentException with the line's number when it is not as described above. */
    public static Recording parse(String text) {
        NavigableMap<Oid, Played> objects = new TreeMap<>();
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (!line.isBlank() && !line.startsWith("#")) {
                Played played = parseLine(line, i + 1);
                objects.put(played.oid(), played);
            }
        }
        if (objects.size() > OBJECTS_MAX) {
            throw new IllegalArgumentException("more than " + OBJECTS_MAX + " objects");
        }
        return new Recording(objects);
    }

    private static Played parseLine(String line, int number) {
        String[] parts = line.split("\\|", 3);
        try {
            if (parts.length < 3) {
                throw new IllegalArgumentException("should be oid|tag|value");
            }
            return parse(Oid.parse(parts[0].trim()), parts[1].trim(), parts[2]);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("line " + number + ": " + e.getMessage(), e);
        }
    }

    private static Played parse(Oid oid, String tag, String value) {
        String[] modified = tag.split(":", 2);
        boolean hex = modified[0].endsWith("x");
        Varbind.Type type = type(hex ? modified[0].substring(0, modified[0].length() - 1) : modified[0]);
        if (modified.length == 2) {
            if (!modified[1].equals("numeric")) {
                throw new IllegalArgumentException("only :numeric may follow a tag, not :" + modified[1]);
            }
            return moving(oid, type, value);
        }
        if (Varbind.ofNumber(oid, type, 0).isNumber()) {
            return new Played(Varbind.ofNumber(oid, type, new BigInteger(value.trim()).longValue()), 0);
        }
        byte[] bytes = hex ? HexFormat.of().parseHex(value.trim()) : bytes(type, value);
        return new Played(Varbind.ofBytes(oid, type, bytes), 0);
    }

    private static byte[] bytes(Varbind.Type type, String value) {
        return switch (type) {
            case IP_ADDRESS -> ipAddress(value.trim());
            case OBJECT_ID -> Oid.parse(value.trim()).toString().getBytes(StandardCharsets.US_ASCII);
            default -> value.getBytes(StandardCharsets.UTF_8);
        };
    }

    private static byte[] ipAddress(String value) {
        String[] parts = value.split("\\.", -1);
        if (parts.length != 4) {
            throw new IllegalArgumentException("not an IPv4 address: '" + value + "'");
        }
        byte[] bytes = new byte[4];
        for (int i = 0; i < 4; i++) {
            bytes[i] = (byte) Integer.parseInt(parts[i]);
        }
        return bytes;
    }

    private static Played moving(Oid oid, Varbind.Type type, String value) {
        long initial = 0;
        long rate = 0;
        for (String setting : value.split(",", -1)) {
            String[] pair = setting.trim().split("=", 2);
            switch (pair[0]) {
                case "initial" -> initial = Long.parseUnsignedLong(pair[1]);
                case "rate" -> rate = Long.parseLong(pair[1]);
                default -> throw new IllegalArgumentException("only rate= and initial= are known, not " + setting);
            }
        }
        return new Played(Varbind.ofNumber(oid, type, initial), rate);
    }

    private static Varbind.Type type(String tag) {
        return switch (tag) {
            case "2" -> Varbind.Type.INTEGER;
            case "4" -> Varbind.Type.OCTETS;
            case "5" -> Varbind.Type.NULL;
            case "6" -> Varbind.Type.OBJECT_ID;
            case "64" -> Varbind.Type.IP_ADDRESS;
            case "65" -> Varbind.Type.COUNTER32;
            case "66" -> Varbind.Type.GAUGE32;
            case "67" -> Varbind.Type.TIME_TICKS;
            case "68" -> Varbind.Type.OPAQUE;
            case "70" -> Varbind.Type.COUNTER64;
            default -> throw new IllegalArgumentException("unknown tag '" + tag + "'");
        };
    }

    /** Number of objects. */
    public int size() {
        return objects.size();
    }

    /** The object, as it is the given time after the recording began to play. */
    public Optional<Varbind> get(Oid oid, long elapsedMs) {
        return Optional.ofNullable(objects.get(oid)).map(played -> played.at(elapsedMs));
    }

    /** The first object after the OID, as it is the given time after the recording began to play. */
    public Optional<Varbind> next(Oid oid, long elapsedMs) {
        return Optional.ofNullable(objects.higherEntry(oid))
                .map(entry -> entry.getValue().at(elapsedMs));
    }

    /** All objects, as they are the given time after the recording began to play. */
    public List<Varbind> all(long elapsedMs) {
        List<Varbind> all = new ArrayList<>(objects.size());
        objects.values().forEach(played -> all.add(played.at(elapsedMs)));
        return all;
    }

    /** One object and how much it counts in a second. */
    private record Played(Varbind start, long ratePerSecond) {
        Oid oid() {
            return start.oid();
        }

        Varbind at(long elapsedMs) {
            if (ratePerSecond == 0) {
                return start;
            }
            long moved = start.number() + Math.multiplyExact(ratePerSecond, elapsedMs) / 1_000;
            boolean wraps = start.type() != Varbind.Type.COUNTER64 && start.type() != Varbind.Type.INTEGER;
            return Varbind.ofNumber(oid(), start.type(), wraps ? moved & 0xFFFF_FFFFL : moved);
        }
    }
}
