package io.kerbstone.snmp;

import io.kerbstone.settings.Secret;
import io.kerbstone.settings.SnmpAccess;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snmp4j.CommunityTarget;
import org.snmp4j.DirectUserTarget;
import org.snmp4j.Target;
import org.snmp4j.mp.SnmpConstants;
import org.snmp4j.security.AuthHMAC128SHA224;
import org.snmp4j.security.AuthHMAC192SHA256;
import org.snmp4j.security.AuthHMAC256SHA384;
import org.snmp4j.security.AuthHMAC384SHA512;
import org.snmp4j.security.AuthMD5;
import org.snmp4j.security.AuthSHA;
import org.snmp4j.security.AuthenticationProtocol;
import org.snmp4j.security.PrivAES128;
import org.snmp4j.security.PrivAES192;
import org.snmp4j.security.PrivAES256;
import org.snmp4j.security.PrivDES;
import org.snmp4j.security.PrivacyProtocol;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.UdpAddress;

/**
 * SNMP4J's targets of the devices lately asked. A target of v3 holds its keys itself, so that two devices may have a user
 * of the same name with different keys; SNMP4J localises the keys in it once (RFC 3414, section 2.6), which takes a
 * million bytes of hashing. Of one thread.
 */
final class Peers {
    /** Most targets kept; the one used longest ago goes first and is made again when it is needed. */
    static final int PEERS_MAX = 4_096;

    private final Map<SnmpTarget, Peer> peers = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<SnmpTarget, Peer> eldest) {
            return size() > PEERS_MAX;
        }
    };

    /** One device with one access. */
    static final class Peer {
        private final Target<UdpAddress> target;
        private boolean proven;

        private Peer(Target<UdpAddress> target) {
            this.target = target;
        }

        Target<UdpAddress> target() {
            return target;
        }

        /** Whether this access has ever been answered with values. */
        boolean isProven() {
            return proven;
        }

        void setProven() {
            proven = true;
        }
    }

    /** The peer, made at its first use. */
    Peer of(SnmpTarget target) {
        return peers.computeIfAbsent(target, Peers::make);
    }

    /** Makes the target anew, with keys that are not localised yet. */
    void renew(SnmpTarget target) {
        Peer old = of(target);
        Peer made = make(target);
        made.proven = old.proven;
        peers.put(target, made);
    }

    int size() {
        return peers.size();
    }

    private static Peer make(SnmpTarget target) {
        UdpAddress address = new UdpAddress(target.address(), target.access().port());
        Target<UdpAddress> peer = target.access().version() == SnmpAccess.Version.V3
                ? user(address, target.access())
                : community(address, target.access());
        peer.setRetries(0);
        return new Peer(peer);
    }

    private static Target<UdpAddress> community(UdpAddress address, SnmpAccess access) {
        Target<UdpAddress> peer =
                new CommunityTarget<>(address, octets(access.community().reveal()));
        peer.setVersion(SnmpConstants.version2c);
        return peer;
    }

    private static Target<UdpAddress> user(UdpAddress address, SnmpAccess access) {
        boolean authenticated = access.level() != SnmpAccess.SecurityLevel.NO_AUTH_NO_PRIV;
        boolean encrypted = access.level() == SnmpAccess.SecurityLevel.AUTH_PRIV;
        Target<UdpAddress> peer = new DirectUserTarget<>(
                address,
                octets(access.securityName()),
                new byte[0],
                authenticated ? auth(access.auth()) : null,
                authenticated ? key(access.authKey()) : null,
                encrypted ? priv(access.priv()) : null,
                encrypted ? key(access.privKey()) : null);
        peer.setVersion(SnmpConstants.version3);
        return peer;
    }

    private static @Nullable AuthenticationProtocol auth(SnmpAccess.AuthProtocol auth) {
        return switch (auth) {
            case NONE -> null;
            case MD5 -> new AuthMD5();
            case SHA -> new AuthSHA();
            case SHA224 -> new AuthHMAC128SHA224();
            case SHA256 -> new AuthHMAC192SHA256();
            case SHA384 -> new AuthHMAC256SHA384();
            case SHA512 -> new AuthHMAC384SHA512();
        };
    }

    private static @Nullable PrivacyProtocol priv(SnmpAccess.PrivProtocol priv) {
        return switch (priv) {
            case NONE -> null;
            case DES -> new PrivDES();
            case AES128 -> new PrivAES128();
            case AES192 -> new PrivAES192();
            case AES256 -> new PrivAES256();
        };
    }

    private static OctetString key(Secret secret) {
        return octets(secret.reveal());
    }

    private static OctetString octets(String text) {
        return new OctetString(text.getBytes(StandardCharsets.UTF_8));
    }
}
