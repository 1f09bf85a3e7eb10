package io.kerbstone.identity;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The agent's folder of keys: TLS key and signing key (sealed), and after enrolment its certificate, the authority and
 * where the collector is. Files are 0600 and replaced whole; the certificate is written last, so that a power cut in an
 * enrolment leaves an agent that is not enrolled, never one that is half enrolled. One thread at a time.
 */
public final class AgentIdentity {
    private static final String SEALING_FILE = "sealing.key";
    private static final String TLS_KEY_FILE = "tls.sealed";
    private static final String SIGNING_KEY_FILE = "signing.sealed";
    private static final String CERTIFICATE_FILE = "certificate.pem";
    private static final String CA_FILE = "ca.pem";
    private static final String COLLECTOR_FILE = "collector";
    private static final int COLLECTOR_CHARS_MAX = 300;

    private final Path dir;
    private final KeyPair tlsKeys;
    private final SigningKey signingKey;
    private @Nullable Enrolment enrolment;

    private AgentIdentity(Path dir, KeyPair tlsKeys, SigningKey signingKey) {
        this.dir = dir;
        this.tlsKeys = tlsKeys;
        this.signingKey = signingKey;
    }

    /**
     * What an enrolment gave.
     *
     * @param agentId the name the collector gave this agent
     * @param certificate of the agent's TLS key
     * @param ca the collector's authority
     * @param collector {@code host:port} as the person who enrolled gave it
     */
    public record Enrolment(String agentId, X509Certificate certificate, X509Certificate ca, String collector) {}

    /**
     * The identity in the folder, its keys made where there are none yet. An existing enrolment stays.
     *
     * @throws IOException when files cannot be read or written or are damaged; the sentence names the file
     */
    public static AgentIdentity create(Path dir) throws IOException {
        SafeFiles.folder(dir);
        SealingKey sealing = SealingKey.openOrCreate(dir.resolve(SEALING_FILE));
        Path tlsFile = dir.resolve(TLS_KEY_FILE);
        if (!Files.exists(tlsFile)) {
            SafeFiles.write(tlsFile, sealing.seal(encode(CertificateIssuer.newKeyPair())));
        }
        SigningKey signing = SigningKey.openOrCreate(dir.resolve(SIGNING_KEY_FILE), sealing);
        AgentIdentity identity = new AgentIdentity(dir, openTlsKeys(tlsFile, sealing), signing);
        identity.readEnrolment();
        return identity;
    }

    /** The identity in the folder; empty when it holds no keys. Creates nothing. */
    public static Optional<AgentIdentity> load(Path dir) throws IOException {
        boolean complete = Files.exists(dir.resolve(SEALING_FILE))
                && Files.exists(dir.resolve(TLS_KEY_FILE))
                && Files.exists(dir.resolve(SIGNING_KEY_FILE));
        return complete ? Optional.of(create(dir)) : Optional.empty();
    }

    /** A certificate request in DER with the given common name (a wish: the collector decides). */
    public byte[] csr(String name) {
        return CertificateIssuer.request(name, tlsKeys);
    }

    /** The key that signs this agent's frames. */
    public SigningKey signingKey() {
        return signingKey;
    }

    /** What the enrolment gave; empty before it. */
    public Optional<Enrolment> enrolment() {
        return Optional.ofNullable(enrolment);
    }

    /** Whether there is a certificate. */
    public boolean isEnrolled() {
        return enrolment != null;
    }

    /** The name the collector gave this agent; empty before enrolment. */
    public Optional<String> agentId() {
        return enrolment().map(Enrolment::agentId);
    }

    /** What TLS needs; empty before enrolment. */
    public Optional<TlsCredentials> tlsCredentials() {
        return enrolment().map(e -> new TlsCredentials(tlsKeys.getPrivate(), List.of(e.certificate()), e.ca()));
    }

    /**
     * Stores what the collector answered, after checking that it is for this agent's key and from that authority.
     *
     * @throws RefusedException with a sentence when the answer does not fit; nothing is stored then
     * @throws IOException when the files cannot be written
     */
    public void store(Enrolment wanted) throws RefusedException, IOException {
        check(wanted);
        SafeFiles.write(dir.resolve(CA_FILE), Certificates.pemBytes(wanted.ca()));
        SafeFiles.write(dir.resolve(COLLECTOR_FILE), wanted.collector().getBytes(StandardCharsets.UTF_8));
        SafeFiles.write(dir.resolve(CERTIFICATE_FILE), Certificates.pemBytes(wanted.certificate()));
        enrolment = wanted;
    }

    private void check(Enrolment wanted) throws RefusedException {
        if (wanted.collector().length() > COLLECTOR_CHARS_MAX) {
            throw new RefusedException("the collector's address is longer than " + COLLECTOR_CHARS_MAX + " characters");
        }
        if (!PrivateKeys.match(tlsKeys.getPrivate(), wanted.certificate().getPublicKey())) {
            throw new RefusedException("the certificate is not for this agent's key");
        }
        if (!Certificates.agentId(wanted.certificate()).equals(Optional.of(wanted.agentId()))) {
            throw new RefusedException("the certificate does not name agent " + wanted.agentId());
        }
        try {
            wanted.certificate().verify(wanted.ca().getPublicKey());
        } catch (GeneralSecurityException e) {
            throw new RefusedException("the certificate is not from the collector's authority", e);
        }
    }

    private void readEnrolment() throws IOException {
        if (!Files.exists(dir.resolve(CERTIFICATE_FILE))) {
            return;
        }
        try {
            X509Certificate certificate = Certificates.parse(SafeFiles.read(dir.resolve(CERTIFICATE_FILE)));
            X509Certificate ca = Certificates.parse(SafeFiles.read(dir.resolve(CA_FILE)));
            String collector = new String(SafeFiles.read(dir.resolve(COLLECTOR_FILE)), StandardCharsets.UTF_8);
            String agentId = Certificates.agentId(certificate)
                    .orElseThrow(() -> new RefusedException("the certificate names no agent"));
            Enrolment stored = new Enrolment(agentId, certificate, ca, collector);
            check(stored);
            enrolment = stored;
        } catch (RefusedException e) {
            throw new IOException("the enrolment in " + dir + " is damaged: " + e.getMessage(), e);
        }
    }

    private static byte[] encode(KeyPair pair) {
        byte[] privateKey = pair.getPrivate().getEncoded();
        byte[] publicKey = pair.getPublic().getEncoded();
        return ByteBuffer.allocate(Integer.BYTES + privateKey.length + publicKey.length)
                .putInt(privateKey.length)
                .put(privateKey)
                .put(publicKey)
                .array();
    }

    private static KeyPair openTlsKeys(Path file, SealingKey sealing) throws IOException {
        try {
            ByteBuffer plain = ByteBuffer.wrap(sealing.open(SafeFiles.read(file)));
            byte[] pkcs8 = new byte[plain.getInt()];
            plain.get(pkcs8);
            byte[] x509 = new byte[plain.remaining()];
            plain.get(x509);
            PrivateKey privateKey = PrivateKeys.ofPkcs8(pkcs8);
            return new KeyPair(PrivateKeys.publicOfX509(x509), privateKey);
        } catch (RefusedException | GeneralSecurityException e) {
            throw new IOException("the TLS key in " + file + " cannot be opened: " + e.getMessage(), e);
        }
    }
}
