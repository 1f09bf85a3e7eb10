package io.kerbstone.host;

import java.util.ArrayList;
import java.util.List;

/**
 * Counters of one network interface, named as in the interfaces group of SNMP (RFC 2863).
 *
 * @param name for instance {@code eth0}
 * @param inOctets bytes received
 * @param inPackets packets received
 * @param inErrors packets received broken
 * @param inDiscards good packets thrown away on receipt
 * @param outOctets bytes sent
 * @param outPackets packets sent
 * @param outErrors packets that could not be sent
 * @param outDiscards packets thrown away before sending
 */
record InterfaceCounters(
        String name,
        long inOctets,
        long inPackets,
        long inErrors,
        long inDiscards,
        long outOctets,
        long outPackets,
        long outErrors,
        long outDiscards) {
    private static final int FIELDS = 16;

    /** Reads {@code /proc/net/dev}; a name may stand directly before its first number. */
    static List<InterfaceCounters> parse(String dev) {
        List<InterfaceCounters> all = new ArrayList<>();
        for (String line : dev.split("\n", -1)) {
            int colon = line.lastIndexOf(':');
            String[] fields = Numbers.fields(line.substring(colon + 1));
            if (colon > 0 && Numbers.allWhole(fields, 0, FIELDS)) {
                all.add(of(line.substring(0, colon).strip(), fields));
            }
        }
        return all;
    }

    private static InterfaceCounters of(String name, String[] fields) {
        return new InterfaceCounters(
                name,
                Numbers.whole(fields[0]),
                Numbers.whole(fields[1]),
                Numbers.whole(fields[2]),
                Numbers.whole(fields[3]),
                Numbers.whole(fields[8]),
                Numbers.whole(fields[9]),
                Numbers.whole(fields[10]),
                Numbers.whole(fields[11]));
    }
}
