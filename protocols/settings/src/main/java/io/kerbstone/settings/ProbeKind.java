package io.kerbstone.settings;

/** How a path is probed. */
public enum ProbeKind {
    /** ICMP echo to the target. */
    ICMP,
    /** One SNMP GET of sysUpTime to the device. */
    SNMP
}
