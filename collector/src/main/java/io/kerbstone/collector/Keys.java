package io.kerbstone.collector;

import io.kerbstone.collector.registry.Sealer;
import io.kerbstone.identity.CertificateAuthority;
import io.kerbstone.identity.RefusedException;
import io.kerbstone.identity.SealingKey;
import io.kerbstone.identity.SigningKey;
import java.io.IOException;

/**
 * The collector's keys, made at the first start.
 *
 * @param authority issues certificates
 * @param sealer keeps secrets in the store unreadable
 * @param audit signs the collector's own records
 */
record Keys(CertificateAuthority authority, Sealer sealer, SigningKey audit) {
    static Keys openOrCreate(DataFolder folder, long nowMs) throws IOException {
        CertificateAuthority authority = CertificateAuthority.openOrCreate(folder.keys(), "Kerbstone", nowMs);
        SealingKey sealing = SealingKey.openOrCreate(folder.keys().resolve("store.key"));
        SigningKey audit = SigningKey.openOrCreate(folder.keys().resolve("audit.sealed"), sealing);
        return new Keys(authority, new BySealingKey(sealing), audit);
    }

    private record BySealingKey(SealingKey key) implements Sealer {
        @Override
        public byte[] seal(byte[] plain) {
            return key.seal(plain);
        }

        @Override
        public byte[] open(byte[] sealed) {
            try {
                return key.open(sealed);
            } catch (RefusedException e) {
                throw new IllegalStateException("Keys and store do not belong together: " + e.getMessage(), e);
            }
        }
    }
}
