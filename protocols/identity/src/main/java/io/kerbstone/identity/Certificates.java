package io.kerbstone.identity;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/** Reading and writing of X.509 certificates (RFC 5280) and what ours say. Stateless. */
public final class Certificates {
    /** Longest certificate read, bytes of DER. */
    public static final int CERTIFICATE_BYTES_MAX = 16 * 1024;
    /** Extended key usage of a collector's certificate. */
    static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
    /** Extended key usage of an agent's certificate. */
    static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";

    private static final int ID_CHARS_MAX = 64;

    private Certificates() {}

    /** Whether a text may be the id of an agent, path, device or group: 1 to 64 letters, digits, dots, lines and dashes. */
    public static boolean isId(String text) {
        // No pattern: this is asked for each path of each frame.
        for (int i = 0; i < text.length(); i++) {
            if (!isOfId(text.charAt(i))) {
                return false;
            }
        }
        return !text.isEmpty() && text.length() <= ID_CHARS_MAX;
    }

    private static boolean isOfId(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '.'
                || c == '_'
                || c == '-';
    }

    /** SHA-256 over the DER form, 32 bytes. */
    public static byte[] fingerprint(X509Certificate certificate) {
        return Digests.sha256(der(certificate));
    }

    /** The DER form. */
    public static byte[] der(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("BUG: a certificate in memory has no DER form", e);
        }
    }

    /**
     * Reads a certificate of one DER or PEM text.
     *
     * @throws RefusedException when it is none, or longer than {@link #CERTIFICATE_BYTES_MAX}
     */
    public static X509Certificate parse(byte[] derOrPem) throws RefusedException {
        if (derOrPem.length > CERTIFICATE_BYTES_MAX) {
            throw new RefusedException("a certificate has at most " + CERTIFICATE_BYTES_MAX + " bytes");
        }
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            Certificate certificate = factory.generateCertificate(new ByteArrayInputStream(derOrPem));
            if (certificate instanceof X509Certificate x509) {
                return x509;
            }
            throw new RefusedException("this is not an X.509 certificate");
        } catch (CertificateException e) {
            throw new RefusedException("this is not an X.509 certificate", e);
        }
    }

    /** The PEM text (RFC 7468). */
    public static String pem(X509Certificate certificate) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der(certificate));
        return "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n";
    }

    static byte[] pemBytes(X509Certificate certificate) {
        return pem(certificate).getBytes(StandardCharsets.US_ASCII);
    }

    /** The agent an agent's certificate names: its common name; empty when it is not an agent's certificate. */
    public static Optional<String> agentId(X509Certificate certificate) {
        return hasUsage(certificate, CLIENT_AUTH)
                ? commonName(certificate).filter(Certificates::isId)
                : Optional.empty();
    }

    /** The certificate the peer of a finished handshake showed and proved; empty when it showed none. */
    public static Optional<X509Certificate> peer(SSLSession session) {
        try {
            return session.getPeerCertificates()[0] instanceof X509Certificate x509
                    ? Optional.of(x509)
                    : Optional.empty();
        } catch (SSLPeerUnverifiedException noCertificate) {
            return Optional.empty();
        }
    }

    static boolean hasUsage(X509Certificate certificate, String usage) {
        try {
            List<String> usages = certificate.getExtendedKeyUsage();
            return usages != null && usages.contains(usage);
        } catch (CertificateException malformed) {
            return false;
        }
    }

    private static Optional<String> commonName(X509Certificate certificate) {
        try {
            LdapName name = new LdapName(certificate.getSubjectX500Principal().getName());
            for (Rdn rdn : name.getRdns()) {
                if (rdn.getType().equalsIgnoreCase("CN")) {
                    return Optional.of(rdn.getValue().toString());
                }
            }
            return Optional.empty();
        } catch (InvalidNameException malformed) {
            return Optional.empty();
        }
    }
}
