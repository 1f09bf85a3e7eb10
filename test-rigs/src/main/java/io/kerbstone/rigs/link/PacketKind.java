package io.kerbstone.rigs.link;

import java.nio.ByteBuffer;

/** What the truth counts apart, from the headers of an IP packet (RFC 791, 792, 4443, 8200). */
enum PacketKind {
    /** An ICMP or ICMPv6 echo request. */
    ECHO_REQUEST("echoRequests"),
    /** An ICMP or ICMPv6 echo reply. */
    ECHO_REPLY("echoReplies"),
    /** UDP: STAMP, DNS, NTP. */
    UDP("udp"),
    /** Everything else that goes to one address. */
    OTHER("other"),
    /** Multicast: an interface's own chatter, which the link does not carry. */
    MULTICAST("multicast");

    private static final int IPV4_FRAGMENT_MASK = 0x1FFF;
    private static final int IPV6_HEADER_BYTES = 40;
    private static final int ICMP_HEADER_BYTES = 8;
    private static final int ICMP = 1;
    private static final int ICMPV6 = 58;
    private static final int PROTOCOL_UDP = 17;

    private final String label;

    PacketKind(String label) {
        this.label = label;
    }

    /** Its name in the truth. */
    String label() {
        return label;
    }

    boolean isEcho() {
        return this == ECHO_REQUEST || this == ECHO_REPLY;
    }

    /** The kind of the packet at a place; one too short for its headers is other. */
    static PacketKind of(ByteBuffer memory, int at, int length) {
        return isIpv6(memory, at) ? ofIpv6(memory, at, length) : ofIpv4(memory, at, length);
    }

    private static PacketKind ofIpv4(ByteBuffer memory, int at, int length) {
        int header = ipHeaderBytes(memory, at);
        if (length < header + ICMP_HEADER_BYTES || (memory.getShort(at + 6) & IPV4_FRAGMENT_MASK) != 0) {
            return OTHER;
        }
        if ((memory.get(at + 16) & 0xF0) == 0xE0) {
            return MULTICAST;
        }
        int type = memory.get(at + header) & 0xFF;
        return switch (memory.get(at + 9) & 0xFF) {
            case ICMP -> type == 8 ? ECHO_REQUEST : type == 0 ? ECHO_REPLY : OTHER;
            case PROTOCOL_UDP -> UDP;
            default -> OTHER;
        };
    }

    private static PacketKind ofIpv6(ByteBuffer memory, int at, int length) {
        if (length < IPV6_HEADER_BYTES + ICMP_HEADER_BYTES) {
            return OTHER;
        }
        if (memory.get(at + 24) == (byte) 0xFF) {
            return MULTICAST;
        }
        int type = memory.get(at + IPV6_HEADER_BYTES) & 0xFF;
        return switch (memory.get(at + 6) & 0xFF) {
            case ICMPV6 -> type == 128 ? ECHO_REQUEST : type == 129 ? ECHO_REPLY : OTHER;
            case PROTOCOL_UDP -> UDP;
            default -> OTHER;
        };
    }

    private static boolean isIpv6(ByteBuffer memory, int at) {
        return memory.get(at) >>> 4 == 6;
    }

    private static int ipHeaderBytes(ByteBuffer memory, int at) {
        return isIpv6(memory, at) ? IPV6_HEADER_BYTES : (memory.get(at) & 0xF) * Integer.BYTES;
    }

    /** Identifier (upper 16 bits) and sequence of an echo. */
    static int echoNumber(ByteBuffer memory, int at) {
        return memory.getInt(at + ipHeaderBytes(memory, at) + 4);
    }

    /**
     * What a request and its reply have in common, in 64 bits: identifier, sequence and the far side's address, mixed so
     * that two of a million share it with a chance below 1 in 10 million.
     */
    long echoKey(ByteBuffer memory, int at) {
        boolean request = this == ECHO_REQUEST;
        long key = echoNumber(memory, at);
        if (isIpv6(memory, at)) {
            int address = at + (request ? 24 : 8);
            key = mix(mix(key + memory.getLong(address)) + memory.getLong(address + Long.BYTES));
        } else {
            key = mix((key << Integer.SIZE) + memory.getInt(at + (request ? 16 : 12)));
        }
        return key;
    }

    /** The finaliser of SplitMix64 (Steele, Lea, Flood 2014): every bit depends on every other. */
    private static long mix(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }
}
