package io.kerbstone.identity;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Ed25519 by Amazon's Corretto provider (AWS-LC), for checking only, where its library is on the class path and loads on
 * this machine; looked for once. It is never made a provider of the whole process. Safe for many threads.
 */
final class NativeEd25519 {
    /** The one there is; empty when the library was not brought along or is for another machine. */
    static final Optional<NativeEd25519> FOUND = find();

    /** SubjectPublicKeyInfo of an Ed25519 key up to its 32 bytes (RFC 8410, 4). */
    private static final byte[] X509_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    private static final String PROVIDER = "com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider";
    private static final String ALGORITHM = "EdDSA";

    private final Provider provider;
    private final ThreadLocal<Signature> checkers = ThreadLocal.withInitial(this::checker);

    private NativeEd25519(Provider provider) {
        this.provider = provider;
    }

    /** By name, for a class that names a missing one cannot even be loaded. */
    private static Optional<NativeEd25519> find() {
        try {
            Object provider = Class.forName(PROVIDER).getField("INSTANCE").get(null);
            NativeEd25519 found = new NativeEd25519((Provider) provider);
            found.checker();
            return Optional.of(found);
        } catch (ReflectiveOperationException | LinkageError | RuntimeException e) {
            return Optional.empty();
        }
    }

    private Signature checker() {
        try {
            return Signature.getInstance(ALGORITHM, provider);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the provider has no Ed25519", e);
        }
    }

    /** The library, for a person. */
    String name() {
        return provider.getName() + " " + provider.getVersionStr();
    }

    /** The JDK's form of a key of the 32 bytes of RFC 8032, as the library wants it; empty when it is none. */
    static Optional<PublicKey> keyOf(byte[] encoded) {
        ByteArrayOutputStream x509 = new ByteArrayOutputStream();
        x509.writeBytes(X509_PREFIX);
        x509.writeBytes(encoded);
        try {
            X509EncodedKeySpec specification = new X509EncodedKeySpec(x509.toByteArray());
            return Optional.of(KeyFactory.getInstance(ALGORITHM).generatePublic(specification));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    /** Whether the library calls the signature valid for a key of {@link #keyOf}. */
    boolean isValid(PublicKey key, byte[] message, byte[] signature) {
        Signature checker = checkers.get();
        try {
            checker.initVerify(key);
            checker.update(message);
            return checker.verify(signature);
        } catch (SignatureException e) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("BUG: the library refuses a key of its own", e);
        }
    }
}
