package io.kerbstone.identity;

import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentVerifierProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/** Building of certificates (RFC 5280) and requests (RFC 2986) with ECDSA P-256 and SHA-256. Stateless. */
final class CertificateIssuer {
    /** Longest request looked at, bytes of DER. */
    static final int CSR_BYTES_MAX = 4096;
    /** Certificates begin this long before they are made, because clocks differ. */
    static final long CLOCK_TOLERANCE_MS = 3_600_000L;

    private static final String SIGNATURE = "SHA256withECDSA";
    private static final int SERIAL_BITS = 127;
    private static final int P256_BITS = 256;
    private static final Pattern IP_LITERAL =
            Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
    private static final Pattern DNS_NAME = Pattern.compile("[a-zA-Z0-9_]([a-zA-Z0-9._-]{0,252})");

    private CertificateIssuer() {}

    /** What a certificate is for; it fixes the key usages. */
    enum Purpose {
        AUTHORITY,
        SERVER,
        AGENT
    }

    /** Names, key and dates of a certificate to be made. */
    record Wanted(
            Purpose purpose,
            X500Name subject,
            PublicKey key,
            List<GeneralName> names,
            long notBeforeMs,
            long notAfterMs) {}

    static KeyPair newKeyPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("BUG: the JDK has no P-256", e);
        }
    }

    static X500Name name(String commonName) {
        return new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.CN, commonName)
                .build();
    }

    /** DNS names and IP literals as subject alternative names; never asks a name server. */
    static List<GeneralName> serverNames(List<String> dnsNamesAndIps) {
        List<GeneralName> names = new ArrayList<>();
        for (String text : dnsNamesAndIps) {
            if (IP_LITERAL.matcher(text).matches()) {
                names.add(new GeneralName(GeneralName.iPAddress, canonicalIp(text)));
            } else if (DNS_NAME.matcher(text).matches()) {
                names.add(new GeneralName(GeneralName.dNSName, text));
            } else {
                throw new IllegalArgumentException("neither a DNS name nor an IP address: " + text);
            }
        }
        return names;
    }

    @SuppressWarnings("AddressSelection") // Only literals come here: nothing is looked up.
    private static String canonicalIp(String literal) {
        try {
            return InetAddress.getByName(literal).getHostAddress();
        } catch (java.net.UnknownHostException e) {
            throw new IllegalArgumentException("not an IP address: " + literal, e);
        }
    }

    static X509Certificate issue(Wanted wanted, X500Name issuer, PublicKey issuerKey, PrivateKey signer) {
        try {
            X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    issuer,
                    serial(),
                    Date.from(Instant.ofEpochMilli(wanted.notBeforeMs())),
                    Date.from(Instant.ofEpochMilli(wanted.notAfterMs())),
                    wanted.subject(),
                    wanted.key());
            addUsages(builder, wanted.purpose());
            JcaX509ExtensionUtils ids = new JcaX509ExtensionUtils();
            builder.addExtension(Extension.subjectKeyIdentifier, false, ids.createSubjectKeyIdentifier(wanted.key()));
            builder.addExtension(Extension.authorityKeyIdentifier, false, ids.createAuthorityKeyIdentifier(issuerKey));
            if (!wanted.names().isEmpty()) {
                GeneralNames names = new GeneralNames(wanted.names().toArray(new GeneralName[0]));
                builder.addExtension(Extension.subjectAlternativeName, false, names);
            }
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder(SIGNATURE).build(signer)));
        } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
            throw new IllegalStateException("BUG: a certificate could not be made", e);
        }
    }

    private static void addUsages(X509v3CertificateBuilder builder, Purpose purpose) throws IOException {
        if (purpose == Purpose.AUTHORITY) {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            return;
        }
        KeyPurposeId usage = purpose == Purpose.SERVER ? KeyPurposeId.id_kp_serverAuth : KeyPurposeId.id_kp_clientAuth;
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(usage));
    }

    private static BigInteger serial() {
        return new BigInteger(SERIAL_BITS, new SecureRandom()).setBit(SERIAL_BITS - 1);
    }

    /** A certificate request in DER, signed with its own key. */
    static byte[] request(String commonName, KeyPair pair) {
        try {
            return new JcaPKCS10CertificationRequestBuilder(name(commonName), pair.getPublic())
                    .build(new JcaContentSignerBuilder(SIGNATURE).build(pair.getPrivate()))
                    .getEncoded();
        } catch (IOException | OperatorCreationException e) {
            throw new IllegalStateException("BUG: a certificate request could not be made", e);
        }
    }

    /** The key of an untrusted request, once its form, its key and its signature are in order. */
    static PublicKey checkedKey(byte[] csrDer) throws RefusedException {
        if (csrDer.length > CSR_BYTES_MAX) {
            throw new RefusedException("the certificate request is longer than " + CSR_BYTES_MAX + " bytes");
        }
        try {
            JcaPKCS10CertificationRequest request = new JcaPKCS10CertificationRequest(csrDer);
            PublicKey key = request.getPublicKey();
            if (!(key instanceof ECPublicKey ec) || ec.getParams().getOrder().bitLength() != P256_BITS) {
                throw new RefusedException("the certificate request has no ECDSA P-256 key");
            }
            ContentVerifierProvider verifier = new JcaContentVerifierProviderBuilder().build(key);
            if (!request.isSignatureValid(verifier)) {
                throw new RefusedException("the signature of the certificate request is wrong");
            }
            return key;
        } catch (IOException | GeneralSecurityException | PKCSException | OperatorCreationException e) {
            throw new RefusedException("the certificate request cannot be read", e);
        } catch (RuntimeException e) {
            // Bouncy Castle answers some malformed ASN.1 with unchecked exceptions.
            throw new RefusedException("the certificate request cannot be read", e);
        }
    }
}
