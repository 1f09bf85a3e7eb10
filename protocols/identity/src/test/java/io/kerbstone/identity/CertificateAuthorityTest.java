package io.kerbstone.identity;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateAuthorityTest {
    private static final long NOW_MS = 1_790_000_000_000L;
    private static final long HOUR_MS = 3_600_000L;

    @TempDir
    private Path dir;

    private CertificateAuthority authority;

    @BeforeEach
    void open() throws IOException {
        authority = CertificateAuthority.openOrCreate(dir, "Kerbstone", NOW_MS);
    }

    private static byte[] request() {
        return CertificateIssuer.request("wish", CertificateIssuer.newKeyPair());
    }

    @Test
    void shouldGiveTheSameAuthorityWhenOpenedAgain() throws IOException {
        CertificateAuthority again = CertificateAuthority.openOrCreate(dir, "other name", NOW_MS + HOUR_MS);
        assertArrayEquals(authority.fingerprint(), again.fingerprint());
        X509Certificate ca = authority.certificate();
        assertEquals(0, ca.getBasicConstraints());
        assertEquals(NOW_MS - HOUR_MS, ca.getNotBefore().toInstant().toEpochMilli());
        assertTrue(ca.getNotAfter().toInstant().toEpochMilli() - NOW_MS > 10L * 365 * 24 * HOUR_MS);
        assertEquals(Certificates.pem(ca), readText("ca.pem"));
    }

    private String readText(String file) throws IOException {
        return Files.readString(dir.resolve(file));
    }

    @Test
    void shouldKeepNoKeyInTheClearWhenFilesAreRead() throws Exception {
        try (Stream<Path> files = Files.list(dir)) {
            assertEquals(
                    List.of("ca.pem", "ca.sealed", "sealing.key"),
                    files.map(file -> file.getFileName().toString()).sorted().toList());
        }
        assertFalse(readText("ca.pem").contains("PRIVATE"));
        byte[] sealed = Files.readAllBytes(dir.resolve("ca.sealed"));
        sealed[40] ^= 1;
        Files.write(dir.resolve("ca.sealed"), sealed);
        IOException refused =
                assertThrows(IOException.class, () -> CertificateAuthority.openOrCreate(dir, "Kerbstone", NOW_MS));
        assertTrue(refused.getMessage().contains("ca.sealed"), refused.getMessage());
    }

    @Test
    void shouldNotMakeASecondAuthorityWhenOnlyTheSealingKeyIsLost() throws IOException {
        Files.delete(dir.resolve("sealing.key"));
        assertThrows(IOException.class, () -> CertificateAuthority.openOrCreate(dir, "Kerbstone", NOW_MS));
    }

    @Test
    void shouldNameAllItsAddressesWhenAServerIsIssued() throws Exception {
        TlsCredentials server =
                authority.issueServer(List.of("collector.lan", "192.0.2.7", "::1", "localhost"), NOW_MS);
        X509Certificate certificate = server.certificate();
        certificate.verify(authority.certificate().getPublicKey());
        List<String> names = certificate.getSubjectAlternativeNames().stream()
                .map(name -> name.get(0) + " " + name.get(1))
                .toList();
        assertEquals(List.of("2 collector.lan", "7 192.0.2.7", "7 0:0:0:0:0:0:0:1", "2 localhost"), names);
        assertEquals(List.of(Certificates.SERVER_AUTH), certificate.getExtendedKeyUsage());
        assertEquals(List.of(certificate, authority.certificate()), server.chain());
        assertEquals(Optional.empty(), Certificates.agentId(certificate), "a server is no agent");
        assertThrows(IllegalArgumentException.class, () -> authority.issueServer(List.of(), NOW_MS));
        assertThrows(IllegalArgumentException.class, () -> authority.issueServer(List.of("a b"), NOW_MS));
    }

    @Test
    void shouldNameTheAgentItWasToldWhenTheRequestWishesAnother() throws Exception {
        X509Certificate certificate = authority.issueAgent(request(), "agent-7", NOW_MS);
        assertEquals(Optional.of("agent-7"), Certificates.agentId(certificate));
        assertEquals(List.of(Certificates.CLIENT_AUTH), certificate.getExtendedKeyUsage());
        assertEquals(NOW_MS - HOUR_MS, certificate.getNotBefore().toInstant().toEpochMilli());
        assertEquals(-1, certificate.getBasicConstraints());
        assertNotEquals(
                certificate.getSerialNumber(),
                authority.issueAgent(request(), "agent-7", NOW_MS).getSerialNumber());
        assertTrue(certificate.getSerialNumber().bitLength() > 100);
        assertEquals(certificate, Certificates.parse(Certificates.der(certificate)));
    }

    @Test
    void shouldRefuseWithASentenceWhenTheRequestIsNotInOrder() throws Exception {
        KeyPairGenerator p384 = KeyPairGenerator.getInstance("EC");
        p384.initialize(384);
        byte[] otherCurve = CertificateIssuer.request("x", p384.generateKeyPair());
        KeyPair mixed = new KeyPair(
                CertificateIssuer.newKeyPair().getPublic(),
                CertificateIssuer.newKeyPair().getPrivate());
        byte[] notItsOwn = CertificateIssuer.request("x", mixed);
        List<byte[]> requests = List.of(
                otherCurve, notItsOwn, new byte[0], new byte[CertificateIssuer.CSR_BYTES_MAX + 1], new byte[] {0x30, 0
                });
        for (byte[] request : requests) {
            RefusedException refused =
                    assertThrows(RefusedException.class, () -> authority.issueAgent(request, "a", NOW_MS));
            assertTrue(refused.getMessage().contains("request"), refused.getMessage());
        }
        for (String id : new String[] {"", "a b", "x".repeat(65), "路"}) {
            assertThrows(RefusedException.class, () -> authority.issueAgent(request(), id, NOW_MS));
        }
    }

    @Test
    void shouldRefuseAndNeverThrowOtherwiseWhenARequestIsCutOrFlipped() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        KeyPair pair = CertificateIssuer.newKeyPair();
        PublicKey key = pair.getPublic();
        byte[] request = CertificateIssuer.request("wish", pair);
        for (int i = 0; i < request.length; i++) {
            byte[] cut = Arrays.copyOf(request, i);
            assertThrows(RefusedException.class, () -> authority.issueAgent(cut, "a", NOW_MS), "cut at " + cut.length);
            byte[] flipped = request.clone();
            int bit = random.nextInt(request.length * 8);
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertRefusedOrSameKey(flipped, key, "seed " + seed + ", bit " + bit);
        }
    }

    /** Some bits around the signature mean nothing (an empty attribute's tag): what counts is whose key is certified. */
    private void assertRefusedOrSameKey(byte[] request, PublicKey key, String where) {
        try {
            assertEquals(key, authority.issueAgent(request, "a", NOW_MS).getPublicKey(), where);
        } catch (RefusedException e) {
            assertTrue(e.getMessage().contains("request"), where);
        }
    }

    @Test
    void shouldRefuseWhenACertificateIsNone() {
        assertThrows(RefusedException.class, () -> Certificates.parse(new byte[0]));
        assertThrows(RefusedException.class, () -> Certificates.parse(new byte[] {1, 2, 3}));
        assertThrows(
                RefusedException.class, () -> Certificates.parse(new byte[Certificates.CERTIFICATE_BYTES_MAX + 1]));
    }

    @Test
    void shouldSatisfyOpensslWhenItChecksTheCertificates() throws Exception {
        Needs.tool("openssl");
        verify("sslserver", authority.issueServer(List.of("localhost"), NOW_MS).certificate());
        verify("sslclient", authority.issueAgent(request(), "agent-7", NOW_MS));
    }

    private void verify(String purpose, X509Certificate certificate) throws Exception {
        Path file = dir.resolve("leaf.pem");
        Files.writeString(file, Certificates.pem(certificate));
        Process openssl = new ProcessBuilder(
                        "openssl",
                        "verify",
                        "-x509_strict",
                        "-attime",
                        Long.toString(NOW_MS / 1000),
                        "-purpose",
                        purpose,
                        "-CAfile",
                        dir.resolve("ca.pem").toString(),
                        file.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(openssl.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertEquals(0, openssl.waitFor(), output);
    }
}
