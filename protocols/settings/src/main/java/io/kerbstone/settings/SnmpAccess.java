package io.kerbstone.settings;

/**
 * How to speak SNMP with a device; the words are those of RFC 3411 to 3414 and 3826.
 *
 * @param version v2c or v3
 * @param port UDP port
 * @param community v2c only, else {@link Secret#NONE}
 * @param securityName v3 only, else empty
 * @param level v3 only, else NO_AUTH_NO_PRIV
 * @param auth NONE unless the level asks for authentication
 * @param authKey pass phrase, at least 8 characters (RFC 3414, section 11.2), or {@link Secret#NONE}
 * @param priv NONE unless the level asks for privacy
 * @param privKey pass phrase, at least 8 characters, or {@link Secret#NONE}
 * @param contextName v3 only, mostly empty
 */
public record SnmpAccess(
        Version version,
        int port,
        Secret community,
        String securityName,
        SecurityLevel level,
        AuthProtocol auth,
        Secret authKey,
        PrivProtocol priv,
        Secret privKey,
        String contextName) {
    /** The port of SNMP. */
    public static final int PORT_DEFAULT = 161;

    /** Version of the message. */
    public enum Version {
        V2C,
        V3
    }

    /** RFC 3411, section 3.4.3. */
    public enum SecurityLevel {
        NO_AUTH_NO_PRIV,
        AUTH_NO_PRIV,
        AUTH_PRIV
    }

    /** RFC 3414 (MD5, SHA) and RFC 7860 (SHA-2). */
    public enum AuthProtocol {
        NONE,
        MD5,
        SHA,
        SHA224,
        SHA256,
        SHA384,
        SHA512
    }

    /** RFC 3414 (DES), RFC 3826 (AES-128) and the usual extension to longer keys. */
    public enum PrivProtocol {
        NONE,
        DES,
        AES128,
        AES192,
        AES256
    }

    /** Access by v2c. */
    public static SnmpAccess v2c(int port, Secret community) {
        return new SnmpAccess(
                Version.V2C,
                port,
                community,
                "",
                SecurityLevel.NO_AUTH_NO_PRIV,
                AuthProtocol.NONE,
                Secret.NONE,
                PrivProtocol.NONE,
                Secret.NONE,
                "");
    }
}
