package io.kerbstone.linux;

import java.net.Inet4Address;
import java.net.InetAddress;

/** The two address families, with what the kernel calls them and where a socket address keeps its parts. */
public enum Family {
    /** IPv4 with ICMP (RFC 792). */
    IPV4(2, 1, 16, 4, 4),
    /** IPv6 with ICMPv6 (RFC 4443). */
    IPV6(10, 58, 28, 8, 16);

    private final int domain;
    private final int protocol;
    private final int socketAddressBytes;
    private final int addressOffset;
    private final int addressBytes;

    Family(int domain, int protocol, int socketAddressBytes, int addressOffset, int addressBytes) {
        this.domain = domain;
        this.protocol = protocol;
        this.socketAddressBytes = socketAddressBytes;
        this.addressOffset = addressOffset;
        this.addressBytes = addressBytes;
    }

    /** The family of an address. */
    public static Family of(InetAddress address) {
        return address instanceof Inet4Address ? IPV4 : IPV6;
    }

    /** AF_INET or AF_INET6. */
    int domain() {
        return domain;
    }

    /** IPPROTO_ICMP or IPPROTO_ICMPV6. */
    int protocol() {
        return protocol;
    }

    /** Size of struct sockaddr_in or sockaddr_in6. */
    int socketAddressBytes() {
        return socketAddressBytes;
    }

    /** Offset of the address within it. */
    int addressOffset() {
        return addressOffset;
    }

    /** 4 or 16. */
    int addressBytes() {
        return addressBytes;
    }

    /** Type of an echo request in the ICMP header. */
    byte echoRequest() {
        return (byte) (this == IPV4 ? 8 : 128);
    }

    /** Type of an echo reply in the ICMP header. */
    byte echoReply() {
        return (byte) (this == IPV4 ? 0 : 129);
    }
}
