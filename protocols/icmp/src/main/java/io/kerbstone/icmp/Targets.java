package io.kerbstone.icmp;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Targets from a text: one address, name or CIDR block per line, {@code #} begins a comment. An IPv4 block longer than
 * a /31 leaves out its network and broadcast address. Immutable.
 *
 * @param addresses what was understood, in order, at most {@link #MOST}
 * @param mistakes what was not, one sentence each; at most {@link #MOST_MISTAKES}
 */
public record Targets(List<InetAddress> addresses, List<String> mistakes) {
    /** Most targets of one text. */
    public static final int MOST = 65_536;

    /** Most mistakes listed. */
    public static final int MOST_MISTAKES = 100;

    private static final Pattern BLOCK = Pattern.compile("([0-9a-fA-F:.]+)/([0-9]{1,3})");

    /** Copies the lists. */
    public Targets {
        addresses = List.copyOf(addresses);
        mistakes = List.copyOf(mistakes);
    }

    /** Reads a text; names are resolved, which may take time. */
    public static Targets parse(String text) {
        List<InetAddress> addresses = new ArrayList<>();
        List<String> mistakes = new ArrayList<>();
        int number = 0;
        for (String line : text.split("\n", -1)) {
            number++;
            String target = line.replaceFirst("#.*", "").strip();
            if (!target.isEmpty() && mistakes.size() < MOST_MISTAKES) {
                String mistake = add(target, addresses);
                if (!mistake.isEmpty()) {
                    mistakes.add("line " + number + ": " + mistake);
                }
            }
        }
        return new Targets(addresses, mistakes);
    }

    private static String add(String target, List<InetAddress> to) {
        Matcher block = BLOCK.matcher(target);
        try {
            if (block.matches()) {
                return addBlock(InetAddress.getByName(block.group(1)), Integer.parseInt(block.group(2)), to);
            }
            if (to.size() == MOST) {
                return "more than " + MOST + " targets";
            }
            to.add(InetAddress.getByName(target));
            return "";
        } catch (UnknownHostException e) {
            return "no address for '" + target + "'";
        }
    }

    private static String addBlock(InetAddress base, int prefix, List<InetAddress> to) throws UnknownHostException {
        byte[] bytes = base.getAddress();
        int hostBits = bytes.length * Byte.SIZE - prefix;
        if (hostBits < 0 || hostBits > 16) {
            return "a block has at most " + MOST + " addresses, so not /" + prefix;
        }
        int count = 1 << hostBits;
        boolean ends = base instanceof Inet4Address && hostBits >= 2;
        int first = ends ? 1 : 0;
        int last = ends ? count - 2 : count - 1;
        if (to.size() + last - first + 1 > MOST) {
            return "more than " + MOST + " targets";
        }
        for (int host = first; host <= last; host++) {
            to.add(InetAddress.getByAddress(withHost(bytes, hostBits, host)));
        }
        return "";
    }

    private static byte[] withHost(byte[] base, int hostBits, int host) {
        byte[] address = base.clone();
        int mask = (1 << hostBits) - 1;
        int tail = (address[address.length - 2] & 0xFF) << Byte.SIZE | (address[address.length - 1] & 0xFF);
        int changed = (tail & ~mask) | host;
        address[address.length - 2] = (byte) (changed >>> Byte.SIZE);
        address[address.length - 1] = (byte) changed;
        return address;
    }
}
