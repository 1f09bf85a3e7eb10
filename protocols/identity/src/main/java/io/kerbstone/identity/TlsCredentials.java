package io.kerbstone.identity;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * What one end of a TLS connection shows and trusts.
 *
 * @param key the private key of the first certificate
 * @param chain own certificate first, the authority last (sent along, so that an enrolling agent can pin it)
 * @param ca the only authority trusted
 */
public record TlsCredentials(PrivateKey key, List<X509Certificate> chain, X509Certificate ca) {
    /** Copies the list. */
    public TlsCredentials {
        chain = List.copyOf(chain);
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("a chain has at least one certificate");
        }
    }

    /** Own certificate. */
    public X509Certificate certificate() {
        return chain.get(0);
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "TlsCredentials of " + certificate().getSubjectX500Principal();
    }
}
