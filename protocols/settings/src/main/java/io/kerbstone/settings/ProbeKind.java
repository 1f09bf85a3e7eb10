package io.kerbstone.settings;

/** How a path is probed. */
public enum ProbeKind {
    /** ICMP echo to the target. */
    ICMP,
    /** One SNMP GET of sysUpTime to the device. */
    SNMP,
    /** A test packet to a reflector (RFC 8762): two-way delay, and in which direction a packet was lost. */
    STAMP,
    /** A TCP connection opened and closed. */
    TCP,
    /** An HTTP or HTTPS request, each phase timed. */
    HTTP,
    /** A question to a name server. */
    DNS,
    /** A question to a time server; the clock's offset is kept beside the delay. */
    NTP
}
