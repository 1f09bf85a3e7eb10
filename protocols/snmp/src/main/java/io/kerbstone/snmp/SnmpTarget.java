package io.kerbstone.snmp;

import io.kerbstone.settings.SnmpAccess;
import java.net.InetAddress;

/**
 * Whom to ask. Names are resolved by the caller, so that a resolver that hangs does not hang the reader.
 *
 * @param address the device
 * @param access port, version and credentials
 */
public record SnmpTarget(InetAddress address, SnmpAccess access) {
    @Override
    public String toString() {
        return address.getHostAddress() + ":" + access.port();
    }
}
