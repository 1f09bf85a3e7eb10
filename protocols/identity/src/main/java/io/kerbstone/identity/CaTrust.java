package io.kerbstone.identity;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Trust in certificates issued directly by one authority, for one usage. There is no host name check: only the
 * collector holds a certificate of this authority with the usage of a server, so the authority is the identity, and
 * agents may reach it by any address. Safe for many threads.
 */
final class CaTrust extends X509ExtendedTrustManager {
    private static final X509Certificate[] NONE = {};

    private final Anchor anchor;
    private final String usage;

    CaTrust(Anchor anchor, String usage) {
        this.anchor = anchor;
        this.usage = usage;
    }

    /** Which authority a chain must end in, and at what date it is judged. */
    interface Anchor {
        /** The authority for this chain. */
        X509Certificate authority(X509Certificate[] chain) throws CertificateException;

        /** The instant at which certificates must be valid, ms since 1970 UTC. */
        long judgedAtMs(X509Certificate leaf);
    }

    private void check(X509Certificate @Nullable [] chain) throws CertificateException {
        if (chain == null || chain.length == 0) {
            throw new CertificateException("the peer showed no certificate");
        }
        X509Certificate leaf = chain[0];
        if (!Certificates.hasUsage(leaf, usage)) {
            throw new CertificateException("the peer's certificate is for another use than this");
        }
        try {
            PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(anchor.authority(chain), null)));
            parameters.setRevocationEnabled(false); // Revoked agents are refused by the registry at once.
            parameters.setDate(Date.from(Instant.ofEpochMilli(anchor.judgedAtMs(leaf))));
            CertPathValidator.getInstance("PKIX")
                    .validate(CertificateFactory.getInstance("X.509").generateCertPath(List.of(leaf)), parameters);
        } catch (CertificateException e) {
            throw e;
        } catch (GeneralSecurityException e) {
            throw new CertificateException("the peer's certificate is refused: " + e.getMessage(), e);
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        check(chain);
    }

    /**
     * None are named: a peer with a certificate of another authority then shows it and is refused, instead of showing
     * nothing and passing for an agent that has not enrolled yet.
     */
    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return NONE.clone();
    }
}
