package io.kerbstone.identity;

import io.kerbstone.time.WallClock;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * TLS 1.3 (RFC 8446), and nothing older, for the one port between agents and collector. Put
 * {@code new SslHandler(contexts.newEngine())} first into a Netty pipeline. Safe for many threads.
 */
public final class TlsContexts {
    private static final String[] PROTOCOLS = {"TLSv1.3"};
    private static final String[] CIPHERS = {
        "TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256"
    };

    private final SSLContext context;
    private final boolean isClient;

    private TlsContexts(SSLContext context, boolean isClient) {
        this.context = context;
        this.isClient = isClient;
    }

    /**
     * The collector's end. It wants a client certificate: one of another authority ends the handshake, none at all is
     * let through for enrolment; {@link Certificates#peer} tells which.
     */
    public static TlsContexts server(TlsCredentials credentials, WallClock clock) {
        CaTrust.Anchor anchor = new FixedAnchor(credentials.ca(), clock, Long.MIN_VALUE);
        return new TlsContexts(context(credentials, new CaTrust(anchor, Certificates.CLIENT_AUTH)), false);
    }

    /**
     * The enrolled agent's end: shows its own certificate, trusts only servers of its collector's authority. A clock
     * that stands before the agent's own certificate was made is certainly wrong, and that moment is taken instead:
     * a machine whose clock fell back to 1970 can still connect, report, and be told the time.
     */
    public static TlsContexts agent(TlsCredentials credentials, WallClock clock) {
        long earliestMs = credentials.certificate().getNotBefore().toInstant().toEpochMilli();
        CaTrust.Anchor anchor = new FixedAnchor(credentials.ca(), clock, earliestMs);
        return new TlsContexts(context(credentials, new CaTrust(anchor, Certificates.SERVER_AUTH)), true);
    }

    /**
     * The enrolling agent's end: shows nothing, trusts a server whose chain ends in the authority the token pins.
     * Dates are not judged: a new machine's clock may be wrong, and the pin says more than a date.
     */
    public static TlsContexts enrolling(EnrolmentToken token) {
        CaTrust.Anchor anchor = new PinnedAnchor(token);
        return new TlsContexts(context(null, new CaTrust(anchor, Certificates.SERVER_AUTH)), true);
    }

    /** A new engine for one connection: TLS 1.3 only; a server's wants a client certificate. */
    public SSLEngine newEngine() {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(isClient);
        engine.setEnabledProtocols(PROTOCOLS);
        engine.setEnabledCipherSuites(CIPHERS);
        if (!isClient) {
            engine.setWantClientAuth(true);
        }
        return engine;
    }

    private static SSLContext context(@Nullable TlsCredentials credentials, TrustManager trust) {
        try {
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            KeyManager[] keys = credentials == null ? new KeyManager[0] : keyManagers(credentials);
            context.init(keys, new TrustManager[] {trust}, null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("BUG: the JDK could not make a TLS 1.3 context", e);
        }
    }

    private static KeyManager[] keyManagers(TlsCredentials credentials) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        char[] password = {};
        store.setKeyEntry(
                "tls", credentials.key(), password, credentials.chain().toArray(new X509Certificate[0]));
        KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
        factory.init(store, password);
        return factory.getKeyManagers();
    }

    private record FixedAnchor(X509Certificate ca, WallClock clock, long earliestMs) implements CaTrust.Anchor {
        @Override
        public X509Certificate authority(X509Certificate[] chain) {
            return ca;
        }

        @Override
        public long judgedAtMs(X509Certificate leaf) {
            return Math.max(clock.nowMs(), earliestMs);
        }
    }

    private record PinnedAnchor(EnrolmentToken token) implements CaTrust.Anchor {
        @Override
        public X509Certificate authority(X509Certificate[] chain) throws CertificateException {
            X509Certificate last = chain[chain.length - 1];
            if (!token.pins(last)) {
                throw new CertificateException("this collector is not the one the token was made for");
            }
            return last;
        }

        @Override
        public long judgedAtMs(X509Certificate leaf) {
            return leaf.getNotBefore().toInstant().toEpochMilli();
        }
    }
}
