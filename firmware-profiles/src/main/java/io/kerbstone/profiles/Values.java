package io.kerbstone.profiles;

import io.kerbstone.measurement.Oid;
import io.kerbstone.measurement.Varbind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What a device answered, by name. Objects without a value are not in it; of two with one name the first counts. */
final class Values {
    private static final Pattern NUMBER = Pattern.compile("[-+]?\\d{1,18}(\\.\\d{1,9})?");

    private final NavigableMap<Oid, Varbind> values = new TreeMap<>();

    Values(Collection<Varbind> varbinds) {
        for (Varbind varbind : varbinds) {
            if (varbind.isPresent()) {
                values.putIfAbsent(varbind.oid(), varbind);
            }
        }
    }

    Optional<Varbind> get(Oid oid) {
        return Optional.ofNullable(values.get(oid));
    }

    /** The rows of a column: what follows it in the names of its instances, in their order. */
    List<Oid> instances(Oid column) {
        List<Oid> instances = new ArrayList<>();
        for (Oid oid : values.tailMap(column, false).keySet()) {
            if (!oid.startsWith(column)) {
                break;
            }
            instances.add(oid);
        }
        return instances;
    }

    /** The value as a number; a text counts when it is nothing but a decimal number. */
    static OptionalDouble number(Varbind varbind) {
        if (varbind.type() == Varbind.Type.COUNTER64) {
            return OptionalDouble.of(unsigned(varbind.number()));
        }
        if (varbind.isNumber()) {
            return OptionalDouble.of((double) varbind.number());
        }
        if (varbind.type() == Varbind.Type.OCTETS) {
            String text = Texts.clean(varbind.bytes());
            return NUMBER.matcher(text).matches()
                    ? OptionalDouble.of(Double.parseDouble(text))
                    : OptionalDouble.empty();
        }
        return OptionalDouble.empty();
    }

    /** An unsigned 64-bit number; above 2^53 to the nearest that a double has. */
    static double unsigned(long number) {
        return number >= 0 ? number : (number >>> 1 | (number & 1)) * 2.0;
    }

    /** The value as a key: a number in decimal, an object identifier dotted, an address dotted, a text cleaned. */
    static String key(Varbind varbind) {
        if (varbind.isNumber()) {
            return varbind.type() == Varbind.Type.COUNTER64
                    ? Long.toUnsignedString(varbind.number())
                    : Long.toString(varbind.number());
        }
        if (varbind.type() == Varbind.Type.IP_ADDRESS && varbind.bytes().length == 4) {
            byte[] b = varbind.bytes();
            return (b[0] & 255) + "." + (b[1] & 255) + "." + (b[2] & 255) + "." + (b[3] & 255);
        }
        return Texts.clean(varbind.bytes());
    }
}
