package io.kerbstone.stamp;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A block of addresses, as CIDR. Immutable. */
public final class Network {
    private static final Pattern FORM =
            Pattern.compile("([0-9.]{7,15}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*)(?:/([0-9]{1,3}))?");

    private final byte[] base;
    private final int prefixBits;

    private Network(byte[] base, int prefixBits) {
        this.base = base;
        this.prefixBits = prefixBits;
    }

    /** Reads {@code 192.0.2.0/24}, {@code 2001:db8::/32} or a single address; empty when it is none or has host bits set. */
    public static Optional<Network> parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        try {
            byte[] base = InetAddress.getByName(form.group(1)).getAddress();
            int bits = base.length * Byte.SIZE;
            int prefix = form.group(2) == null ? bits : Integer.parseInt(form.group(2));
            Network network = new Network(base, Math.min(prefix, bits));
            return prefix <= bits && Arrays.equals(network.masked(base), base)
                    ? Optional.of(network)
                    : Optional.empty();
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    /** Whether an address of 4 or 16 bytes belongs to it. */
    public boolean contains(byte[] address) {
        return address.length == base.length && Arrays.equals(masked(address), base);
    }

    private byte[] masked(byte[] address) {
        byte[] masked = address.clone();
        for (int i = 0; i < masked.length; i++) {
            int bits = Math.max(0, Math.min(Byte.SIZE, prefixBits - i * Byte.SIZE));
            masked[i] &= (byte) (0xFF00 >>> bits);
        }
        return masked;
    }

    @Override
    public String toString() {
        try {
            return InetAddress.getByAddress(base).getHostAddress() + "/" + prefixBits;
        } catch (UnknownHostException e) {
            throw new IllegalStateException("BUG: a network of " + base.length + " bytes", e);
        }
    }
}
