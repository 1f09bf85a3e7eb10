package io.kerbstone.identity;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.GeneralName;

/**
 * The collector's own certificate authority: ECDSA P-256, made at first start, good for twenty years. Key and
 * certificate lie together in one sealed file, so that there is never one without the other. Immutable; safe for many
 * threads.
 */
public final class CertificateAuthority {
    /** Validity of the authority's certificate. */
    public static final long VALIDITY_MS = 20L * 365 * 24 * 3_600_000;
    /** Validity of a server's certificate; a collector makes itself a new one at each start. */
    public static final long SERVER_VALIDITY_MS = 5L * 365 * 24 * 3_600_000;
    /** Validity of an agent's certificate. Long, because a revoked agent is refused by the registry, not by a date. */
    public static final long AGENT_VALIDITY_MS = 10L * 365 * 24 * 3_600_000;

    private static final String SEALED_FILE = "ca.sealed";
    private static final String PEM_FILE = "ca.pem";
    private static final String SEALING_FILE = "sealing.key";
    private static final int NAME_CHARS_MAX = 48;

    private final PrivateKey key;
    private final X509Certificate certificate;

    private CertificateAuthority(PrivateKey key, X509Certificate certificate) {
        this.key = key;
        this.certificate = certificate;
    }

    /**
     * The authority in a folder, made when there is none: {@code ca.sealed} (key and certificate), {@code sealing.key},
     * and {@code ca.pem} for people.
     *
     * @param name shown in the certificate, at most 48 characters
     * @throws IOException when files cannot be read or written, are damaged or do not belong together
     */
    public static CertificateAuthority openOrCreate(Path dir, String name, long nowMs) throws IOException {
        SafeFiles.folder(dir);
        Path sealedFile = dir.resolve(SEALED_FILE);
        SealingKey sealing = SealingKey.openOrCreate(dir.resolve(SEALING_FILE));
        CertificateAuthority authority;
        if (Files.exists(sealedFile)) {
            authority = open(sealedFile, sealing);
        } else {
            authority = create(name, nowMs);
            SafeFiles.write(sealedFile, sealing.seal(authority.encoded()));
        }
        SafeFiles.write(dir.resolve(PEM_FILE), Certificates.pemBytes(authority.certificate));
        return authority;
    }

    private static CertificateAuthority create(String name, long nowMs) {
        if (name.isEmpty() || name.length() > NAME_CHARS_MAX) {
            throw new IllegalArgumentException("the authority's name has 1 to " + NAME_CHARS_MAX + " characters");
        }
        KeyPair pair = CertificateIssuer.newKeyPair();
        X500Name subject = CertificateIssuer.name(name + " CA");
        CertificateIssuer.Wanted wanted = new CertificateIssuer.Wanted(
                CertificateIssuer.Purpose.AUTHORITY,
                subject,
                pair.getPublic(),
                List.of(),
                nowMs - CertificateIssuer.CLOCK_TOLERANCE_MS,
                nowMs + VALIDITY_MS);
        return new CertificateAuthority(
                pair.getPrivate(), CertificateIssuer.issue(wanted, subject, pair.getPublic(), pair.getPrivate()));
    }

    private static CertificateAuthority open(Path file, SealingKey sealing) throws IOException {
        try {
            ByteBuffer plain = ByteBuffer.wrap(sealing.open(SafeFiles.read(file)));
            byte[] pkcs8 = new byte[plain.getInt()];
            plain.get(pkcs8);
            byte[] der = new byte[plain.remaining()];
            plain.get(der);
            return new CertificateAuthority(PrivateKeys.ofPkcs8(pkcs8), Certificates.parse(der));
        } catch (RefusedException | GeneralSecurityException e) {
            throw new IOException("the certificate authority in " + file + " cannot be opened: " + e.getMessage(), e);
        }
    }

    private byte[] encoded() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            byte[] pkcs8 = key.getEncoded();
            out.writeInt(pkcs8.length);
            out.write(pkcs8);
            out.write(Certificates.der(certificate));
        }
        return bytes.toByteArray();
    }

    /** The authority's own certificate. */
    public X509Certificate certificate() {
        return certificate;
    }

    /** SHA-256 over the certificate, 32 bytes: what tokens pin. */
    public byte[] fingerprint() {
        return Certificates.fingerprint(certificate);
    }

    /**
     * A new key and certificate for a server of these names.
     *
     * @param dnsNamesAndIps at least one DNS name or IP literal; the first is the common name
     */
    public TlsCredentials issueServer(List<String> dnsNamesAndIps, long nowMs) {
        if (dnsNamesAndIps.isEmpty()) {
            throw new IllegalArgumentException("a server has at least one name");
        }
        KeyPair pair = CertificateIssuer.newKeyPair();
        // Not earlier than the authority, but as early: agents with slow clocks must still be able to connect.
        long notBeforeMs = Math.min(
                certificate.getNotBefore().toInstant().toEpochMilli(), nowMs - CertificateIssuer.CLOCK_TOLERANCE_MS);
        String first = dnsNamesAndIps.get(0);
        X509Certificate issued = issue(new CertificateIssuer.Wanted(
                CertificateIssuer.Purpose.SERVER,
                CertificateIssuer.name(first.length() <= 64 ? first : "collector"),
                pair.getPublic(),
                CertificateIssuer.serverNames(dnsNamesAndIps),
                notBeforeMs,
                untilMs(nowMs + SERVER_VALIDITY_MS)));
        return new TlsCredentials(pair.getPrivate(), List.of(issued, certificate), certificate);
    }

    /**
     * A certificate for an agent's request. Of the request only the key is used; the name in it is not.
     *
     * @throws RefusedException with a sentence when the request is malformed, too long, of another kind of key, or not
     *     signed by its own key
     */
    public X509Certificate issueAgent(byte[] csrDer, String agentId, long nowMs) throws RefusedException {
        if (!Certificates.isId(agentId)) {
            throw new RefusedException("an agent id has 1 to 64 letters, digits, dots, dashes or underscores");
        }
        PublicKey agentKey = CertificateIssuer.checkedKey(csrDer);
        return issue(new CertificateIssuer.Wanted(
                CertificateIssuer.Purpose.AGENT,
                CertificateIssuer.name(agentId),
                agentKey,
                List.of(new GeneralName(GeneralName.uniformResourceIdentifier, "kerbstone://agent/" + agentId)),
                nowMs - CertificateIssuer.CLOCK_TOLERANCE_MS,
                untilMs(nowMs + AGENT_VALIDITY_MS)));
    }

    private X509Certificate issue(CertificateIssuer.Wanted wanted) {
        X500Name issuer =
                X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
        return CertificateIssuer.issue(wanted, issuer, certificate.getPublicKey(), key);
    }

    private long untilMs(long wantedMs) {
        return Math.min(wantedMs, certificate.getNotAfter().toInstant().toEpochMilli());
    }
}
