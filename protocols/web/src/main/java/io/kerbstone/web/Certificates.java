package io.kerbstone.web;

import io.kerbstone.time.WallClock;
import io.netty.util.NetUtil;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Judges the chain of one connection without refusing it, so that what is wrong with a certificate is known whether or not
 * that makes the probe a loss: who signed it and until when is for the Java machine to say (RFC 5280), for which names it
 * is good follows RFC 9525, section 6. Written by the thread that makes TLS, read once it is made.
 */
final class Certificates extends X509ExtendedTrustManager {
    private static final int DNS_NAME = 2;
    private static final int IP_ADDRESS = 7;
    private static final double MS_PER_DAY = 86_400_000;

    private final X509ExtendedTrustManager trust;
    private final String host;
    private final WallClock wall;
    private volatile @Nullable X509Certificate leaf;
    private volatile @Nullable String chainProblem;

    Certificates(X509ExtendedTrustManager trust, String host, WallClock wall) {
        this.trust = trust;
        this.host = host;
        this.wall = wall;
    }

    /** The authorities the Java machine trusts ({@code javax.net.ssl.trustStore}, else its own list). */
    static X509ExtendedTrustManager machineTrust() {
        return trust(null);
    }

    /** The authorities of a key store; null for the machine's. */
    static X509ExtendedTrustManager trust(@Nullable KeyStore authorities) {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(authorities);
            return (X509ExtendedTrustManager) factory.getTrustManagers()[0];
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("BUG: this Java has no PKIX", e);
        }
    }

    /** A context of its own for each connection: no session of an earlier one shortens the handshake. */
    SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {this}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("BUG: this Java has no TLS", e);
        }
    }

    /** Whether the chain is trusted, in force, and good for the host. */
    boolean isValid() {
        X509Certificate known = leaf;
        return known != null && chainProblem == null && isFor(known, host);
    }

    /** What is known of the certificate, for people. */
    void tell(Facts facts) {
        X509Certificate known = leaf;
        if (known == null) {
            return;
        }
        String problem = chainProblem;
        facts.number(
                        "certificate/daysLeft",
                        "d",
                        (known.getNotAfter().toInstant().toEpochMilli() - wall.nowMs()) / MS_PER_DAY)
                .text("certificate/notAfter", known.getNotAfter().toInstant().toString())
                .flag("certificate/validForName", isFor(known, host))
                .flag("certificate/trusted", problem == null);
        if (problem != null) {
            facts.text("certificate/problem", problem);
        }
    }

    /** Whether a name or an address of the certificate is the host's; the common name does not count. */
    static boolean isFor(X509Certificate certificate, String host) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names != null && names.stream().anyMatch(name -> matches((Integer) name.get(0), name.get(1), host));
        } catch (CertificateParsingException e) {
            return false;
        }
    }

    private static boolean matches(int type, Object name, String host) {
        byte[] address = NetUtil.createByteArrayFromIpAddressString(host);
        if (address != null) {
            return type == IP_ADDRESS
                    && Arrays.equals(address, NetUtil.createByteArrayFromIpAddressString(String.valueOf(name)));
        }
        return type == DNS_NAME && matchesName(String.valueOf(name), host);
    }

    /** A star stands for the whole first label only, and never for a top-level name (RFC 9525, section 6.3). */
    private static boolean matchesName(String pattern, String host) {
        String wanted = host.toLowerCase(Locale.ROOT);
        String given = pattern.toLowerCase(Locale.ROOT);
        if (!given.startsWith("*.")) {
            return given.equals(wanted);
        }
        int dot = wanted.indexOf('.');
        String rest = given.substring(1);
        return dot > 0 && rest.indexOf('.', 1) > 0 && wanted.substring(dot).equals(rest);
    }

    private void judge(X509Certificate[] chain, String authType) {
        leaf = chain[0];
        try {
            trust.checkServerTrusted(chain, authType);
        } catch (CertificateException e) {
            chainProblem = deepest(e);
        }
    }

    /** The innermost sentence says what is wrong; those around it only that something is. */
    private static String deepest(Throwable error) {
        Throwable at = error;
        while (at.getCause() != null && at.getCause().getMessage() != null) {
            at = at.getCause();
        }
        return String.valueOf(at.getMessage());
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
        judge(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {
        judge(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {
        judge(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        throw new CertificateException("BUG: a probe is no server");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw new CertificateException("BUG: a probe is no server");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("BUG: a probe is no server");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
